import { expect, test } from 'vitest'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import type { AdminId } from '../../src/config.ts'
import { startJourney } from '../support/journey.ts'
import { type Seen, wordsIn } from '../support/person.ts'

const anna: AdminId = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const adminIds = [anna]
const secret = { id: 'C0SECRET', name: 'secret', members: ['U0IVANPET'], isPrivate: true }
const journey = await startJourney({
  adminIds,
  contact: 'U0ANNALIND',
  scopes: ['channels:read', 'groups:read', 'files:read', 'files:write'],
  company: { ...exampleCompany, channels: [...exampleCompany.channels, secret] },
})
const admin = journey.as('U0ANNALIND')

test('others than admins are told for whom it is, whatever they type, and nothing is written', async () => {
  const pavel = journey.as('U0PAVELDOR')
  for (const typed of ['people', 'enrol', 'enrol everyone', 'enrol @ivan', 'remove @ivan']) {
    const seen = await pavel.command(`/nats-level admin ${typed}`)
    expect(seen.responses.map(wordsIn)).toEqual(['This is for admins. If that should be you, <@U0ANNALIND> can look.'])
    expect(seen.view).toBeNull()
  }
  expect(await journey.database.sql('select person_id from enrolment union select id from import')).toEqual([])
})

test('people are picked in a form, looked at, and added all together', async () => {
  expect(words(await admin.command('/nats-level admin people'))).toContain('Nobody is in the check-in yet.')
  await admin.click('directory.enrol')
  const none = await admin.submit()
  expect(none.errors).toEqual({ 'directory.enrol.people': 'Choose people, a channel, a list or everybody.' })
  const checked = await admin.submit({ 'directory.enrol.people': ['ivan', 'maria', 'kenji', 'olga'] })
  expect(words(checked)).toContain('*2 people would be added.* 1 is a guest, 1 has a closed account.')
  expect(words(checked)).toContain('<@U0IVANPET>, <@U0MARIAKOW>')
  expect(await enrolled()).toEqual([])
  const added = await admin.submit()
  expect(words(added)).toContain('*2 people were added.*')
  expect(words(added)).toContain('*2 people are in the check-in.* 2 have no manager, 2 have no level yet.')
  expect(await enrolled()).toEqual(['U0IVANPET', 'U0MARIAKOW'])
  await admin.close()
  expect(await peopleGotMessages()).toEqual([])
})

test('a list is pasted or chosen as a file, and every wrong line is named before anything is done', async () => {
  await admin.command('/nats-level admin enrol')
  const wrong = await admin.submit({ 'directory.enrol.paste': 'id\nU0LEILAHAD\n@pavel\n' })
  expect(wrong.errors?.['directory.enrol.paste']).toBe(
    'Line 3: found “@pavel”, expected a Slack member id such as U0123ABCDEF. Copy it from the person’s profile.',
  )
  const file = { name: 'people.csv', content: 'name;id\nPavel;U0PAVELDOR\nIvan;U0IVANPET\nNobody;U0NOBODY00\n' }
  const latin = { name: 'people.csv', content: Buffer.from('Zoë', 'latin1').toString('base64'), encoding: 'base64' }
  const unread = await admin.submit({ 'directory.enrol.paste': '', 'directory.enrol.file': latin })
  expect(unread.errors?.['directory.enrol.file']).toBe(
    'This is not UTF-8 text. Please save the list as “CSV UTF-8” and choose it again.',
  )
  const checked = await admin.submit({ 'directory.enrol.file': file })
  journey.takeRefusals('user_not_found')
  expect(words(checked)).toContain('*1 person would be added.* 1 is enrolled already, 1 is of another workspace.')
  await admin.submit()
  expect(await enrolled()).toContain('U0PAVELDOR')
  await admin.close()
})

test('the members of a channel are added, and a channel that the app cannot look into is named at its field', async () => {
  const checked = await admin.command('/nats-level admin enrol #platform')
  expect(words(checked)).toContain('*8 people would be added.* 3 are enrolled already, 1 is an app.')
  await admin.close()
  await admin.command('/nats-level admin enrol')
  const refused = await admin.submit({ 'directory.enrol.channel': '#secret' })
  journey.takeRefusals('channel_not_found')
  expect(refused.errors).toEqual({
    'directory.enrol.channel': 'The app is not in that channel; invite it there or choose people.',
  })
  await admin.close()
})

test('everyone who can be asked is added by one word, and the list says who is not', async () => {
  const checked = await admin.command('/nats-level admin enrol everyone')
  expect(words(checked)).toMatch(/^\*\d+ people would be added\.\* 3 are enrolled already, 1 is a guest, 2 are apps, /m)
  expect(words(checked)).toContain('1 has a closed account, 1 has not accepted the invitation to Slack yet.')
  expect(words(checked)).toMatch(/ and \d+ more$/m)
  await admin.submit()
  expect((await enrolled()).length).toBeGreaterThan(25)
  expect(await enrolled()).not.toContain('U0KENJIMOR')
})

test('the list goes page by page, finds somebody, and shows a part', async () => {
  const next = await admin.click('directory.people.page.next')
  expect(words(next)).toMatch(/21–\d+ of \d+, in the order of their names/)
  const back = await admin.click('directory.people.page.prev')
  expect(words(back)).toContain('1–20 of')
  const found = await admin.click('directory.people.find', { value: 'maria' })
  expect(words(found)).toContain('<@U0MARIAKOW> · since Mon 23 Nov 2026 · no manager\nNo level yet')
  const guest = await admin.click('directory.people.find', { value: 'kenji' })
  expect(words(guest)).toContain('The person you looked for is not in the check-in.')
  await journey.database.sql("update person set active = false where slack_id = 'U0IVANPET'")
  const out = await admin.click('directory.people.filter', { value: 'left-out' })
  expect(words(out)).toContain('Left out: the account is closed')
  await journey.database.sql("update person set active = true where slack_id = 'U0IVANPET'")
})

test('people are taken out by a button or a word, and keep what is theirs', async () => {
  await admin.click('directory.people.find', { value: 'ivan' })
  const out = await admin.click('directory.people.remove')
  expect(words(out)).toContain('<@U0IVANPET> is out of the check-in. Their level is kept, and is theirs alone.')
  await admin.close()
  const typed = await admin.command('/nats-level admin remove @maria @ivan')
  expect(typed.responses.map(wordsIn)).toEqual([
    '1 person is out of the check-in: <@U0MARIAKOW>. Their level is kept, and is theirs alone. 1 person was not in it: <@U0IVANPET>.',
  ])
  expect(await enrolled()).not.toContain('U0MARIAKOW')
  for (const nobody of ['', 'ivan', 'everyone', '#general']) {
    const asked = await admin.command(`/nats-level admin remove ${nobody}`)
    expect(asked.responses.map(wordsIn)).toEqual([
      'Who shall be taken out? Type `/nats-level admin remove @ivan`, and choose the name from the list that appears while typing.',
    ])
  }
})

test('words that are no names are answered with what to type', async () => {
  const typed = await admin.command('/nats-level admin enrol all of `us` <b>')
  expect(typed.responses.map(wordsIn)[0]).toContain('is not a person or channel Slack could find')
  expect(typed.view).toBeNull()
  const two = await admin.command('/nats-level admin enrol #general #platform')
  expect(two.responses.map(wordsIn)).toEqual(['One channel at a time, please: `/nats-level admin enrol #general`.'])
})

test('the list leaves as a file that spreadsheets can read, and the log knows of it', async () => {
  await admin.command('/nats-level admin people')
  const seen = await admin.click('directory.people.csv')
  expect(words(seen)).toMatch(/^The list of \d+ people is being put together; it comes in our direct message/)
  const [above, file] = (await admin.messages()).slice(-2)
  expect(above?.text).toBe('The people of the check-in, as of 23 November 2026, are attached.')
  const { files } = file ?? {}
  expect(files).toMatchObject([{ name: 'people-2026-11-23.csv', title: 'People of the check-in' }])
  const [noted] = await journey.database.sql("select detail from audit where act = 'export.people'")
  expect(noted?.detail).toMatchObject({ skill: 'nats-jetstream' })
})

test('an admin who is none any more changes nothing, whatever they press in an open window', async () => {
  const before = await enrolled()
  const gone = 'You are no longer an admin of this programme, so nothing was changed.'
  const [somebody] = await journey.database.sql('select person_id from enrolment')
  for (const [action, value] of [
    ['directory.people.page.next', undefined],
    ['directory.people.filter', 'paused'],
    ['directory.people.find', 'maria'],
    ['directory.people.remove', somebody?.person_id],
    ['directory.people.csv', undefined],
    ['directory.enrol', undefined],
  ] as const) {
    adminIds.push(anna)
    await admin.close()
    await admin.command('/nats-level admin people')
    adminIds.splice(0)
    expect(words(await admin.click(action, { value }))).toBe(gone)
  }
  await admin.close()
  adminIds.push(anna)
  await admin.command('/nats-level admin enrol @ivan')
  adminIds.splice(0)
  expect(words(await admin.submit())).toBe(gone)
  await admin.close()
  expect(await enrolled()).toEqual(before)
  adminIds.push(anna)
})

test('a list that was applied in another window is not applied again', async () => {
  await admin.command('/nats-level admin enrol @ivan')
  await journey.database.sql("update import set state = 'applied' where state = 'dry-run'")
  expect(words(await admin.submit())).toContain('This list does not stand any more')
  await admin.close()
  await admin.command('/nats-level admin enrol @ivan')
  await journey.database.sql("update person set kind = 'guest' where slack_id = 'U0IVANPET'")
  const changed = await admin.submit()
  expect(words(changed)).toContain(
    'This list has changed meanwhile, so nothing was done yet; here is how it stands now.',
  )
  expect(words(changed)).toContain('*Nobody would be added.* 1 is a guest.')
  expect(words(await admin.click('directory.people.open'))).toContain('are in the check-in')
  await admin.close()
})

function words(seen: Seen): string {
  return wordsIn(seen.view)
}

async function enrolled(): Promise<readonly unknown[]> {
  const rows = await journey.database.sql(
    'select slack_id from enrolment e join person p on p.id = e.person_id order by slack_id',
  )
  return rows.map(({ slack_id }) => slack_id)
}

async function peopleGotMessages(): Promise<readonly unknown[]> {
  const all = await Promise.all(['U0IVANPET', 'U0MARIAKOW'].map((id) => journey.as(id).messages()))
  return all.flat()
}
