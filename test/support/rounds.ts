import type { MovedClock } from '../../sandbox/clock.ts'
import { open } from '../../src/check-in/flow-rounds.ts'
import { keepRounds } from '../../src/check-in/worker.ts'
import type { Journey } from './journey.ts'
import type { Person, SeenMessage } from './person.ts'

export const skill = 'nats-jetstream'

/** Rounds of a journey, kept as the bot’s background would keep them. */
export interface JourneyRounds {
  /** Takes people into the check-in; each has a row from their Home tab. */
  readonly enrol: (...people: readonly Person[]) => Promise<void>
  /** Opens one at this moment and sends its questions. @returns its id. */
  readonly open: (at: string) => Promise<string>
  /** Moves the clock there, does what is due, and sends it. */
  readonly at: (moment: string) => Promise<void>
  /** Sends what may leave by now, as if Slack’s pace had long allowed it. */
  readonly settle: () => Promise<void>
}

/** Of a journey with letters; `slack` is its clock of Slack, which takes one message a second in a conversation. */
export function roundsOf(journey: Journey, slack: MovedClock): JourneyRounds {
  const { world, catalog, database, letters } = journey
  const none = { afterPlanned: [], afterSettled: [], afterNotOpened: [] }
  const rounds = keepRounds({ world, catalog, wake: letters.wake, ...none })

  async function at(moment: string): Promise<void> {
    journey.setClock(moment)
    await rounds.catchUp()
    await settle()
  }

  async function settle(): Promise<void> {
    slack.advance(60_000)
    await database.sql('update lane set next_at = clock_timestamp()')
    await letters.settle()
  }

  return {
    at,
    settle,
    async enrol(...people) {
      for (const person of people) {
        await person.home()
        await database.sql(
          `insert into enrolment (workspace_id, person_id, skill, since, source)
           select workspace_id, id, $2, now(), 'picked' from person where slack_id = $1`,
          [person.id, skill],
        )
      }
    },
    async open(moment) {
      journey.setClock(moment)
      const [now, id] = [world.now(), world.newId()]
      const { version } = catalog.registered(skill)
      const opening = { workspaceId: 'T0HARBOUR', id, skill, version, at: now }
      const opened = await world.db.$transaction((tx) => open(tx, opening, now))
      if (opened.kind !== 'opened') throw new Error(`the round: found ${opened.kind}, expected it to open`)
      await at(moment)
      return id
    },
  }
}

/** What stands lowest in somebody’s conversation with the app. */
export async function lastMessage(person: Person): Promise<SeenMessage> {
  const last = (await person.messages()).filter(({ ephemeral }) => !ephemeral).at(-1)
  if (!last) throw new Error(`${person.id}: found no message, expected one`)
  return last
}

/** Presses a button of the message that stands lowest, or of this one. */
export async function press(person: Person, action: string, on?: SeenMessage, value?: string) {
  const { channel, ts } = on ?? (await lastMessage(person))
  return person.click(action, { in: 'message', channel, ts, ...(value === undefined ? {} : { value }) })
}
