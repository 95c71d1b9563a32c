import { anybody } from '../../slack/guard.ts'
import { mention } from '../../slack/kit.ts'
import type { World } from '../../world.ts'
import { contactOf } from './store.ts'

/** Whom people are sent to with their questions: whom an admin has named, else whom the environment knows. */
export interface Contacts {
  /** “<@U…>”, or undefined where nobody is known. Never fails: without the records it is whom they said last. */
  readonly of: (workspaceId: string) => Promise<string | undefined>
  /** The same, or a general word. */
  readonly adminOf: (workspaceId: string) => Promise<string>
  /**
   * The same without waiting, for when something has failed: as the records said last. The first question about a
   * workspace has them asked, so that the next answer is theirs.
   */
  readonly lastAdminOf: (workspaceId: string) => string
}

export function contactsOf({ db, log }: Pick<World, 'db' | 'log'>, fallback: string | undefined): Contacts {
  const last = new Map<string, string | undefined>()

  async function of(workspaceId: string): Promise<string | undefined> {
    try {
      last.set(workspaceId, await contactOf(db, workspaceId))
    } catch (error) {
      log.debug({ err: error }, 'the contact could not be read; it is whom the records named last')
    }
    return known(workspaceId)
  }

  function known(workspaceId: string): string | undefined {
    const slackId = last.get(workspaceId) ?? fallback
    return slackId === undefined ? undefined : mention(slackId)
  }

  return {
    of,
    adminOf: async (workspaceId) => (await of(workspaceId)) ?? anybody,
    lastAdminOf: (workspaceId) => {
      if (!last.has(workspaceId)) void of(workspaceId)
      return known(workspaceId) ?? anybody
    },
  }
}
