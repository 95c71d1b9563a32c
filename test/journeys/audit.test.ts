import { beforeEach, expect, test } from 'vitest'
import type { AdminId } from '../../src/config.ts'
import { fillForm } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { partsSentTo } from '../support/own-data.ts'
import { type Seen, wordsIn } from '../support/person.ts'

const anna: AdminId = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const adminIds = [anna]
const journey = await startJourney({ adminIds, contact: 'U0ANNALIND', scopes: ['files:write', 'files:read'] })
const withoutFiles = await startJourney({ adminIds: [anna], contact: 'U0ANNALIND' })
const admin = journey.as('U0ANNALIND')
const ivan = journey.as('U0IVANPET')

beforeEach(() => {
  adminIds.splice(0, adminIds.length, anna)
})

test('nobody has looked at first; then everybody who has, once a day, with the right they had', async () => {
  await fillForm(ivan)
  await ivan.close()
  await ivan.command('/nats-level join')
  expect(wordsIn((await ivan.command('/nats-level readers')).view)).toContain('Nobody has looked.')
  await ivan.close()
  for (const [at, name] of [
    ['2026-11-23T09:10:00Z', 'first'],
    ['2026-11-23T09:20:00Z', 'again'],
    ['2026-11-24T09:30:00Z', 'the next day'],
  ] as const) {
    journey.setClock(at)
    expect(lastWords(await admin.command('/nats-level show <@U0IVANPET>')), name).toContain('Middle (2 of 5)')
  }
  const seen = await ivan.command('/nats-level readers')
  expect(seen.view?.title.text).toBe('Who has seen my level')
  expect(wordsIn(seen.view)).toBe(
    [
      '*Tue 24 Nov 2026, 10:30* · <@U0ANNALIND> opened your card as admin',
      '*Mon 23 Nov 2026, 10:10* · <@U0ANNALIND> opened your card as admin',
      'One line for each person and day, the newest first. Lines are kept for 24 months.',
    ].join('\n'),
  )
  await ivan.close()
})

test('it is one press away from one’s own level', async () => {
  await ivan.command('/nats-level show')
  const seen = await ivan.click('Who has seen this', { in: 'message' })
  expect(wordsIn(seen.view)).toContain('opened your card as admin')
  await ivan.close()
})

test('to others than admins the log says for whom it is, and shows nothing', async () => {
  const seen = await ivan.command('/nats-level admin audit')
  expect(seen.view).toBeNull()
  expect(lastWords(seen)).toBe('This is for admins. If that should be you, <@U0ANNALIND> can look.')
})

test('admins read who did what, choose among it, and whom it is about', async () => {
  const seen = await admin.command('/nats-level admin audit')
  expect(seen.view?.title.text).toBe('Audit log')
  expect(wordsIn(seen.view)).toContain('*Mon 23 Nov 2026, 10:00* · <@U0IVANPET> joined the check-in')
  const reads = await admin.click('directory.audit.filter', { value: 'reads' })
  expect(linesIn(reads)).toEqual([
    '*Tue 24 Nov 2026, 10:30* · <@U0ANNALIND> opened the card of <@U0IVANPET> as admin',
    '*Mon 23 Nov 2026, 10:10* · <@U0ANNALIND> opened the card of <@U0IVANPET> as admin',
  ])
  const nobody = await admin.click('directory.audit.person', { value: 'U0PAVELDOR' })
  expect(wordsIn(nobody.view)).toContain('Nobody has looked.')
  const aboutIvan = await admin.click('directory.audit.person', { value: 'U0IVANPET' })
  expect(linesIn(aboutIvan)).toHaveLength(2)
  expect(JSON.stringify(aboutIvan.view), 'no Slack id travels').not.toMatch(/"private_metadata":"[^"]*U0/)
  const all = await admin.click('About everybody')
  expect(linesIn(all)).toHaveLength(2)
  await admin.close()
})

test('the log goes on, older and newer, twenty lines at a time', async () => {
  await journey.database.sql(`
    insert into audit (workspace_id, at, actor_id, act, subjects)
    select 'T0HARBOUR', '2026-11-01T09:00:00Z'::timestamptz - nth * interval '1 hour', null, 'manager.profile', '{}' from generate_series(1, 30) nth`)
  await admin.command('/nats-level admin audit')
  const first = await admin.click('directory.audit.filter', { value: 'own-acts' })
  const second = await admin.click('Older')
  expect([linesIn(first).length, linesIn(second).length]).toEqual([20, 11])
  expect(linesIn(await admin.click('Newer'))).toEqual(linesIn(first))
  await admin.close()
})

test('the lines of a filter leave as a file, and that they did is a line', async () => {
  await admin.command('/nats-level admin audit')
  await admin.click('directory.audit.filter', { value: 'reads' })
  const seen = await admin.click('CSV')
  expect(wordsIn(seen.view)).toContain('2 lines are on the way to your direct message with this app.')
  const file = (await admin.messages()).flatMap(({ files = [] }) => files).at(-1)
  expect(file?.name).toBe('nats-level-audit-2026-11-24.csv')
  const text = await contentOf(file?.url_private ?? '')
  expect(text.split('\r\n').map((line) => line.replace('\ufeff', ''))).toEqual([
    'time (UTC),by,by (Slack id),act,people,about,about (Slack ids),detail',
    '2026-11-24T09:30:00.000Z,anna,U0ANNALIND,read.level,1,ivan,U0IVANPET,"{""as"":""admin""}"',
    '2026-11-23T09:10:00.000Z,anna,U0ANNALIND,read.level,1,ivan,U0IVANPET,"{""as"":""admin""}"',
    '',
  ])
  const exports = await admin.click('directory.audit.filter', { value: 'exports' })
  expect(linesIn(exports)).toEqual(['*Tue 24 Nov 2026, 10:30* · <@U0ANNALIND> took the audit log'])
  await admin.close()
})

test('without the permission to send files they come in messages', async () => {
  const alone = withoutFiles.as('U0ANNALIND')
  await fillForm(alone)
  await alone.close()
  await alone.command('/nats-level join')
  await alone.command('/nats-level admin audit')
  await alone.click('CSV')
  const [part = ''] = await partsSentTo(alone)
  expect(part).toContain('enrol.join')
  await alone.close()
})

test('an admin who is none any more reads nothing further, whatever they press in the open window', async () => {
  await journey.database.sql(`
    insert into audit (workspace_id, at, actor_id, act, subjects)
    select 'T0HARBOUR', '2026-11-01T09:00:00Z', null, 'manager.profile', '{}' from generate_series(1, 25)`)
  const lines = await journey.database.sql('select count(*)::int from audit')
  for (const press of ['Older', 'CSV', 'directory.audit.filter', 'directory.audit.person']) {
    adminIds.splice(0, adminIds.length, anna)
    await admin.command('/nats-level admin audit')
    adminIds.splice(0)
    const value = { 'directory.audit.filter': 'reads', 'directory.audit.person': 'U0IVANPET' }[press]
    const seen = await admin.click(press, value === undefined ? {} : { value })
    expect(wordsIn(seen.view)).toBe('You are no longer an admin of this programme, so nothing was changed.')
    await admin.close()
  }
  expect(await journey.database.sql('select count(*)::int from audit')).toEqual(lines)
})

test('a guest has no readers, and nothing is stored about them', async () => {
  const guest = journey.as('U0KENJIMOR')
  const before = await journey.database.sql('select count(*)::int from person')
  expect(wordsIn((await guest.command('/nats-level readers')).view)).toContain('Nobody has looked.')
  expect(await journey.database.sql('select count(*)::int from person')).toEqual(before)
  await guest.close()
})

function lastWords(seen: Seen): string {
  return wordsIn(seen.responses.at(-1) ?? null)
}

function linesIn(seen: Seen): string[] {
  return wordsIn(seen.view)
    .split('\n')
    .filter((line) => line.includes(' · '))
}

async function contentOf(url: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${journey.botToken}` } })
  return response.text()
}
