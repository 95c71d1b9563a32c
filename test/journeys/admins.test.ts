import { beforeEach, expect, test } from 'vitest'
import type { AdminId } from '../../src/config.ts'
import { startJourney } from '../support/journey.ts'
import { type Seen, type SeenView, wordsIn } from '../support/person.ts'

const anna: AdminId = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const adminIds = [anna]
const scopes = ['users.profile:read', 'files:write']
const journey = await startJourney({ letters: true, adminIds, scopes })
const admin = journey.as('U0ANNALIND')
const ivan = journey.as('U0IVANPET')
const pavel = journey.as('U0PAVELDOR')

beforeEach(() => {
  adminIds.splice(0, adminIds.length, anna)
})

test('where nobody runs the programme, help says to its reader how they can become the one who does', async () => {
  adminIds.splice(0)
  expect(lastWords(await ivan.command('/nats-level help'))).toContain(
    'Nobody runs this programme yet. Whoever runs the app’s server can make you its admin by setting `ADMIN_USER_IDS=T0HARBOUR:U0IVANPET`.',
  )
  adminIds.push(anna)
  expect(lastWords(await ivan.command('/nats-level help'))).not.toContain('ADMIN_USER_IDS')
})

test('to others than admins every word says for whom it is, and nothing is written', async () => {
  for (const typed of ['appoint <@U0PAVELDOR|pavel>', 'dismiss <@U0ANNALIND|anna>', 'settings']) {
    const seen = await pavel.command(`/nats-level admin ${typed}`)
    expect(seen.responses.map(({ text }) => text)).toEqual([
      'This is for admins. If that should be you, whoever runs this app can look.',
    ])
    expect(seen.view).toBeNull()
  }
  expect(await journey.database.sql('select 1 from admin')).toEqual([])
})

test('an admin appoints somebody, who hears of it in their working hours and can do what admins do', async () => {
  expect(answer(await admin.command('/nats-level admin appoint'))).toBe(
    'Name one person or more: /nats-level admin appoint @ivan.',
  )
  expect(answer(await admin.command('/nats-level admin appoint @nobodyhere'))).toBe(
    '“@nobodyhere” is not a person Slack could find; choose the name from the list that appears while typing: /nats-level admin appoint @ivan.',
  )
  const seen = await admin.command('/nats-level admin appoint @ivan')
  expect(lastWords(seen)).toBe('<@U0IVANPET> runs the programme from now on, and is told in their working hours.')
  await journey.letters.settle()
  expect((await ivan.messages()).at(-1)?.text).toBe(
    'You now run the programme with anna. Type /nats-level admin to see what admins can do.',
  )
  expect(lastWords(await ivan.command('/nats-level admin'))).toContain('`/nats-level admin settings`')
  expect(lastWords(await admin.command('/nats-level admin appoint @ivan'))).toBe(
    'They run the programme already; nothing was changed.',
  )
})

test('whom the environment names stays an admin, whoever is dismissed by the other', async () => {
  expect(lastWords(await ivan.command('/nats-level admin dismiss @anna'))).toBe(
    '<@U0ANNALIND> is named as an admin by `ADMIN_USER_IDS`, where this app runs, and stays one until that is changed there.',
  )
  expect(lastWords(await admin.command('/nats-level admin dismiss @ivan'))).toBe(
    '<@U0IVANPET> no longer runs the programme.',
  )
  expect(lastWords(await ivan.command('/nats-level admin settings'))).toContain('This is for admins.')
  await admin.command('/nats-level admin appoint @ivan')
})

test('the settings of the programme stand in one window, and say what is not granted', async () => {
  const words = wordsIn((await admin.command('/nats-level admin settings')).view)
  expect(words).toContain('*Contact*\nNobody is named; people are sent to whoever runs this app.')
  expect(words).toContain('*Admins*\n<@U0ANNALIND> (named where the app runs), <@U0IVANPET>.')
  expect(words).toContain('*Working time and zone*\n09:00–17:00, Monday to Friday, by the clock of UTC.')
  expect(words).toContain('*Company holidays*\n• 1 January 2027 · New Year’s Day')
  expect(words).toContain('*Manager from the profile*\nNot read')
  expect(words).toContain('• reading files, so lists are pasted instead of uploaded')
  expect(words).not.toContain('sending files')
})

test('the contact that an admin names is the one whom help, the Home tab and refusals name', async () => {
  await admin.click('directory.programme.contact')
  const refused = await admin.submit({ 'Who answers questions about the programme?': 'U0KENJIMOR' })
  expect(Object.values(refused.errors ?? {})).toEqual([
    expect.stringMatching(/is a guest; the contact has to be a member of this workspace\.$/),
  ])
  const seen = await admin.submit({ 'Who answers questions about the programme?': 'U0MARIAKOW' })
  expect(wordsIn(seen.view)).toContain('*Contact*\n<@U0MARIAKOW> answers questions about the programme.')
  expect(lastWords(await pavel.command('/nats-level help'))).toContain('Questions? Ask <@U0MARIAKOW>.')
  expect(wordsIn((await pavel.home()).view)).toContain('Questions? Ask <@U0MARIAKOW>.')
  expect(lastWords(await pavel.command('/nats-level admin'))).toBe(
    'This is for admins. If that should be you, <@U0MARIAKOW> can look.',
  )
})

test('zone and hours hold from their saving on; what does not fit is said beside its field, and nothing else is lost', async () => {
  await admin.click('directory.programme.calendar')
  const typed = { Zone: 'Asia/Almaty', Start: '10:00', 'Working days': ['Monday', 'Tuesday', 'Wednesday'] }
  const refused = await admin.submit({ ...typed, End: '09:00' })
  expect(Object.values(refused.errors ?? {})).toEqual(['The end (09:00) is before the start (10:00).'])
  const seen = await admin.submit({ End: '19:00' })
  expect(wordsIn(seen.view)).toContain('10:00–19:00, Monday to Wednesday, by the clock of Asia/Almaty.')
})

test('holidays are typed a date a line, and the field keeps what was typed until it can be read', async () => {
  await admin.click('directory.programme.holidays')
  const refused = await admin.submit({ 'One date a line, with its name': '25.12.2026 Christmas Day' })
  expect(Object.values(refused.errors ?? {})).toEqual([
    'Line 1: “25.12.2026 Christmas Day” does not begin with a date; write it like 2026-12-25 Christmas Day.',
  ])
  const seen = await admin.submit({ 'One date a line, with its name': '2026-12-25 <Christmas> Day\n2026-12-28' })
  expect(wordsIn(seen.view)).toContain(
    '*Company holidays*\n• 25 December 2026 · &lt;Christmas&gt; Day\n• 28 December 2026 · Holiday',
  )
})

test('of two admins in the same form the later one is told, and sees how it stands', async () => {
  await ivan.command('/nats-level admin settings')
  await ivan.click('directory.programme.holidays')
  await admin.click('directory.programme.holidays')
  await admin.submit({ 'One date a line, with its name': '2026-12-24 Eve' })
  const seen = await ivan.submit({ 'One date a line, with its name': '' })
  expect(wordsIn(seen.view)).toContain('This was already changed at 10:00 by <@U0ANNALIND>; here is how it stands now.')
  expect(typedIn(seen.view)).toBe('2026-12-24 Eve')
  await ivan.submit({ 'One date a line, with its name': '2026-12-24 Eve\n2026-12-25' })
  expect(await journey.database.sql('select count(*)::int from holiday where day > $1', ['2026-11-23'])).toEqual([
    { count: 2 },
  ])
})

test('the last admin cannot go, and who is no admin any more changes nothing', async () => {
  adminIds.splice(0)
  await ivan.click('directory.programme.admins')
  const last = await ivan.submit({ 'Who runs the programme?': [] })
  expect(Object.values(last.errors ?? {})).toEqual(['A programme needs one admin; add another first.'])
  const guest = await ivan.submit({ 'Who runs the programme?': ['U0IVANPET', 'U0KENJIMOR'] })
  expect(Object.values(guest.errors ?? {})).toEqual([expect.stringMatching(/is a guest; an admin has to be a member/)])
  adminIds.push(anna)
  await admin.command('/nats-level admin dismiss @ivan')
  const over = await ivan.submit({ 'Who runs the programme?': ['U0IVANPET'] })
  expect(wordsIn(over.view)).toBe('You are no longer an admin of this programme, so nothing was changed.')
  await ivan.close()
  const clicked = await ivan.click('directory.programme.contact')
  expect(wordsIn(clicked.view)).toBe('You are no longer an admin of this programme, so nothing was changed.')
})

test('the field of the profile is named, and the window opens from the list of words as well', async () => {
  await admin.close()
  await admin.command('/nats-level admin')
  const hub = await admin.click('Programme settings', { in: 'message' })
  expect(hub.view?.callback_id).toBe('directory.programme')
  await admin.click('directory.programme.manager-field')
  const seen = await admin.submit({ 'Profile field that names somebody’s manager': ' Line  manager ' })
  expect(wordsIn(seen.view)).toContain('Read from the profile field “Line manager”.')
  expect(await journey.database.sql('select act, count(*)::int from audit group by act order by act')).toEqual([
    { act: 'admin.appoint', count: 2 },
    { act: 'admin.dismiss', count: 2 },
    { act: 'programme.calendar', count: 1 },
    { act: 'programme.contact', count: 1 },
    { act: 'programme.holidays', count: 3 },
    { act: 'programme.manager-field', count: 1 },
  ])
})

function lastWords(seen: Seen): string {
  return wordsIn(seen.responses.at(-1) ?? null)
}

function answer(seen: Seen): string {
  return seen.responses.at(-1)?.text ?? ''
}

function typedIn(view: SeenView | null): string {
  return /"initial_value":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(view?.blocks))?.[1] ?? ''
}
