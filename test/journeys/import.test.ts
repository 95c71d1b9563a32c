import { beforeEach, expect, it } from 'vitest'
import type { AdminId } from '../../src/config.ts'
import { startJourney } from '../support/journey.ts'
import { type Seen, wordsIn } from '../support/person.ts'

const anna: AdminId = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const adminIds = [anna]
const journey = await startJourney({ adminIds, scopes: ['files:read', 'files:write'] })
const admin = journey.as('U0ANNALIND')
const { sql } = journey.database
const [ivan, maria, pavel] = ['U0IVANPET', 'U0MARIAKOW', 'U0PAVELDOR']

beforeEach(async () => {
  adminIds.splice(0, adminIds.length, anna)
  await sql('delete from manager_link')
})

it('takes a file, shows what it would do, and does it', async () => {
  const form = await admin.command('/nats-level admin import')
  expect(form.view?.title.text).toBe('Import managers')
  const dry = await admin.submit({
    'directory.import.file': file(`\uFEFFperson;manager\r\n${ivan};${maria}\r\n${ivan.slice(0, 5)};${maria}\r\n`),
  })
  expect(dry.view?.title.text).toBe('Import: nothing done yet')
  expect(dry.view?.submit?.text).toBe('Import 1 row')
  expect(wordsIn(dry.view)).toContain('*2 rows read.* 1 ready · none unchanged · 1 refused.')
  expect(wordsIn(dry.view)).toContain('line 2: <@U0IVANPET> → <@U0MARIAKOW> (nobody yet)')
  expect(wordsIn(dry.view)).toContain('line 3: found “U0IVA”, expected a Slack member id such as U0123ABCDEF.')
  expect(await sql('select 1 from manager_link')).toEqual([])
  const done = await admin.submit()
  expect(wordsIn(done.view)).toContain('*1 manager is on record now.*')
  expect(await sql('select state from manager_link')).toEqual([{ state: 'in-force' }])
  await admin.close()
})

it('takes a pasted list beside it, and says at the field what cannot be read', async () => {
  await admin.command('/nats-level admin import')
  expect((await admin.submit({})).errors).toEqual({ 'directory.import.paste': 'Choose a file, or paste the list.' })
  const both = { 'directory.import.file': file('a,b'), 'directory.import.paste': 'a,b' }
  expect((await admin.submit(both)).errors).toEqual({
    'directory.import.paste': 'There is a file and a text; please keep one of them.',
  })
  const open = { 'directory.import.file': null, 'directory.import.paste': `${ivan},"${maria}` }
  expect((await admin.submit(open)).errors).toEqual({
    'directory.import.paste': 'Line 1 opens a quotation mark that is never closed. Please close or remove it.',
  })
  const dry = await admin.submit({ 'directory.import.paste': `${ivan},${ivan}\n${maria},${pavel}` })
  expect(wordsIn(dry.view)).toContain('line 1: <@U0IVANPET> is named as their own manager.')
  const again = await admin.click('Choose another file', { in: 'view' })
  expect(again.view?.callback_id).toBe('directory.import.check')
  await admin.close()
})

it.each([
  ['is no text', { name: 'list.csv', content: 'a,b\0' }, 'This is not UTF-8 text.'],
  ['is too large', { name: 'list.csv', content: 'a'.repeat(5 * 1024 * 1024 + 1) }, 'This file is larger than 5 MB.'],
  ['is empty', { name: 'list.csv', content: '\n' }, 'There is nothing in it; expected one line for each person.'],
])('says of a file that %s what is wrong with it, and lets another be chosen', async (_, wrong, sentence) => {
  await admin.command('/nats-level admin import')
  const seen = await admin.submit({ 'directory.import.file': wrong })
  expect(wordsIn(seen.view)).toContain(sentence)
  expect((await admin.click('Choose another file', { in: 'view' })).view?.callback_id).toBe('directory.import.check')
  await admin.close()
})

it('does nothing where somebody has changed a link meanwhile, and shows the list anew', async () => {
  const dry = await looked(`${ivan},${maria}`)
  expect(dry.view?.submit?.text).toBe('Import 1 row')
  await sql(`insert into manager_link (workspace_id, person_id, source, manager_id, state, since)
    select p.workspace_id, p.id, 'self', m.id, 'in-force', '2026-11-20T09:00:00Z' from person p, person m
    where p.slack_id = '${ivan}' and m.slack_id = 'U0ANNALIND'`)
  const again = await admin.submit()
  expect(wordsIn(again.view)).toContain(
    'This has changed meanwhile, so nothing was done yet; here is how it stands now.',
  )
  expect(wordsIn(again.view)).toContain('(now <@U0ANNALIND>)')
  expect(wordsIn((await admin.submit()).view)).toContain('*1 manager is on record now.*')
  await admin.close()
})

it('sends its report as a file', async () => {
  await looked(`${ivan},${ivan}\n${maria},${pavel}`)
  expect(wordsIn((await admin.click('Report as CSV', { in: 'view' })).view)).toContain('it comes in our direct message')
  await journey.idle()
  const files = (await admin.messages()).flatMap((message) => message.files ?? [])
  expect(files.map(({ name }) => name)).toEqual(['import-2026-11-23.csv'])
  await admin.close()
})

it('is for admins alone, also once a right has ended while the window was open', async () => {
  const other = journey.as(ivan)
  expect(wordsIn((await other.command('/nats-level admin import')).responses[0] ?? null)).toContain(
    'This is for admins.',
  )
  await admin.command('/nats-level admin import')
  adminIds.splice(0, 1)
  const seen = await admin.submit({ 'directory.import.paste': `${ivan},${maria}` })
  expect(wordsIn(seen.view)).toContain('You are no longer an admin of this programme, so nothing was changed.')
  await admin.close()
  adminIds.push(anna)
  await looked(`${ivan},${maria}`)
  adminIds.splice(0, 1)
  expect(wordsIn((await admin.submit()).view)).toContain('You are no longer an admin')
  expect(await sql('select 1 from manager_link')).toEqual([])
  await admin.close()
})

async function looked(list: string): Promise<Seen> {
  await admin.command('/nats-level admin import')
  return admin.submit({ 'directory.import.paste': list })
}

function file(content: string) {
  return { name: 'managers.csv', content }
}
