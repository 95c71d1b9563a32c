import { expect, test } from 'vitest'
import { fillForm, goOn } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { type Seen, wordsIn } from '../support/person.ts'

const journey = await startJourney({ contact: 'U0ANNALIND' })
const ivan = journey.as('U0IVANPET')
const pavel = journey.as('U0PAVELDOR')

test('show is private and tells the whole record', async () => {
  journey.setClock('2026-08-03T09:00:00Z')
  await fillForm(ivan, { note: 'See https://example.com/streams <!channel> <@U0ANNALIND> *bold*' })
  await ivan.close()
  const seen = await ivan.command('/nats-level show')
  const [answer] = seen.responses
  expect(answer?.ephemeral).toBe(true)
  expect(answer?.text).toBe(
    'You are Middle (2 of 5) in NATS for Go, recorded 3 August 2026; 3 of 3 Senior items are open.',
  )
  const words = wordsIn(answer ?? null)
  expect(words).toContain('*Middle (2 of 5) · Backend Developer (Go)*\nRecorded Mon 3 Aug 2026.')
  expect(words).toContain('• JetStream persistence — 2 · with help')
  expect(words).toContain('*Missing for Senior: 3 of 3*')
  expect(words).toContain('Note (only you)')
})

test('a note is shown as typed: nobody in it is called, nothing in it is formatted', async () => {
  const seen = await ivan.command('/nats-level show')
  const note = seen.responses[0]?.blocks.find((block) => block.type === 'rich_text')
  expect(JSON.stringify(note)).toContain('{"type":"link","url":"https://example.com/streams"}')
  expect(JSON.stringify(note)).toContain('{"type":"text","text":" <!channel> <@U0ANNALIND> *bold*"}')
})

test('show about a colleague gives one and the same answer, whoever it is', async () => {
  const about = async (name: string) => answerTo(await ivan.command(`/nats-level show ${name}`))
  expect(await about('@pavel')).toBe(
    'There is nothing to show for pavel. A level is seen by its owner, their manager, their mentor, the admins, and whom they open it to.',
  )
  expect((await about('@pavel')).replaceAll('pavel', 'X')).toBe((await about('@maria')).replaceAll('maria', 'X'))
})

test('show about oneself is show', async () => {
  expect(answerTo(await ivan.command('/nats-level show @ivan'))).toContain('You are Middle (2 of 5)')
})

test('show asks for one name at a time, and for one that Slack knows', async () => {
  expect(answerTo(await ivan.command('/nats-level show @pavel @maria'))).toBe(
    'One name at a time, please: /nats-level show @ivan.',
  )
  expect(answerTo(await ivan.command('/nats-level show @nobodyhere'))).toBe(
    '“@nobodyhere” is not a person Slack could find; choose the name from the list that appears while typing.',
  )
})

test('history tells the path and each entry, and turns pages in place', async () => {
  journey.setClock('2026-11-23T09:00:00Z')
  await ivan.command('/nats-level')
  await goOn(ivan, { level: 'Senior (3 of 5)', items: 'On my own' })
  await ivan.close()
  for (const day of ['24', '25', '26']) {
    journey.setClock(`2026-11-${day}T09:00:00Z`)
    await ivan.command('/nats-level')
    await ivan.click('Nothing has changed')
    await ivan.close()
  }
  const [answer] = (await ivan.command('/nats-level history')).responses
  expect(answer?.text).toBe('Your NATS path: Middle, Senior since November 2026.')
  const words = wordsIn(answer ?? null)
  expect(words).toContain('*Your path*\nMiddle → Senior (since Nov 2026)')
  expect(words).toContain('*Thu 26 Nov 2026* · confirmed, third time')
  expect(words).toContain('*Mon 23 Nov 2026* · Middle → Senior · Go · 3 items moved')
  expect(words).toContain('*Mon 3 Aug 2026* · Middle · Go')
  expect(words).toContain('Entries 1–3 of 3. Each keeps the wording it was given against.')

  for (let nth = 0; nth < 10; nth++) {
    await ivan.command('/nats-level')
    await ivan.click('Only topics and note')
    await ivan.submit({ 'Pub/sub': String(nth % 5) })
    await ivan.close()
  }
  await ivan.command('/nats-level history')
  const older = await ivan.click('Older', { in: 'message' })
  expect(wordsIn(older.responses.at(-1) ?? null)).toContain('Entries 11–13 of 13.')
  const before = (await ivan.messages()).length
  const newer = await ivan.click('Newer', { in: 'message' })
  expect(wordsIn(newer.responses.at(-1) ?? null)).toContain('Entries 1–10 of 13.')
  expect((await ivan.messages()).length).toBe(before)
})

test('next says what is missing, where to read about it, and the way to update', async () => {
  const jonas = journey.as('U0JONASWEB')
  await fillForm(jonas, { items: ['On my own', 'With help', 'On my own', 'On my own', 'With help', 'Not yet'] })
  await jonas.close()
  const [answer] = (await jonas.command('/nats-level next')).responses
  const words = wordsIn(answer ?? null)
  expect(answer?.text).toBe(
    '2 of 3 Senior items are still open: consumer groups, key-value stores, stream mirroring; mentors the team on messaging patterns.',
  )
  expect(words).toContain('*From Middle to Senior (Go)*\nYou meet 1 of 3 items on your own.')
  expect(words).toContain(
    '*Not there yet*\n• Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems. — _with help_',
  )
  expect(words).toContain('*Also open at Middle*\n• Understands internals and optimizes performance. — _with help_')
  expect(words).toContain('*Topics these items lean on*')
  const form = await jonas.click('Update my level', { in: 'message' })
  expect(form.view?.callback_id).toBe('assessment.step-level')
})

test.each(['show', 'history', 'next'])('%s before any answer offers to set the level', async (word) => {
  const seen = await pavel.command(`/nats-level ${word}`)
  expect(wordsIn(seen.responses[0] ?? null)).toContain('Nothing is on record yet.')
  const form = await pavel.click('Set my level', { in: 'message' })
  expect(form.view?.callback_id).toBe('assessment.step-level')
})

test('help lists what there is, and nothing that is not there yet', async () => {
  const [answer] = (await pavel.command('/nats-level help')).responses
  expect(answer?.text).toBe(
    'Type /nats-level to record your level; show, history, next, settings, join, leave, readers, export, forget.',
  )
  const words = wordsIn(answer ?? null)
  expect(words).toContain('`/nats-level history` tells how you moved')
  expect(words).toContain('Questions? Ask <@U0ANNALIND>.')
  expect(words).toContain('`/nats-level export` sends you everything that is stored about you')
  expect(words).toContain('`/nats-level forget` erases it, after one question')
  expect(words).toContain('`/nats-level leave` takes you out of it; your level stays')
  expect(words).not.toMatch(/mentor|team/)
})

test('an unknown word gets help, the word that was meant, and no mention of anybody', async () => {
  const near = (await pavel.command('/nats-level histroy')).responses[0]
  expect(wordsIn(near ?? null)).toContain('There is no `histroy` here. Did you mean `history`?')
  const far = (await pavel.command(`/nats-level ${'<!channel>'.repeat(20)}`)).responses[0]
  expect(wordsIn(far ?? null)).toMatch(/^There is no `(&lt;!channel&gt;|&amp;lt;!channel&amp;gt;)/)
  expect(JSON.stringify(far)).not.toContain('<!channel>')
})

test('a button from nowhere gets a way on', async () => {
  const leila = journey.as('U0LEILAHAD')
  await leila.command('/nats-level help')
  const home = await leila.click('Open Home', { in: 'message' })
  expect(home.ok).toBe(true)
  const form = await leila.click('Update my level', { in: 'message' })
  expect(form.view?.callback_id).toBe('assessment.step-level')
})

test('the shortcut opens the same form', async () => {
  const seen = await journey.as('U0INESMOUR').shortcut('assessment.open')
  expect(seen.view?.callback_id).toBe('assessment.step-level')
})

test('the result leads to history and record, in windows on top of it, and back', async () => {
  const tomas = journey.as('U0TOMASREG')
  await fillForm(tomas)
  const record = await tomas.click('See the whole record')
  expect(record.view?.title.text).toBe('Your record')
  const history = await tomas.click('History')
  expect(history.view?.title.text).toBe('Your history')
  await tomas.close()
  await tomas.close()
  expect((await tomas.view())?.callback_id).toBe('assessment.result')
  const next = await tomas.click('See what Senior asks')
  expect(next.view?.title.text).toBe('What comes next')
  const form = await tomas.click('Update my level')
  expect(form.view?.callback_id).toBe('assessment.step-level')
})

function answerTo(seen: Seen): string {
  return seen.responses.at(-1)?.text ?? ''
}
