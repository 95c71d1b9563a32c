import { beforeEach, describe, expect, it } from 'vitest'
import { usualHours } from '../../src/calendar.ts'
import { meet } from '../../src/directory/flow.ts'
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
})

describe('the reader of a letter', () => {
  it('works the usual hours in their own zone, until they say otherwise', async () => {
    const reader = {
      id: ivan,
      slackId: 'U1',
      zone: 'Europe/Berlin',
      hours: usualHours,
      isActive: true,
      unreachable: null,
    }
    expect(await readerOf(db, 'T1', ivan)).toEqual(reader)
    await sql('update person set work_from = 600, work_to = 900, work_days = 3')
    expect(await readerOf(db, 'T1', ivan)).toEqual({ ...reader, hours: { from: 600, to: 900, days: 3 } })
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
