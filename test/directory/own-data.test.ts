import { beforeEach, describe, expect, it } from 'vitest'
import { meet } from '../../src/directory/flow.ts'
import { askErasure, erase, everythingAbout, exportOf } from '../../src/directory/flow-own-data.ts'
import type { DirectoryRoom } from '../../src/directory/room.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()
const who = visitor('U1', { name: 'Ivan' })
let stage: Stage

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
})

describe('an export', () => {
  it('tells every column of the person’s row', async () => {
    await meet(stage.world, who, stage.world.now())
    await sql(`
      update person set work_from = 481, work_to = 1021, work_days = 29, unreachable = 'user_disabled',
        home_opened_at = '2026-11-20T08:00:00Z', synced_at = '2026-11-21T08:00:00Z', first_seen_at = '2026-11-19T08:00:00Z',
        updated_in_slack = '2026-11-18T08:00:00Z', notes_to_manager = true, notes_to_mentor = true, away_in_slack = true, away_in_slack_until = '2026-11-27T08:00:00Z'`)
    const exported = await exportOf(room(), who)
    const [row] = await sql('select id, name from person')
    expect(exported).toMatchObject({ kind: 'exported', person: { slackId: 'U1' } })
    expect('json' in exported && JSON.parse(exported.json)).toEqual({
      format: 'nats-level-export/1',
      about: 'Everything that NATS Level stores about you. Times are in UTC; a null stands where nothing is stored.',
      asOf: '2026-11-23T09:00:00.000Z',
      workspace: { id: 'T1', name: 'Acme' },
      person: {
        id: row?.id,
        slackId: 'U1',
        name: 'Ivan',
        timeZone: 'Europe/Berlin',
        kind: 'member',
        active: true,
        workingMinutesFrom: 481,
        workingMinutesTo: 1021,
        workingDays: 29,
        whyMessagesCannotReachYou: 'user_disabled',
        firstSeenAt: '2026-11-19T08:00:00.000Z',
        homeTabLastOpenedAt: '2026-11-20T08:00:00.000Z',
        nameAndZoneReadFromSlackAt: '2026-11-21T08:00:00.000Z',
        accountChangedInSlackAt: '2026-11-18T08:00:00.000Z',
        notesSharedWithManager: true,
        notesSharedWithMentor: true,
        awayBySlackStatus: true,
        awayBySlackStatusUntil: '2026-11-27T08:00:00.000Z',
      },
      one: 1,
      two: 2,
    })
  })

  it('has a name for every column there is', async () => {
    await meet(stage.world, who, stage.world.now())
    const columns = await sql(
      "select column_name from information_schema.columns where table_name = 'person' and column_name not in ('workspace_id', 'erased_at')",
    )
    const exported = await exportOf(room(), who)
    const person = 'json' in exported ? JSON.parse(exported.json).person : {}
    expect(Object.keys(person)).toHaveLength(columns.length)
  })
})

it('is not sent as an empty page where everything was erased in the same moment', async () => {
  const met = await meet(stage.world, who, stage.world.now())
  if (met.kind !== 'member') throw new Error(`met a ${met.kind}`)
  await erase(room(), who, { personId: met.person.id, askedAt: stage.world.now() })
  expect(await everythingAbout(db, [], met.person, stage.world.now(), 'themselves')).toBeUndefined()
})

describe('somebody without a row', () => {
  it.each([
    ['nobody has heard of', {}, 'nothing-stored'],
    ['is a guest', { guest: true }, 'guest'],
    ['is of another organisation', { stranger: true }, 'stranger'],
    ['is an app', { bot: true }, 'bot'],
    ['has a closed account', { closed: true }, 'closed'],
  ])('whom %s gets no row for asking', async (_who, change, kind) => {
    expect(await exportOf(room(), visitor('U9', change))).toEqual({ kind })
    expect(await askErasure(room(), visitor('U9', change))).toEqual({ kind })
    expect(await sql('select from person')).toEqual([])
    expect(await sql('select from workspace')).toEqual([])
  })
})

it('is there for somebody who has become a guest since, and while Slack is away', async () => {
  await meet(stage.world, who, stage.world.now())
  stage.moveTo('2026-12-23T09:00:00Z')
  expect(await exportOf(room(), visitor('U1', { guest: true }))).toMatchObject({ kind: 'exported' })
  const away = { ...who, lookUp: () => Promise.reject(new Error('Slack is away')) }
  expect(await askErasure(room(), away)).toMatchObject({ kind: 'asked' })
})

it('leaves a line that it was taken: who by, of whom, and nothing of what is in it', async () => {
  await exportOf(room(), who)
  expect(await sql('select from audit')).toEqual([])
  const met = await meet(stage.world, who, stage.world.now())
  await exportOf(room(), who)
  const id = met.kind === 'member' ? met.person.id : ''
  expect(await sql('select actor_id, act, subjects, detail from audit')).toEqual([
    { actor_id: id, act: 'export.own', subjects: [id], detail: null },
  ])
})

function room(): DirectoryRoom {
  return bareRoom(stage.world, { exports: [async () => ({ one: 1 }), async () => ({ two: 2 })] })
}
