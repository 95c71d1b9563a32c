import { beforeEach, describe, expect, it } from 'vitest'
import { usualHours } from '../../src/calendar.ts'
import { meet } from '../../src/directory/flow.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import { noteUnreachable, readerOf } from '../../src/directory/store-reader.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql } = await freshDatabase()
let stage: Stage
let ivan: string

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  const met = await meet(stage.world, visitor('U1'), stage.world.now())
  if (met.kind !== 'member') throw new Error(`met a ${met.kind}`)
  ivan = met.person.id
  await sql('delete from holiday')
})

describe('the reader of a letter', () => {
  it('works the usual hours in their own zone, until they say otherwise', async () => {
    const reader = {
      id: ivan,
      slackId: 'U1',
      zone: 'Europe/Berlin',
      hours: usualHours,
      isActive: true,
      isMember: true,
      absences: [],
      awayInSlack: undefined,
      unreachable: null,
    }
    expect(await readerOf(db, 'T1', ivan)).toEqual(reader)
    await sql('update person set work_from = 600, work_to = 900, work_days = 3')
    expect(await readerOf(db, 'T1', ivan)).toEqual({ ...reader, hours: { from: 600, to: 900, days: 3 } })
  })

  it('works the workspace’s hours where they have set none, or only their days', async () => {
    await sql(`update workspace set settings = '{"workFrom": 480, "workTo": 960, "workDays": 15}'`)
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ hours: { from: 480, to: 960, days: 15 } })
    await sql('update person set work_days = 31')
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ hours: { from: 480, to: 960, days: 31 } })
  })

  it('works the usual hours where the workspace’s cannot be understood', async () => {
    await sql(`update workspace set settings = '{"workFrom": "early", "workTo": 960, "workDays": 0}'`)
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ hours: usualHours })
  })

  it('is away on their days off, in a pause and on company holidays, but not in a pause from mentoring', async () => {
    const away = `insert into away (workspace_id, person_id, kind, first_day, last_day) values ('T1', '${ivan}', $1, $2, $3)`
    await sql(away, ['day-off', '2026-12-21', '2027-01-01'])
    await sql(away, ['pause', '2027-02-01', '2027-02-28'])
    await sql(away, ['mentoring-pause', '2026-11-23', '2026-11-30'])
    await noteWorkspace(db, 'T2', 'Other', stage.world.now())
    await sql('delete from holiday')
    await sql(`insert into holiday (workspace_id, day, name)
      values ('T1', '2027-01-01', 'New Year'), ('T2', '2026-12-06', 'Their own')`)
    const { absences } = (await readerOf(db, 'T1', ivan)) ?? { absences: [] }
    expect(absences).toEqual([
      { kind: 'day-off', firstDay: '2026-12-21', lastDay: '2027-01-01' },
      { kind: 'pause', firstDay: '2027-02-01', lastDay: '2027-02-28' },
      { kind: 'holiday', firstDay: '2027-01-01', lastDay: '2027-01-01' },
    ])
  })

  it('is away by their Slack status, and no member any more once they are a guest', async () => {
    await sql(`update person set away_in_slack = true, away_in_slack_until = '2026-11-24T12:00:00Z'`)
    const until = new Date('2026-11-24T12:00:00Z')
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ awayInSlack: { until }, isMember: true })
    await sql(`update person set away_in_slack_until = null, kind = 'guest'`)
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ awayInSlack: { until: null }, isMember: false })
  })

  it('lives by the workspace’s zone where theirs is not known here, and else by UTC', async () => {
    await sql(`update workspace set zone = 'Asia/Tokyo'`)
    await sql(`update person set zone = 'Moon/Crater'`)
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ zone: 'Asia/Tokyo' })
    await sql(`update workspace set zone = 'Moon/Sea'`)
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ zone: 'UTC' })
  })

  it('is nobody once they have erased themselves, and nobody in another workspace', async () => {
    expect(await readerOf(db, 'T2', ivan)).toBeUndefined()
    await sql(
      'update person set slack_id = null, name = null, zone = null, synced_at = null, active = false, erased_at = now()',
    )
    expect(await readerOf(db, 'T1', ivan)).toBeUndefined()
  })

  it('is noted as out of reach, until they act again', async () => {
    await noteUnreachable(db, 'T1', ivan, 'user_disabled')
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ unreachable: 'user_disabled' })
    stage.moveTo('2026-11-25T09:00:00Z')
    await meet(stage.world, visitor('U1'), stage.world.now())
    expect(await readerOf(db, 'T1', ivan)).toMatchObject({ unreachable: null })
  })
})
