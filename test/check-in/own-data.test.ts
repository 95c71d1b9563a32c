import { beforeAll, expect, it } from 'vitest'
import { checkInExport } from '../../src/check-in/own-data.ts'
import { freshDatabase } from '../support/database.ts'
import { ana, fillWorkspace, ivan } from '../support/filled.ts'

const database = await freshDatabase()
const { db, sql } = database

beforeAll(async () => {
  await fillWorkspace(database, 'T1', 'pelican')
  await fillWorkspace(database, 'T2', 'albatross')
})

it('tells every part of somebody, and the rounds that they have started', async () => {
  const told = await checkInExport(db, { workspaceId: 'T1', id: ivan })
  expect(told).toMatchObject({
    rounds: [
      { round: '2026-Q3', skill: 'nats-jetstream', state: 'closed' },
      { round: '2026-Q4', state: 'waiting', nextLookForReminder: new Date('2026-11-20T09:00:00Z') },
    ],
    roundsStartedByYou: [{ round: '2026-Q4' }],
  })
  expect(await checkInExport(db, { workspaceId: 'T1', id: ana })).toMatchObject({
    rounds: [{ round: '2026-Q4', answer: 'confirmed', answerIsAssessment: 1 }],
    roundsStartedByYou: [{ round: '2026-Q3' }],
  })
})

it('has a name for every column of a part', async () => {
  const columns = await sql(
    `select from information_schema.columns where table_name = 'check_in' and column_name not in ('workspace_id', 'round_id', 'person_id')`,
  )
  const { rounds } = await checkInExport(db, { workspaceId: 'T1', id: ivan })
  const [part] = Array.isArray(rounds) ? rounds : []
  const ofTheRound = ['skill', 'round', 'opens', 'closes']
  expect(Object.keys(part).filter((name) => !ofTheRound.includes(name))).toHaveLength(columns.length)
})
