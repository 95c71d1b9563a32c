import { pino } from 'pino'
import { catalogOf } from '../../src/catalog/flow.ts'
import { type Opened, open, opening } from '../../src/check-in/flow-rounds.ts'
import type { CheckInRoom } from '../../src/check-in/room.ts'
import { keepRounds, type Rounds } from '../../src/check-in/worker.ts'
import type { Db } from '../../src/db/connection.ts'
import type { PersonKey } from '../../src/directory/rules.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import type { World } from '../../src/world.ts'
import { stageOn } from '../assessment/stage.ts'
import { nats } from '../catalog/profiles.ts'
import type { TestDatabase } from '../support/database.ts'

export const skill = nats.skill

/** A workspace in Berlin with rounds, and nobody in it yet. */
export interface RoundStage {
  readonly world: World
  readonly room: CheckInRoom
  readonly rounds: Rounds
  readonly moveTo: (moment: string) => void
  /** Moves the clock there and does what is due then. */
  readonly at: (moment: string) => Promise<void>
  /** Rounds as another process keeps them. */
  readonly replica: (change?: Partial<CheckInRoom>) => Rounds
  /** So many people who are enrolled; the first is U1, with an id that ends in 1. */
  readonly people: (count: number, zone?: string) => Promise<void>
  readonly start: () => Promise<Opened>
  readonly deed: ReturnType<typeof opening>
  /** What the room has told, in order. */
  readonly told: string[]
  readonly log: Record<string, unknown>[]
}

export const personId = (nth: number) => `00000000-0000-7000-8000-${String(nth).padStart(12, '0')}`
export const person = (nth: number): PersonKey => ({ workspaceId: 'T1', id: personId(nth) })
const roundId = '00000000-0000-7000-8000-0000000000aa'

export async function roundStage({ db, sql }: TestDatabase, moment = '2026-10-01T07:00:00Z'): Promise<RoundStage> {
  await sql('truncate seen, workspace, installation, profile_version, profile_slot cascade')
  const { world: still, moveTo } = stageOn(db, moment)
  const log: Record<string, unknown>[] = []
  const world = { ...still, log: pino({ level: 'debug' }, { write: (line: string) => log.push(JSON.parse(line)) }) }
  const catalog = catalogOf([nats])
  await catalog.register(db, world.now())
  await noteWorkspace(db, 'T1', 'T1', world.now())
  await sql(`update workspace set zone = 'Europe/Berlin'; delete from holiday`)
  const told: string[] = []
  const room: CheckInRoom = {
    world,
    catalog,
    wake: () => {},
    afterPlanned: [async (_tx, { name, state }) => void told.push(`${name} is ${state}`)],
    afterSettled: [async (_tx, { name, state }) => void told.push(`${name} is ${state}, everybody told`)],
    afterNotOpened: [async (_tx, { why }) => void told.push(why)],
  }
  const rounds = keepRounds(room)
  return {
    world,
    room,
    rounds,
    moveTo,
    at: async (to) => {
      moveTo(to)
      await rounds.catchUp()
    },
    replica: (change) => keepRounds({ ...room, ...change }),
    people: async (count, zone = 'Europe/Berlin') => {
      await sql(
        `insert into person (workspace_id, id, slack_id, name, zone, kind, first_seen_at)
        select 'T1', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'U' || n, 'Person ' || n, $2, 'member', now()
        from generate_series(1, $1::int) n`,
        [count, zone],
      )
      await sql(
        `insert into enrolment (workspace_id, person_id, skill, since, source)
        select 'T1', id, $1, now(), 'picked' from person where slack_id is not null on conflict do nothing`,
        [skill],
      )
    },
    start: () => {
      const now = world.now()
      const { version } = catalog.registered(skill)
      return db.$transaction((tx) => open(tx, { workspaceId: 'T1', id: world.newId(), skill, version, at: now }, now))
    },
    deed: opening(room),
    told,
    log,
  }
}

/** Everybody’s part in every round, by the number of the person. */
export async function partsIn({ sql }: Pick<TestDatabase, 'sql'>): Promise<Record<string, unknown>[]> {
  const rows = await sql(`
    select right(c.person_id::text, 4)::int as nth, c.state, c.left_out_reason as why, c.reminders
    from check_in c
    join round r on r.workspace_id = c.workspace_id and r.id = c.round_id
    order by r.opens_at, c.person_id`)
  return rows.map((row) => ({ ...row }))
}

/** Letters as “1 check-in.question planned”, by reader. */
export async function lettersIn({ sql }: Pick<TestDatabase, 'sql'>): Promise<string[]> {
  const rows = await sql(`
    select concat_ws(' ', right(person_id::text, 4)::int, kind, state, case when state <> 'sent' then reason end) as line
    from letter
    order by person_id, created_at, key`)
  return rows.map(({ line }) => String(line))
}

/** Slack has taken what was due by then, each letter at the moment it was due. */
export async function send({ sql }: Pick<TestDatabase, 'sql'>, now: string): Promise<void> {
  await sql(
    `update letter set state = 'sent', sent_at = not_before, channel = 'D1', ts = key, shown = 1
    where state = 'planned' and not_before <= $1::timestamptz`,
    [now],
  )
}

export type { Db }
export { roundId }
