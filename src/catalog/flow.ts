import type { Db, Tx } from '../db/connection.ts'
import { NotReady } from '../world.ts'
import type { Profile } from './profile.ts'
import { assignSlots, registerWording, type Slots, wordingOf } from './store.ts'

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
  /**
   * The skill in the wording of that version, for those who were asked in it; in the present one where that cannot be
   * read any more. The database is asked once for each version that is not the present one.
   */
  readonly registeredAs: (tx: Tx, skill: string, version: number) => Promise<Registered>
  /** Writes wordings and slots that the database does not have yet. Doing it twice is harmless. */
  readonly register: (db: Db, now: Date) => Promise<void>
}

export function catalogOf(profiles: readonly Profile[]): Catalog {
  const known = new Map<string, Registered>()
  const older = new Map<string, Profile>()

  function registered(skill: string): Registered {
    const found = known.get(skill)
    if (!found) throw new NotReady(`the skill profile “${skill}” is not registered yet`)
    return found
  }

  return {
    profiles,
    registered,
    async registeredAs(tx, skill, version) {
      const present = registered(skill)
      if (present.version === version) return present
      const key = `${skill} ${version}`
      const then = older.get(key) ?? (await wordingOf(tx, skill, version))
      if (!then) return present
      older.set(key, then)
      // What it is called by is of today; slots are kept for ever, over all versions.
      const { command, main } = present.profile
      return { profile: { ...then, command, main }, version, slots: present.slots }
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
