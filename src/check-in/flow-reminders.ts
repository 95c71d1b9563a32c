import type { Tx } from '../db/connection.ts'
import type { NewLetter } from '../outbox/rules.ts'
import { postAll } from '../outbox/store.ts'
import { questionPrefix, reminderTo } from './letters.ts'
import { type Reminding, reminding, type Waiting } from './rules.ts'
import { type Place, placeFor } from './store-plan.ts'
import { dueReminders, type Looked, noteLooked, type ToRemind } from './store-reminders.ts'
import { type Round, roundById } from './store-rounds.ts'
import { workingFrom } from './working.ts'

/** As many as are looked at in one transaction: an answer that comes meanwhile waits for it. */
const batch = 500

/**
 * Looks at some of those at whom it is time to look, and reminds those for whom that is due. Any number of processes may
 * do it at once. @returns whether there may be more.
 */
export async function remindSome(tx: Tx, key: Round, now: Date): Promise<boolean> {
  const round = await roundById(tx, key.workspaceId, key.id)
  if (round?.state !== 'open') return false
  const people = await dueReminders(tx, round, questionPrefix(round), now, batch)
  if (people.length === 0) return false
  const place = await placeFor(tx, round.workspaceId)
  const looks = people.map((person) => lookAt(round, person, place, now))
  await noteLooked(
    tx,
    round,
    looks.map(({ looked }) => looked),
  )
  await postAll(
    tx,
    round.workspaceId,
    looks.flatMap(({ letter }) => letter ?? []),
    now,
  )
  return people.length === batch
}

interface Look {
  readonly looked: Looked
  readonly letter?: NewLetter
}

function lookAt(round: Round, person: ToRemind, place: Place, now: Date): Look {
  const { personId, askAgainAt } = person
  const waiting = waitingIn(round, person, place)
  const found = reminding(waiting, now)
  if (found.kind !== 'remind')
    return {
      looked: { personId, reminders: person.reminders, remindAt: nextLook(found, now), askAgainAt: askAgainAt ?? null },
    }
  const { nth, until, wished } = found
  const after = reminding({ ...waiting, reminders: nth, askAgainAt: undefined }, now)
  const asked = wished ? askAgainAt?.getTime() : undefined
  return {
    looked: { personId, reminders: nth, remindAt: nextLook(after, now), askAgainAt: null },
    letter: reminderTo(round, personId, { nth, asked }, now, until),
  }
}

/** Always later than now: whoever looks is done then. */
function nextLook(found: Reminding, now: Date): Date | null {
  if (found.kind === 'no-more') return null
  const at = found.kind === 'look-again' ? found.at : now
  return at > now ? at : new Date(now.getTime() + 60_000)
}

function waitingIn({ closesAt, settings }: Round, person: ToRemind, place: Place): Waiting {
  const { askedAt, askAgainAt, reminders, questionOnly } = person
  return {
    ...workingFrom(person, place),
    askedAt,
    askAgainAt,
    reminders,
    questionOnly,
    closesAt,
    reminderDays: settings.reminders,
  }
}
