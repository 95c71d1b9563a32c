import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { meet } from '../../src/directory/flow.ts'
import { overdueLetter, overdueTeller } from '../../src/ops/flow-overdue.ts'
import type { LetterToDraw } from '../../src/outbox/kinds.ts'
import type { Json, Reader } from '../../src/outbox/rules.ts'
import type { Due } from '../../src/schedules/rules.ts'
import { stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql } = await freshDatabase()
const log: { msg: string; ref: string }[] = []
const world = {
  ...stageOn(db, '2026-10-01T08:30:00Z').world,
  log: pino({ level: 'error' }, { write: (line: string) => void log.push(JSON.parse(line)) }),
}
const now = world.now()
const nextAt = new Date('2026-10-01T07:00:00Z')
const due: Due = { workspaceId: 'T1', kind: 'retention', skill: '', cron: '0 9 * * *', zone: 'Europe/Berlin', nextAt }
const kind = overdueLetter({ retention: { what: 'The nightly clean-up', holds: 'Nothing has been deleted.' } })

beforeEach(async () => {
  await sql('truncate workspace cascade')
  log.length = 0
  for (const slackId of ['U1', 'U2', 'U3']) await meet(world, visitor(slackId), now)
})

it('tells each admin who can be written to once, whoever asks and however often', async () => {
  const replicas = Array.from({ length: 4 }, () => overdueTeller(world, () => ['U1', 'U2', 'U9']))
  for (const tell of [...replicas, ...replicas]) await db.$transaction((tx) => tell(tx, due, now))
  expect(await sql('select slack_id from person p join letter l on l.person_id = p.id order by 1')).toEqual([
    { slack_id: 'U1' },
    { slack_id: 'U2' },
  ])
  const [{ facts } = {}] = await sql('select facts from letter')
  expect(log).toEqual([expect.objectContaining({ msg: 'A schedule is overdue.', ref: Object(facts).reference })])
})

it('tells again when it is late another time', async () => {
  const tell = overdueTeller(world, () => ['U1'])
  const later = { ...due, nextAt: new Date('2026-10-02T07:00:00Z') }
  for (const each of [due, later]) await db.$transaction((tx) => tell(tx, each, now))
  expect(await sql('select count(*)::int from letter')).toEqual([{ count: 2 }])
})

it('leaves a line in the log where no admin can be written to', async () => {
  await sql(`update person set active = false where slack_id = 'U1'`)
  await db.$transaction((tx) => overdueTeller(world, () => ['U1', 'U9'])(tx, due, now))
  expect(log).toHaveLength(1)
  expect(await sql('select from letter')).toEqual([])
})

it('says what was due when, in the reader’s time, and that nothing has happened', async () => {
  expect((await drawn())?.text).toBe(
    'The nightly clean-up was due on Thu 1 Oct at 09:00 and has not started. Nothing has been deleted. Reference K7QX-24',
  )
})

it('knows a schedule of another release only as something', async () => {
  expect((await drawn({ kind: 'digest' }))?.text).toMatch(/^Something scheduled was due on Thu 1 Oct at 09:00/)
})

it('has nothing to say any more once it, or what was due after it, has been done', async () => {
  await sql(`insert into schedule (workspace_id, kind, cron) values ('T1', 'retention', '0 9 * * *')`)
  const slot = `insert into slot (workspace_id, kind, due_at, taken_at, done_at) values ('T1', 'retention', $1, now(), $2)`
  await sql(slot, ['2026-09-30T07:00:00Z', now])
  await sql(slot, ['2026-10-03T07:00:00Z', null])
  expect(await drawn()).toBeDefined()
  await sql(slot, ['2026-10-02T07:00:00Z', now])
  expect(await drawn()).toBeUndefined()
})

function drawn(change: { readonly kind?: string } = {}) {
  const facts: Json = { kind: 'retention', skill: '', dueAt: nextAt.toISOString(), reference: 'K7QX-24', ...change }
  const ids = { workspaceId: 'T1', id: 'l1', kind: kind.kind, personId: 'p1', withPersonId: null, subject: null }
  const letter: LetterToDraw = { ...ids, facts, revision: 1, isEdit: false }
  const hours = { from: 0, to: 1_440, days: 127 }
  const there = { isActive: true, isMember: true, absences: [], awayInSlack: undefined, unreachable: null }
  const reader: Reader = { id: 'p1', slackId: 'U1', zone: 'Europe/Berlin', hours, ...there }
  return kind.draw(db, letter, reader, now)
}
