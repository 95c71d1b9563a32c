import { expect, test } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import type { Company } from '../../sandbox/company.ts'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import { deliver, submissionOf } from '../support/handed.ts'
import { type Journey, startJourney } from '../support/journey.ts'
import { type Seen, wordsIn } from '../support/person.ts'

// No answer is quick enough here: whatever a window is filled with comes behind it.
const adminIds = [{ workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }]
const plain = await startJourney({ adminIds, contact: 'U0ANNALIND', saveWithin: 0, slackClock: movedClock(Date.now()) })
const slackClock = movedClock(Date.now())
const large = await startJourney({
  adminIds,
  scopes: ['channels:read', 'groups:read'],
  saveWithin: 0,
  slackClock,
  company: withMany(1_200),
})

test('without optional permissions people, lists and everybody remain', async () => {
  const admin = plain.as('U0ANNALIND')
  const seen = await admin.command('/nats-level admin enrol')
  expect(seen.view?.blocks.map(({ block_id }) => block_id).filter((id) => id.startsWith('directory.'))).toEqual([
    'directory.enrol.people',
    'directory.enrol.everyone',
    'directory.enrol.paste',
  ])
  await admin.close()
  const channel = await admin.command('/nats-level admin enrol #platform')
  expect(channel.responses.map(wordsIn)).toEqual([
    'Reading who is in a channel needs a permission that <@U0ANNALIND> can grant. Until then: `/nats-level admin enrol` and names, or `everyone`.',
  ])
  expect(channel.view).toBeNull()
})

test('what takes long is said in the window, and done all the same', async () => {
  const admin = plain.as('U0ANNALIND')
  await admin.command('/nats-level admin enrol')
  const checked = await admin.submit({ 'directory.enrol.people': ['ivan', 'maria'] })
  expect(words(checked)).toContain('*2 people would be added.*')
  expect(await shownTo(plain)).toContain('Reading the member list…')
  const added = await admin.submit()
  expect(words(added)).toContain('*2 people were added.*')
  expect(await shownTo(plain)).toContain('Adding people…')
  await admin.close()
})

test('the list leaves in messages where files are not allowed', async () => {
  const admin = plain.as('U0ANNALIND')
  await admin.command('/nats-level admin people')
  await admin.click('directory.people.csv')
  const parts = (await admin.messages()).filter(({ ephemeral }) => !ephemeral)
  expect(parts.map(({ text }) => text)).toEqual(['Part 1 of 1 of the people of the check-in, as of 23 November 2026.'])
  expect(parts.map(wordsIn).join('')).toContain('name,id,manager,manager id,in the check-in')
  expect(parts.map(wordsIn).join('')).toContain('ivan,U0IVANPET,,,yes')
  await admin.close()
})

test('the database away while people are being added leaves the window with a sentence, and nobody half added', async () => {
  const admin = plain.as('U0ANNALIND')
  await admin.command('/nats-level admin enrol @pavel @grace')
  await plain.database.sql('alter table enrolment rename to enrolment_away')
  const failed = await admin.submit()
  await plain.database.sql('alter table enrolment_away rename to enrolment')
  plain.takeTroubles()
  expect(words(failed)).toMatch(/[A-Z2-9]{4}-[A-Z2-9]{2}/)
  expect(await plain.database.sql("select id from person where slack_id = 'U0PAVELDOR'")).toEqual([])
  await admin.close()
})

test('a large workspace is read page by page, no faster than Slack allows, and says how far it is', async () => {
  const admin = large.as('U0ANNALIND')
  const began = slackClock.now()
  const checked = await admin.command('/nats-level admin enrol everyone')
  expect(words(checked)).toMatch(/^\*1,2\d\d people would be added/)
  expect(await shownTo(large)).toContain('500 accounts so far')
  expect((await calls(large, 'users.list')).length).toBe(3)
  // Three calls, three seconds apart: twenty a minute is what Slack allows.
  expect(slackClock.now() - began).toBeGreaterThanOrEqual(6_000)
  expect(words(await admin.submit())).toMatch(/^\*1,2\d\d people were added/)
  await admin.close()
})

test('whoever closes the window while the members are read hears nothing more of it', async () => {
  const admin = large.as('U0ANNALIND')
  const { view } = await admin.command('/nats-level admin enrol')
  if (!view) throw new Error('there is no window')
  const everyone = { type: 'checkboxes', selected_options: [{ value: 'everyone' }] }
  const read = (await calls(large, 'users.list')).length
  await deliver(
    large,
    'interaction',
    submissionOf(admin.id, view, { 'directory.enrol.everyone': { 'directory.enrol.everyone': everyone } }),
  )
  await admin.close()
  await large.idle()
  large.takeRefusals('not_found')
  expect((await calls(large, 'users.list')).length - read).toBe(3)
  expect((await admin.messages()).map(wordsIn).join('')).not.toContain('Reference')
})

test('a channel that the app cannot look into brings the form back, with what to do', async () => {
  const admin = large.as('U0ANNALIND')
  await admin.command('/nats-level admin enrol')
  const refused = await admin.submit({ 'directory.enrol.channel': '#secret' })
  large.takeRefusals('channel_not_found')
  expect(words(refused)).toContain('The app is not in that channel; invite it there or choose people.')
  expect(refused.view?.callback_id).toBe('directory.enrol.check')
  await admin.close()
})

/** The example company with so many more people, and a channel into which the app cannot look. */
function withMany(count: number): Company {
  const more = Array.from({ length: count }, (_, at) => ({
    id: `U0MORE${String(at).padStart(5, '0')}`,
    handle: `more${at}`,
    realName: `Colleague ${at}`,
  }))
  const secret = { id: 'C0SECRET', name: 'secret', members: ['U0IVANPET'], isPrivate: true }
  return {
    ...exampleCompany,
    people: [...exampleCompany.people, ...more],
    channels: [...exampleCompany.channels, secret],
  }
}

function words(seen: Seen): string {
  return wordsIn(seen.view)
}

/** Everything that the bot has drawn so far. */
async function shownTo({ journal }: Journey): Promise<string> {
  return JSON.stringify(await journal())
}

async function calls({ journal }: Journey, method: string): Promise<readonly unknown[]> {
  return (await journal()).filter((entry) => entry.kind === 'api' && entry.method === method)
}
