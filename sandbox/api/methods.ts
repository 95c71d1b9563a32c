import type { Method } from './answer.ts'
import { chatDelete, chatPostEphemeral, chatPostMessage, chatUpdate } from './chat.ts'
import { appsConnectionsOpen } from './connections.ts'
import { conversationsHistory, conversationsInfo, conversationsMembers, conversationsOpen } from './conversations.ts'
import { filesCompleteUploadExternal, filesGetUploadURLExternal, filesInfo } from './files.ts'
import { apiTest, authTest } from './identity.ts'
import { teamProfileGet, usersProfileGet } from './profiles.ts'
import { usersInfo, usersList } from './users.ts'
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './views.ts'

const TABLE = {
  'api.test': apiTest,
  'apps.connections.open': appsConnectionsOpen,
  'auth.test': authTest,
  'chat.delete': chatDelete,
  'chat.postEphemeral': chatPostEphemeral,
  'chat.postMessage': chatPostMessage,
  'chat.update': chatUpdate,
  'conversations.history': conversationsHistory,
  'conversations.info': conversationsInfo,
  'conversations.members': conversationsMembers,
  'conversations.open': conversationsOpen,
  'files.completeUploadExternal': filesCompleteUploadExternal,
  'files.getUploadURLExternal': filesGetUploadURLExternal,
  'files.info': filesInfo,
  'team.profile.get': teamProfileGet,
  'users.info': usersInfo,
  'users.list': usersList,
  'users.profile.get': usersProfileGet,
  'views.open': viewsOpen,
  'views.publish': viewsPublish,
  'views.push': viewsPush,
  'views.update': viewsUpdate,
} satisfies Record<string, Method>

export type MethodName = keyof typeof TABLE

/** The Web API this Slack has; whatever is not in the table is an `unknown_method`. */
export const METHODS: ReadonlyMap<string, Method> = new Map(Object.entries(TABLE))
