import { pino } from 'pino'
import { readerOf } from '../../src/directory/store-reader.ts'
import type { Desk } from '../../src/outbox/desk.ts'
import type { LetterKind } from '../../src/outbox/kinds.ts'
import type { NewLetter } from '../../src/outbox/rules.ts'
import { deliver } from '../../src/outbox/send.ts'
import { openLanes, post } from '../../src/outbox/store.ts'
import { type Claimed, claim } from '../../src/outbox/store-sending.ts'
import { said } from '../../src/slack/kit.ts'
import type { SlackLine } from '../../src/slack/lines.ts'
import { uuidV7 } from '../../src/world.ts'
import type { TestDatabase } from '../support/database.ts'

/** Draws its revision, so that a test sees which one Slack shows; without facts it has nothing to say. */
export const note: LetterKind = {
  kind: 'note',
  hours: 'any',
  draw: async (_db, letter) =>
    letter.facts === 'nothing'
      ? undefined
      : said('test.note', `Version ${letter.revision} of ${JSON.stringify(letter.facts)}`),
}
/** The same, but it waits for its reader’s working time. */
export const daytime: LetterKind = { ...note, kind: 'daytime', hours: 'working' }

export const monday = new Date('2026-11-23T09:00:00Z')
export const people = ['ann', 'bob', 'cleo', 'dora', 'egon', 'fred'] as const

export interface Stage {
  readonly moveTo: (moment: Date) => void
  readonly now: () => Date
  readonly idOf: (name: string, workspaceId?: string) => string
  readonly write: (key: string, change?: Partial<NewLetter> & { readonly to?: string }) => Promise<boolean>
  readonly row: (key: string) => Promise<Record<string, unknown>>
  /** Machine time goes by: leases end, lanes and kept-back letters become free. */
  readonly pass: (seconds: number) => Promise<void>
  readonly desk: (lines: (workspaceId: string) => SlackLine | undefined, change?: Partial<Desk>) => Desk
  readonly claimed: (leaseSeconds?: number) => Promise<Claimed[]>
}

/** Workspaces with six people each, without letters. */
export async function stageIn({ db, sql }: TestDatabase, workspaces: readonly string[] = ['T1']): Promise<Stage> {
  let now = monday
  const ids = new Map<string, string>()
  await sql('truncate workspace cascade')
  for (const workspaceId of workspaces) {
    await sql(
      `insert into workspace (id, name, salt, first_seen_at) values ($1, 'Acme', decode(repeat('ab', 32), 'hex'), now())`,
      [workspaceId],
    )
    await openLanes(db, workspaceId)
    for (const name of people) {
      const id = uuidV7()
      ids.set(`${workspaceId}:${name}`, id)
      await sql(
        `insert into person (workspace_id, id, slack_id, zone, kind, first_seen_at) values ($1, $2, $3, 'Europe/Berlin', 'member', now())`,
        [workspaceId, id, `U${name.toUpperCase()}`],
      )
    }
  }
  const idOf = (name: string, workspaceId = 'T1') => ids.get(`${workspaceId}:${name}`) ?? ''
  return {
    idOf,
    now: () => now,
    moveTo: (moment) => {
      now = moment
    },
    write: (key, { to = 'ann', ...change } = {}) => {
      const { workspaceId = 'T1' } = change
      const letter = {
        workspaceId,
        key,
        kind: 'note',
        personId: idOf(to, workspaceId),
        facts: key,
        notBefore: monday,
        ...change,
      }
      return post(db, letter, now, uuidV7)
    },
    row: async (key) => (await sql('select * from letter where key = $1', [key]))[0] ?? {},
    pass: async (seconds) => {
      await sql(`update letter set free_at = free_at - make_interval(secs => ${seconds}) where free_at is not null`)
      await sql(`update lane set next_at = next_at - make_interval(secs => ${seconds})`)
    },
    desk: (lines, change = {}) => ({
      world: { db, now: () => now, log: pino({ level: 'silent' }) },
      kinds: new Map([note, daytime].map((kind) => [kind.kind, kind])),
      readerOf,
      lineFor: async (workspaceId) => lines(workspaceId),
      leaseSeconds: 30,
      lookup: true,
      ...change,
    }),
    claimed: (leaseSeconds = 30) => claim(db, now, uuidV7(), leaseSeconds),
  }
}

/** Claims once and brings every letter as far as it gets. */
export async function sendOnce(stage: Stage, desk: Desk): Promise<number> {
  const letters = await stage.claimed()
  for (const letter of letters) await deliver(desk, letter)
  return letters.length
}
