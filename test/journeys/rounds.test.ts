import { expect, test } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { reportsTo } from '../../src/check-in/admin/flow-reports.ts'
import { roundSchedules } from '../../src/check-in/flow-rounds.ts'
import { keepRounds } from '../../src/check-in/worker.ts'
import type { AdminId } from '../../src/config.ts'
import { overdueTeller } from '../../src/ops/flow-overdue.ts'
import { keepSchedules } from '../../src/schedules/flow.ts'
import { startJourney } from '../support/journey.ts'
import { type Seen, type SeenMessage, wordsIn } from '../support/person.ts'

const anna: AdminId = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const adminIds = [anna]
const slackClock = movedClock(Date.parse('2026-11-23T09:00:00Z'))
// Monday, 10:00 in Berlin.
const journey = await startJourney({
  adminIds,
  letters: true,
  contact: 'U0ANNALIND',
  scopes: ['files:write'],
  startClock: '2026-11-23T09:00:00Z',
  slackClock,
})
const { world, catalog, letters, database } = journey
const admin = journey.as('U0ANNALIND')
const rounds = keepRounds({ world, catalog, wake: letters.wake, ...reportsTo({ adminIds }) })

test('others than admins are told for whom it is, and nothing is written', async () => {
  const pavel = journey.as('U0PAVELDOR')
  for (const typed of ['round', 'schedule']) {
    const seen = await pavel.command(`/nats-level admin ${typed}`)
    expect(seen.responses.map(wordsIn)).toEqual(['This is for admins. If that should be you, <@U0ANNALIND> can look.'])
    expect(seen.view).toBeNull()
  }
})

test('before anybody is in it, the window says what to do first', async () => {
  const seen = await admin.command('/nats-level admin round')
  expect(words(seen)).toContain('*No check-in has been opened yet*, and nobody is in it. Add people first.')
  expect(words(await admin.click('directory.people.open'))).toContain('Nobody is in the check-in yet.')
  await admin.close()
  await database.sql(`update workspace set zone = 'Europe/Berlin'`)
})

test('the schedule is read back before it is saved, with holidays, weekends and hours that do not exist', async () => {
  const seen = await admin.command('/nats-level admin schedule')
  expect(words(seen)).toContain('*Reads as:* at 09:00 on the 1st of January, April, July and October, Europe/Berlin.')
  expect(words(seen)).toContain('Fri 1 Jan 2027: a holiday, messages wait for Mon 4 Jan')
  const monday = await admin.click('check-in.schedule.when', { value: 'quarter-monday' })
  expect(words(monday)).toContain('*Reads as:* at 09:00 on the first Monday of January, April, July and October')
  await admin.click('check-in.schedule.when', { value: 'own' })
  const wrong = await admin.click('check-in.schedule.cron', { value: '0 25 1 1 *' })
  expect(words(wrong)).toContain('*Reads as:* “25” is not an hour; 0 to 23.')
  const missing = await admin.click('check-in.schedule.cron', { value: '30 2 28 3 *' })
  expect(words(missing)).toContain(
    'Sun 28 Mar 2027: 02:30 does not exist that day, it runs at 03:00; a Sunday, messages wait for Mon 29 Mar',
  )
  const often = await admin.submit({ 'check-in.schedule.cron': '0 9 * * *' })
  expect(Object.values(often.errors ?? {})).toEqual([
    'This opens every day, and a round lasts 14 days; openings must lie further apart.',
  ])
  const saved = await admin.submit({ 'check-in.schedule.cron': '0 9 4 1 *', 'check-in.schedule.reminders': '2, 5' })
  expect(words(saved)).toContain('Next opening: Mon 4 Jan 2027, 09:00 Europe/Berlin.')
  await admin.close()
  const again = await admin.command('/nats-level admin schedule')
  expect(words(again)).toContain('*Reads as:* at 09:00 on the 4th of January, Europe/Berlin.')
  await admin.close()
})

test('two admins who change it at once do not undo each other without a word', async () => {
  await admin.command('/nats-level admin appoint @zuzanna')
  const zuzanna = journey.as('U0ZUZABORO')
  await admin.command('/nats-level admin schedule')
  await zuzanna.command('/nats-level admin schedule')
  await zuzanna.submit({ 'check-in.schedule.close': '10' })
  const late = await admin.submit({ 'check-in.schedule.close': '12' })
  expect(words(late)).toContain('This was already changed at 10:00 by <@U0ZUZABORO>; here is how it stands now.')
  await admin.close()
  await zuzanna.close()
})

test('the preview says who would get what and when, before anybody is told', async () => {
  await admin.command('/nats-level admin enrol everyone')
  await admin.submit()
  await admin.close()
  const seen = await admin.command('/nats-level admin round')
  expect(words(seen)).toMatch(/\*No check-in has been opened yet\.\* \d+ people are in it\./)
  const preview = await admin.click('check-in.round.preview')
  expect(words(preview)).toContain('*Check-in 2027-Q1* opens Mon 4 Jan 2027, 09:00 Europe/Berlin.')
  expect(words(preview)).toContain('This is exactly what would be sent if nothing changes before Mon 4 Jan 2027.')
  expect(words(preview)).toContain('Reminders follow 2 and 5 days after each question')
  const next = await admin.click('check-in.round.page.next')
  expect(words(next)).toMatch(/21–\d+ of \d+, in the order in which they are asked/)
  await admin.click('check-in.round.page.prev')
  const found = await admin.click('check-in.round.find', { value: 'ivan' })
  expect(words(found)).toMatch(/<@U0IVANPET> · Mon 4 Jan 2027, \d\d:00 in .+ · invitation to set a level/)
  const guest = await admin.click('check-in.round.find', { value: 'kenji' })
  expect(words(guest)).toContain('They are not in this check-in.')
  const out = await admin.click('check-in.round.filter', { value: 'left-out' })
  expect(words(out)).toContain('Nobody is left out.')
  await admin.close()
  expect(await questions()).toEqual([])
})

test('a test goes to the admin alone, and its buttons record nothing', async () => {
  const seen = await admin.click('check-in.round.test')
  expect(words(seen)).toContain('The test comes to your direct message with this app in a moment.')
  await settle()
  const message = (await admin.messages()).at(-1)
  expect(message?.text).toContain('A test of the check-in’s question, for you alone.')
  await admin.close()
  for (const [button, value] of [
    ['update', undefined],
    ['not-now', 'tomorrow'],
  ] as const) {
    const place = { in: 'message', channel: message?.channel ?? '', ts: message?.ts ?? '' } as const
    const pressed = await admin.click(
      `check-in.round.test.${button}`,
      value ? { ...place, value: first(message, value) } : place,
    )
    expect(pressed.responses.map(wordsIn)).toEqual([
      'This was a test, so nothing was recorded. In the real message this button answers the check-in.',
    ])
  }
  expect(await questions()).toEqual([])
})

test('a round is started, paused, resumed and closed from its window, and reports come with reasons', async () => {
  // So few that Slack’s pace does not matter, between Honolulu and Auckland.
  await database.sql(
    `delete from enrolment e using person p
    where p.id = e.person_id and p.slack_id not in ('U0MARIAKOW', 'U0IVANPET', 'U0KALANIMA', 'U0AROHATEK', 'U0PAVELDOR')`,
  )
  await database.sql(`update person set active = false where slack_id = 'U0PAVELDOR'`)
  await admin.command('/nats-level admin round')
  const started = await admin.click('check-in.round.start')
  expect(words(started)).toContain(
    '*Check-in 2026-Q4 is open.* Each question leaves in its reader’s own working hours.',
  )
  expect(words(started)).not.toMatch(/\b0 (enrolled|invited|sent)/)
  await rounds.catchUp()
  await settle()
  const report = await reportOf('Check-in 2026-Q4 is open: ')
  expect(report?.text).toMatch(/^Check-in 2026-Q4 is open: \d+ of \d+ people invited, 1 left out\.$/)
  expect(wordsIn(report ?? null)).toContain('• account closed: 1')
  expect(await questions()).toContain('sent')

  const paused = await admin.click('check-in.round.pause')
  expect(words(paused)).toContain(
    '*Check-in 2026-Q4 is paused.* Nothing leaves until it is resumed; answers still count.',
  )
  journey.setClock('2026-11-24T09:00:00Z')
  await rounds.catchUp()
  await settle()
  const held = await questions()
  expect(held).toContain('planned')
  const resumed = await admin.click('check-in.round.resume')
  expect(words(resumed)).toContain('*Check-in 2026-Q4 goes on.*')
  await rounds.catchUp()
  await settle()
  // Once around the world.
  for (let hour = 12; hour <= 36; hour += 3) {
    journey.setClock(new Date(Date.UTC(2026, 10, 24, hour)).toISOString())
    await rounds.catchUp()
    await settle()
  }
  expect(await questions()).not.toContain('planned')

  journey.setClock('2026-11-26T09:00:00Z')
  const preview = await admin.click('check-in.round.preview')
  expect(words(preview)).toContain('Every question has left, or waits for nobody.')
  expect(words(preview)).toMatch(/sent Mon 23 Nov, \d\d:\d\d in /)
  await admin.close()
  const closed = await admin.click('check-in.round.close')
  expect(words(closed)).toContain('*Check-in 2026-Q4 is closed.*')
  await rounds.catchUp()
  await settle()
  const last = await reportOf('Check-in 2026-Q4 has closed: ')
  expect(last?.text).toMatch(/^Check-in 2026-Q4 has closed: 0 of \d+ people answered\.$/)
  const late = await admin.click('check-in.round.csv', { in: 'message', ...placeOf(last) })
  expect(late.responses.map(wordsIn)[0]).toMatch(/^The list of \d+ people is being put together/)
  const file = (await admin.messages()).flatMap(({ files = [] }) => files).at(-1)
  expect(file).toMatchObject({ name: 'check-in-2026-Q4.csv', title: 'Check-in 2026-Q4' })
})

test('a second one is cancelled by its menu, once', async () => {
  await admin.command('/nats-level admin round')
  await admin.click('check-in.round.start')
  const cancelled = await admin.click('check-in.round.cancel', { value: 'cancel' })
  expect(words(cancelled)).toContain('*Check-in 2026-Q4 (2) is cancelled.* Nothing more leaves.')
  expect(words(cancelled)).not.toContain('held for local morning')
  await rounds.catchUp()
  expect(await database.sql('select name, state from round order by name')).toEqual([
    { name: '2026-Q4', state: 'closed' },
    { name: '2026-Q4 (2)', state: 'cancelled' },
  ])
  expect(await acts()).toEqual(['cancel', 'close', 'pause', 'resume', 'schedule', 'schedule', 'start', 'start', 'test'])
})

test('what was due and has not started is told of, with a way to start it', async () => {
  journey.setClock('2027-01-04T07:00:00Z')
  const watching = keepSchedules({
    world,
    deeds: {},
    usual: roundSchedules({ catalog }),
    tellOverdue: overdueTeller(world, () => [anna.slackId]),
  })
  await watching.runDue()
  journey.setClock('2027-01-04T09:30:00Z')
  await watching.runDue()
  expect(journey.takeTroubles()).toHaveLength(1)
  await settle()
  const message = await reportOf('Check-in 2027-Q1 was due on Mon 4 Jan at 09:00 and has not started.')
  const why = await admin.click('check-in.round.why', { in: 'message', ...placeOf(message) })
  expect(words(why)).toContain('It has been due since Mon 4 Jan, 09:00 Europe/Berlin')
  await admin.close()
  const started = await admin.click('check-in.round.start', { in: 'message', ...placeOf(message) })
  expect(words(started)).toContain('*Check-in 2027-Q1 is open.*')
  await admin.close()
})

test('an admin who is none any more changes nothing, whatever they press in an open window', async () => {
  const gone = 'You are no longer an admin of this programme, so nothing was changed.'
  await rounds.catchUp()
  await admin.command('/nats-level admin round')
  const before = await database.sql('select state from round order by id')
  adminIds.splice(0)
  for (const deed of ['pause', 'close', 'cancel', 'test', 'csv', 'preview']) {
    const seen = await admin.click(`check-in.round.${deed}`, deed === 'cancel' ? { value: 'cancel' } : {})
    expect(words(seen)).toBe(gone)
    adminIds.push(anna)
    await admin.close()
    await admin.command('/nats-level admin round')
    adminIds.splice(0)
  }
  expect(await database.sql('select state from round order by id')).toEqual(before)
  await admin.close()
})

/** Slack has had the time for what was sent before: it takes one message a second in each conversation. */
async function settle(): Promise<void> {
  slackClock.advance(60_000)
  await database.sql('update lane set next_at = clock_timestamp()')
  await letters.settle()
  slackClock.advance(60_000)
}

function words(seen: Seen): string {
  return wordsIn(seen.view)
}

function placeOf(message: SeenMessage | undefined) {
  return { channel: message?.channel ?? '', ts: message?.ts ?? '' }
}

/** What the menu offers that begins so. */
function first(message: SeenMessage | undefined, value: string): string {
  return JSON.stringify(message?.blocks).match(new RegExp(`"value":"(${value}[^"]*)"`))?.[1] ?? ''
}

async function reportOf(beginning: string): Promise<SeenMessage | undefined> {
  return (await admin.messages()).find(({ text }) => text.startsWith(beginning))
}

async function questions(): Promise<string[]> {
  const rows = await database.sql(`select distinct state from letter where kind = 'check-in.question' order by 1`)
  return rows.map(({ state }) => String(state))
}

async function acts(): Promise<string[]> {
  const rows = await database.sql(`select act from audit where act like 'check-in.%' order by act`)
  return rows.map(({ act }) => String(act).replace('check-in.', ''))
}
