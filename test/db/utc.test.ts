import { expect, it } from 'vitest'
import { inUtc } from '../../src/db/connection.ts'
import { freshDatabase } from '../support/database.ts'

const database = await freshDatabase({ timezone: 'Asia/Kathmandu' })
const { db, sql } = database
const instant = new Date('2026-03-29T01:30:00.123Z')
const stored = (column: string) =>
  sql(`select to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') as at from workspace`)

async function addWorkspace(): Promise<void> {
  await sql('delete from workspace')
  await db.workspace.create({ data: { id: 'T1', name: 'Acme', salt: new Uint8Array(32), firstSeenAt: instant } })
}

it('meets a server that keeps Nepal’s time', async () => {
  expect(await sql('show timezone')).toEqual([{ TimeZone: 'Asia/Kathmandu' }])
})

it('stores through Prisma the instant it was given', async () => {
  await addWorkspace()
  expect(await stored('first_seen_at')).toEqual([{ at: '2026-03-29 01:30:00.123' }])
})

it('stores through raw SQL the instant it was given', async () => {
  await addWorkspace()
  await db.$executeRaw`update workspace set first_seen_at = ${instant}::timestamptz + interval '1 hour'`
  expect(await stored('first_seen_at')).toEqual([{ at: '2026-03-29 02:30:00.123' }])
})

it('reads back the instant that stands there', async () => {
  await addWorkspace()
  await sql("update workspace set first_seen_at = '2026-07-01T12:00:00Z'")
  const { firstSeenAt } = await db.workspace.findUniqueOrThrow({ where: { id: 'T1' } })
  const [raw] = await db.$queryRaw<{ at: Date }[]>`select first_seen_at as at from workspace`
  expect([firstSeenAt, raw?.at]).toEqual([new Date('2026-07-01T12:00:00Z'), new Date('2026-07-01T12:00:00Z')])
})

it('finds a row by the instant it was given', async () => {
  await addWorkspace()
  const [found] = await db.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from workspace where first_seen_at = ${instant}`
  expect([found?.n, await db.workspace.count({ where: { firstSeenAt: instant } })]).toEqual([1, 1])
})

it('agrees with the server about now', async () => {
  const [row] = await db.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`
  expect(Math.abs((row?.now.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
})

it('keeps what an address already says about options, and has the last word about the zone', () => {
  const address = inUtc('postgresql://u:p@h:5432/d?options=-c%20TimeZone%3DAsia%2FTokyo%20-c%20work_mem%3D8MB')
  expect(new URL(address).searchParams.get('options')).toBe('-c TimeZone=Asia/Tokyo -c work_mem=8MB -c TimeZone=UTC')
})
