import type { Db } from '../db/connection.ts'
import { NotReady } from '../world.ts'
import type { Profile } from './profile.ts'
import { assignSlots, registerWording, type Slots } from './store.ts'

/** A profile together with what the database knows it by. */
export interface Registered {
  readonly profile: Profile
  /** The version of the present wording. */
  readonly version: number
  readonly slots: Slots
}

/** The skills of this process, from the moment the database has been reached. */
export interface Catalog {
  readonly profiles: readonly Profile[]
  /** @throws NotReady before `register` has succeeded once. */
  readonly registered: (skill: string) => Registered
  /** Writes wordings and slots that the database does not have yet. Doing it twice is harmless. */
  readonly register: (db: Db, now: Date) => Promise<void>
}

export function catalogOf(profiles: readonly Profile[]): Catalog {
  const known = new Map<string, Registered>()
  return {
    profiles,
    registered(skill) {
      const found = known.get(skill)
      if (!found) throw new NotReady(`the skill profile “${skill}” is not registered yet`)
      return found
    },
    async register(db, now) {
      for (const profile of profiles) {
        known.set(
          profile.skill,
          await db.$transaction(async (tx) => ({
            profile,
            version: await registerWording(tx, profile, now),
            slots: await assignSlots(tx, profile),
          })),
        )
      }
    },
  }
}
