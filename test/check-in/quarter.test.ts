import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { writeHistory } from '../../sandbox/demo/history.ts'
import { toldLetter } from '../../src/directory/managers/letters.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import { post } from '../../src/outbox/store.ts'
import { startJourney } from '../support/journey.ts'
import { press, skill } from '../support/rounds.ts'
import { company, names, slackIdOf, zoneIn } from './company.ts'
import { deliveredTo, type Quarter, startQuarter } from './quarter.ts'
import { wallOf } from './story.ts'

const team = company.team.id
const adminIds = [{ workspaceId: team, slackId: slackIdOf('admin') }]
const begins = '2026-09-30T12:00:00Z'
const slackClock = movedClock(Date.parse(begins))
const journey = await startJourney({
  company,
  adminIds,
  slackClock,
  startClock: begins,
  scopes: ['im:write', 'im:history'],
})
const { sql } = journey.database
const as = (name: string) => journey.as(slackIdOf(name))
/** Nobody works on them: the first is everybody’s, the others somebody’s own. */
const holidays = ['2026-10-05', '2027-01-01']
const daysOff: Readonly<Record<string, readonly [string, string]>> = {
  returns: ['2026-10-01', '2026-10-06'],
  pauses: ['2026-09-28', '2026-10-30'],
}
let quarter: Quarter

beforeAll(async () => {
  await noteWorkspace(journey.world.db, team, 'Quarter', journey.world.now())
  await writeHistory(journey.database.url, company, journey.world.now())
  await sql(`update workspace set zone = 'Europe/Berlin'`)
  await sql(
    `insert into schedule (workspace_id, kind, skill, cron, enabled) values ($1, 'retention', '', '17 3 * * *', false), ($1, 'sync', '', '0 2 * * *', false)`,
    [team],
  )
  await as('admin').home()
  for (const name of names) if (name !== 'joins') await enrol(name)
  await sql(
    'insert into holiday (workspace_id, day, name) select $1, day::date, $2 from unnest($3::text[]) day on conflict do nothing',
    [team, 'Rest', holidays],
  )
  for (const [name, [first, last]] of Object.entries(daysOff))
    await sql(
      `insert into away (workspace_id, person_id, kind, first_day, last_day)
      select workspace_id, id, $2, $3::date, $4::date from person where slack_id = $1`,
      [slackIdOf(name), name === 'pauses' ? 'pause' : 'day-off', first, last],
    )
  await tellSandbox('limits', { off: true })
  quarter = await startQuarter(journey, slackClock, adminIds)
})

afterAll(() => quarter.stop())

describe('a round that people of nine zones live through', { timeout: 90_000 }, () => {
  it('reaches each in their own morning, reminds the silent three times, and stops at an answer', async () => {
    await quarter.playUntil('2026-10-16T12:00:00Z', [
      { at: '2026-10-01T09:00:00Z', deed: () => press(as('confirms'), 'Still right') },
      { at: '2026-10-01T22:00:00Z', deed: () => press(as('confirmstoo'), 'Still right') },
      { at: '2026-10-06T15:00:00Z', deed: () => press(as('reminded'), 'Still right') },
      { at: '2026-10-02T10:00:00Z', deed: () => notNow('skips', 'Skip this quarter') },
      { at: '2026-10-01T13:00:00Z', deed: () => notNow('wishes', 'Remind me in a week') },
      { at: '2026-10-06T02:00:00Z', deed: () => enrol('joins') },
      { at: '2026-10-02T10:00:00Z', deed: () => leave('leaves') },
      { at: '2026-10-16T01:00:00Z', deed: () => press(as('late'), 'Still right') },
      { at: '2026-10-16T01:01:00Z', deed: () => press(as('late'), 'Still right') },
    ])
    expect(await everybody()).toEqual({
      // The far east sleeps when it opens; Sydney has just gone home.
      kiritimati: ['2026-10-02 09:00', '2026-10-06 09:00', '2026-10-09 09:00', '2026-10-14 09:00'],
      auckland: ['2026-10-02 09:00', '2026-10-06 09:00', '2026-10-09 09:00', '2026-10-14 09:00'],
      // Its clocks change on 4 October.
      sydney: ['2026-10-02 09:00', '2026-10-06 09:00', '2026-10-09 09:00', '2026-10-14 09:00'],
      kathmandu: ['2026-10-01 12:45', '2026-10-06 09:00', '2026-10-08 12:45', '2026-10-13 12:45'],
      berlin: ['2026-10-01 09:00', '2026-10-06 09:00', '2026-10-08 09:00', '2026-10-13 09:00'],
      london: ['2026-10-01 09:00', '2026-10-06 09:00', '2026-10-08 09:00', '2026-10-13 09:00'],
      saopaulo: ['2026-10-01 09:00', '2026-10-06 09:00', '2026-10-08 09:00', '2026-10-13 09:00'],
      newyork: ['2026-10-01 09:00', '2026-10-06 09:00', '2026-10-08 09:00', '2026-10-13 09:00'],
      honolulu: ['2026-10-01 09:00', '2026-10-06 09:00', '2026-10-08 09:00', '2026-10-13 09:00'],
      confirms: ['2026-10-01 09:00'],
      confirmstoo: ['2026-10-01 09:00'],
      reminded: ['2026-10-01 09:00', '2026-10-06 09:00'],
      skips: ['2026-10-01 09:00'],
      // The week that they wished for stands for two reminders.
      wishes: ['2026-10-01 09:00', '2026-10-08 09:00', '2026-10-13 09:00'],
      // Back from days off; the third reminder would come after the close.
      returns: ['2026-10-07 09:00', '2026-10-12 09:00', '2026-10-14 09:00'],
      pauses: [],
      joins: ['2026-10-06 15:00', '2026-10-09 15:00', '2026-10-13 15:00'],
      leaves: ['2026-10-01 09:00'],
      late: ['2026-10-02 09:00', '2026-10-06 09:00', '2026-10-09 09:00', '2026-10-14 09:00'],
    })
    // The two reports are the work of an admin.
    expect(await deliveredTo(journey, slackIdOf('admin'), 'Europe/Berlin')).toEqual([
      '2026-10-01 09:00',
      '2026-10-15 09:00',
    ])
    expect(await answers()).toEqual(
      [
        'confirms answered',
        'confirmstoo answered',
        'late answered late',
        'pauses left-out',
        'reminded answered',
        'skips skipped',
        'leaves left-out',
      ].sort(),
    )
  })

  it('does so while processes die and Slack misbehaves, after a downtime, and beside what comes first in a week', async () => {
    await quarter.playUntil('2026-12-30T12:00:00Z')
    const before = await everybody()
    for (const name of ['berlin', 'honolulu']) await toldTwiceOfManager(name)
    for (const [seed, kind] of ['429', '500', 'reset_after', 'reset_before'].entries())
      await tellSandbox('faults', { method: 'chat.postMessage', kind, seed, chance: 0.08, times: 1_000 })
    quarter.killSome(10)
    await quarter.playUntil('2027-01-07T22:00:00Z')
    await quarter.sleepUntil('2027-01-12T22:00:00Z')
    quarter.killSome(4)
    await quarter.playUntil('2027-01-16T12:00:00Z')
    await tellSandbox('faults', undefined)
    journey.takeRefusals('ratelimited')
    expect(quarter.kills()).toBe(14)
    const struck = (await journey.journal()).flatMap(({ kind, struck }) => (kind === 'fault' ? String(struck) : []))
    expect([...new Set(struck)].sort()).toEqual(['429', '500', 'reset_after', 'reset_before'])

    // The day of the opening is a holiday. The second reminder was due while nothing ran, the third comes after the close.
    const asked = ['2027-01-04 09:00', '2027-01-07 09:00']
    const morning = [...asked, '2027-01-13 09:00']
    const after = await everybody()
    expect(Object.fromEntries(names.map((name) => [name, after[name]?.slice(before[name]?.length)]))).toEqual({
      kiritimati: [...asked, '2027-01-13 12:00'],
      late: [...asked, '2027-01-13 12:00'],
      auckland: [...asked, '2027-01-13 11:00'],
      joins: [...asked, '2027-01-13 11:00'],
      sydney: morning,
      pauses: morning,
      kathmandu: morning,
      returns: morning,
      // Two notices first: the question waits for the week after, and is the only one of it.
      berlin: ['2027-01-04 09:00', '2027-01-04 09:00', '2027-01-13 09:00'],
      confirms: morning,
      leaves: [],
      london: morning,
      skips: morning,
      saopaulo: morning,
      wishes: morning,
      newyork: morning,
      reminded: morning,
      honolulu: ['2027-01-04 09:00', '2027-01-04 09:00', '2027-01-12 12:00'],
      confirmstoo: [...asked, '2027-01-12 12:00'],
    })
  })

  it('wrote to nobody outside their hours, on a free day, or three times in a week', async () => {
    for (const [name, moments] of Object.entries(await everybody())) {
      const weeks = new Map<string, number>()
      for (const moment of moments) {
        const [day = '', time = ''] = moment.split(' ')
        const { weekday } = wallOf(new Date(`${day}T12:00:00Z`), 'UTC')
        expect(weekday, `${name} on ${day}`).toBeLessThan(5)
        expect('09:00' <= time && time < '17:00', `${name} at ${time}`).toBe(true)
        const [first = '', last = ''] = daysOff[name] ?? []
        expect(holidays.includes(day) || (first <= day && day <= last), `${name} is free on ${day}`).toBe(false)
        const monday = new Date(Date.parse(day) - weekday * 86_400_000).toISOString()
        weeks.set(monday, (weeks.get(monday) ?? 0) + 1)
      }
      expect(Math.max(0, ...weeks.values()), name).toBeLessThanOrEqual(2)
    }
  })
})

/** Whatever happened, as Slack saw it. */
async function everybody(): Promise<Readonly<Record<string, readonly string[]>>> {
  const all = await Promise.all(
    names.map(async (name) => [name, await deliveredTo(journey, slackIdOf(name), zoneIn(name))] as const),
  )
  return Object.fromEntries(all)
}

async function answers(): Promise<readonly string[]> {
  const rows = await sql(`
    select lower(rtrim(substr(p.slack_id, 3), '0')) as name, c.state, c.late
    from check_in c join person p on p.workspace_id = c.workspace_id and p.id = c.person_id
    where c.state <> 'closed'`)
  return rows.map(({ name, state, late }) => `${name} ${state}${late ? ' late' : ''}`).sort()
}

async function notNow(name: string, words: string): Promise<void> {
  await press(as(name), 'check-in.not-now', undefined, words)
}

async function enrol(name: string): Promise<void> {
  await sql(
    `insert into enrolment (workspace_id, person_id, skill, since, source)
    select workspace_id, id, $2, now(), 'picked' from person where slack_id = $1`,
    [slackIdOf(name), skill],
  )
}

async function leave(name: string): Promise<void> {
  await sql('delete from enrolment where person_id = (select id from person where slack_id = $1)', [slackIdOf(name)])
}

/** A manager was put on record for them, and put right once: two notices, for Monday. */
async function toldTwiceOfManager(name: string): Promise<void> {
  const since = new Date('2026-12-30T12:00:00Z')
  const [link] = await sql(
    `insert into manager_link (workspace_id, person_id, manager_id, source, state, since)
    select p.workspace_id, p.id, m.id, 'csv', 'in-force', $3 from person p, person m where p.slack_id = $1 and m.slack_id = $2
    returning person_id, manager_id`,
    [slackIdOf(name), slackIdOf('admin'), since],
  )
  const written = {
    personId: String(link?.person_id),
    managerId: String(link?.manager_id),
    source: 'csv',
    since,
  } as const
  const letter = toldLetter(team, written, new Date('2027-01-04T00:00:00Z'))
  const { db, newId } = journey.world
  for (const nth of [1, 2]) await post(db, { ...letter, key: `${letter.key}:${nth}` }, since, newId)
}

/** Undefined ends what was told before. */
async function tellSandbox(what: 'limits' | 'faults', body: object | undefined): Promise<void> {
  const request = body ? { method: 'POST', body: JSON.stringify(body) } : { method: 'DELETE' }
  const answer = await fetch(`${journey.sandboxUrl}/control/${what}`, request)
  if (!answer.ok) throw new Error(`${what}: found ${answer.status} ${await answer.text()}, expected an answer.`)
}
