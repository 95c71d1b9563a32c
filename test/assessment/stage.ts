import { pino } from 'pino'
import { catalogOf, type Registered } from '../../src/catalog/flow.ts'
import type { Profile } from '../../src/catalog/profile.ts'
import type { Db } from '../../src/db/connection.ts'
import type { Visitor } from '../../src/directory/flow.ts'
import type { Account } from '../../src/directory/rules.ts'
import { uuidV7, type World } from '../../src/world.ts'

/** A world whose clock stands still until it is moved. */
export interface Stage {
  readonly world: World
  readonly moveTo: (moment: string) => void
}

export function stageOn(db: Db, moment: string): Stage {
  let now = new Date(moment)
  return {
    world: {
      db,
      now: () => now,
      newId: uuidV7,
      log: pino({ level: 'silent' }),
      saveWithin: 1_500,
      pause: async () => {},
    },
    moveTo: (later) => {
      now = new Date(later)
    },
  }
}

/** The profile as the database knows it from now on. */
export async function registerIn({ db, now }: World, profile: Profile): Promise<Registered> {
  const catalog = catalogOf([profile])
  await catalog.register(db, now())
  return catalog.registered(profile.skill)
}

export function visitor(slackId: string, change: Partial<Account> = {}): Visitor {
  const account: Account = {
    slackId,
    workspaceIds: ['T1'],
    name: slackId.toLowerCase(),
    zone: 'Europe/Berlin',
    bot: false,
    guest: false,
    stranger: false,
    invited: false,
    closed: false,
    away: undefined,
    updated: undefined,
    ...change,
  }
  return { workspaceId: 'T1', slackId, workspaceName: 'Acme', lookUp: async () => account }
}

/** A new opening of the form. */
export function newDraft(): { draftId: string } {
  return { draftId: uuidV7() }
}
