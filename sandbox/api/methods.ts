import type { Method } from './answer.ts'
import { chatPostEphemeral, chatPostMessage, chatUpdate, conversationsOpen } from './chat.ts'
import { apiTest, authTest } from './identity.ts'
import { usersInfo, usersList } from './users.ts'
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './views.ts'

/** The Web API this Slack has; whatever is not in the table is an `unknown_method`. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    'api.test': apiTest,
    'auth.test': authTest,
    'chat.postEphemeral': chatPostEphemeral,
    'chat.postMessage': chatPostMessage,
    'chat.update': chatUpdate,
    'conversations.open': conversationsOpen,
    'users.info': usersInfo,
    'users.list': usersList,
    'views.open': viewsOpen,
    'views.publish': viewsPublish,
    'views.push': viewsPush,
    'views.update': viewsUpdate,
  }),
)

export const NEEDS_NO_TOKEN: ReadonlySet<string> = new Set(['api.test'])
