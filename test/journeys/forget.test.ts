import { expect, test } from 'vitest'
import { fillForm, labelsIn } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { tracesOf } from '../support/own-data.ts'
import { type Person, type Seen, wordsIn } from '../support/person.ts'

const journey = await startJourney({ contact: 'U0ANNALIND' })
const { database } = journey
const mark =
  'Kept: a one-way mark of this account, so that no list or channel enrols you again; your own next `/nats-level` removes it. You will not be asked again unless you enrol.'

test('erases everything after one question, and nothing of the person is left anywhere', async () => {
  const ivan = journey.as('U0IVANPET')
  await ivan.home()
  await fillForm(ivan, { note: 'Ask the pelican about streams.' })
  await ivan.close()
  await confirmAgain(ivan)
  await fillForm(ivan, { note: 'The pelican was right.', level: 'Senior (3 of 5)' })
  await ivan.close()
  await leaveDraft(ivan)
  const words = ['U0IVANPET', 'ivan', 'petrenko', 'pelican']
  expect(await tracesOf(database, words)).toEqual([
    'pelican in form_draft.note',
    'pelican in note.text',
    'ivan in person.name',
    'U0IVANPET in person.slack_id',
    'ivan in person.slack_id',
  ])

  const [row] = await database.sql('select id from person')
  const personId = String(row?.id)

  const asked = await ivan.command('/nats-level forget')
  expect(textOf(asked)).toBe(
    'Erase everything about you? This removes 3 assessments, 2 notes and a draft, and your name and time zone. Messages that this app has already sent stay in Slack; lines of the audit log stay, without your name. It cannot be undone.',
  )
  expect(asked.responses.at(-1)?.ephemeral).toBe(true)
  expect(
    wordsIn(asked.responses.at(-1) ?? null)
      .split('\n')
      .slice(1),
  ).toEqual([
    'Erase my data',
    'Erase your data for good?',
    'This removes 3 assessments, 2 notes and a draft, and your name and time zone. It cannot be undone.',
    'Erase',
    'Keep',
    'Export first',
    'Keep everything',
  ])

  const before = (await ivan.messages()).length
  const done = await ivan.click('Erase my data', { in: 'message' })
  expect(wordsIn(done.responses.at(-1) ?? null)).toBe(
    `Erased: 3 assessments, 2 notes and a draft, and your name and time zone. ${mark}`,
  )
  expect((await ivan.messages()).length, 'the question became the answer').toBe(before)
  expect(await tracesOf(database, words)).toEqual([])
  expect(await tracesOf(database, [personId]), 'the bare id of the row, and the line that it was erased').toEqual(
    ['audit.actor_id', 'audit.subjects', 'person.id'].map((at) => `${personId} in ${at}`),
  )
  expect(await rowsLeft()).toEqual({
    person: '1',
    forgotten: '1',
    seen: '0',
    assessment: '0',
    standing: '0',
    note: '0',
  })
})

test('draws the Home tab as for a first visit, at once and whenever it is opened again, and keeps nothing for it', async () => {
  const ivan = journey.as('U0IVANPET')
  expect(await lastHomeOf('U0IVANPET')).toContain('See where you stand with NATS and JetStream')
  expect(await lastHomeOf('U0IVANPET')).not.toContain('Middle')
  expect(wordsIn((await ivan.home()).view)).toContain('See where you stand with NATS and JetStream')
  for (const word of ['show', 'history', 'next']) {
    expect(wordsIn((await ivan.command(`/nats-level ${word}`)).responses.at(-1) ?? null)).toContain(
      'Nothing is on record yet.',
    )
  }
  expect(await tracesOf(database, ['U0IVANPET', 'ivan'])).toEqual([])
})

test('says afterwards that nothing but the mark is there', async () => {
  const ivan = journey.as('U0IVANPET')
  for (const word of ['forget', 'export']) {
    expect(textOf(await ivan.command(`/nats-level ${word}`))).toBe(
      'Nothing about you is stored but a one-way mark of this account, so that no list or channel enrols you again; your own next /nats-level removes it.',
    )
  }
})

test('lets them start anew by their own next step, with nothing of before', async () => {
  const ivan = journey.as('U0IVANPET')
  const form = await ivan.command('/nats-level')
  expect(wordsIn(form.view)).toContain('Step 1 of 3 · about two minutes, once.')
  expect(await database.sql('select count(*) from forgotten')).toEqual([{ count: '0' }])
  expect(await database.sql('select slack_id, name, erased_at is null as here from person order by 3')).toEqual([
    { slack_id: null, name: null, here: false },
    { slack_id: 'U0IVANPET', name: 'ivan', here: true },
  ])
  await ivan.close()
})

test('finds a second click done, and does not touch what was begun since', async () => {
  const leila = journey.as('U0LEILAHAD')
  await fillForm(leila)
  await leila.close()
  const first = await leila.command('/nats-level forget')
  const second = await leila.command('/nats-level forget')
  await leila.click('Erase my data', { in: 'message', ...placeOf(first) })
  await fillForm(leila, { note: 'A new beginning.' })
  await leila.close()
  const again = await leila.click('Erase my data', { in: 'message', ...placeOf(second) })
  expect(wordsIn(again.responses.at(-1) ?? null)).toBe(
    'This is done: your data of that time was erased on Mon 23 Nov 2026.',
  )
  expect(await database.sql('select text from note')).toEqual([{ text: 'A new beginning.' }])
})

test('says what was done and what is kept to a click that Slack delivers twice', async () => {
  const maria = journey.as('U0MARIAKOW')
  await fillForm(maria)
  await maria.close()
  await maria.command('/nats-level forget')
  const fault = { delivery: 'block_actions', kind: 'duplicate', times: 1 }
  await fetch(`${journey.sandboxUrl}/control/faults`, { method: 'POST', body: JSON.stringify(fault) })
  await maria.click('Erase my data', { in: 'message' })
  await journey.idle()
  const last = (await maria.messages()).at(-1) ?? null
  expect(wordsIn(last)).toContain(mark.replace(' You will not be asked again unless you enrol.', ''))
  expect(await tracesOf(database, ['U0MARIAKOW'])).toEqual([])
})

test('keeps everything when asked to', async () => {
  const jonas = journey.as('U0JONASWEB')
  await fillForm(jonas)
  await jonas.close()
  const asked = await jonas.command('/nats-level forget')
  expect(textOf(asked)).toContain('This removes 1 assessment, and your name and time zone.')
  const kept = await jonas.click('Keep everything', { in: 'message', ...placeOf(asked) })
  expect(wordsIn(kept.responses.at(-1) ?? null)).toBe('Nothing was erased; everything is as it was.')
  expect(textOf(await jonas.command('/nats-level show'))).toContain('You are Middle')
})

test('does not erase by a question of more than half an hour ago, and asks anew', async () => {
  const jonas = journey.as('U0JONASWEB')
  const asked = await jonas.command('/nats-level forget')
  journey.setClock('2026-11-23T09:30:01Z')
  const lapsed = await jonas.click('Erase my data', { in: 'message', ...placeOf(asked) })
  expect(wordsIn(lapsed.responses.at(-1) ?? null)).toBe(
    'This button belongs to an older message. Here is where that lives now:\nErase my data\nOpen Home',
  )
  expect(textOf(await jonas.command('/nats-level show'))).toContain('You are Middle')
  const anew = await jonas.click('directory.forget.open', { in: 'message' })
  expect(textOf(anew)).toContain('This removes 1 assessment, and your name and time zone.')
  journey.setClock('2026-11-23T10:00:01Z')
  const done = await jonas.click('directory.forget', { in: 'message' })
  expect(wordsIn(done.responses.at(-1) ?? null)).toContain('Erased: 1 assessment, and your name and time zone.')
  journey.setClock('2026-11-23T09:00:00Z')
})

test('takes their place in the check-in, and keeps who read them for the others’ sake, without a name', async () => {
  const aroha = journey.as('U0AROHATEK')
  await fillForm(aroha)
  await aroha.close()
  await aroha.command('/nats-level join')
  const asked = await aroha.command('/nats-level forget')
  expect(textOf(asked)).toContain(
    'This removes 1 assessment and your place in the check-in, and your name and time zone.',
  )
  await aroha.click('Erase my data', { in: 'message', ...placeOf(asked) })
  expect(await tracesOf(database, ['U0AROHATEK', 'aroha'])).toEqual([])
  expect(await database.sql('select from enrolment')).toEqual([])
  expect(await database.sql(`select act from audit where act like 'enrol.%'`)).toEqual([{ act: 'enrol.join' }])
})

test('erases from the Home tab, in a window', async () => {
  const ines = journey.as('U0INESMOUR')
  await fillForm(ines, { role: 'Backend Developer (Elixir)' })
  await ines.close()
  await ines.home()
  const asked = await ines.click('home.more', { in: 'home', value: 'Erase my data' })
  expect(asked.view?.title.text).toBe('Erase your data')
  expect(wordsIn(asked.view)).toContain('This removes 1 assessment, and your name and time zone.')
  const done = await ines.click('Erase my data')
  expect(wordsIn(done.view)).toBe(`Erased: 1 assessment, and your name and time zone. ${mark}`)
  expect(await lastHomeOf('U0INESMOUR')).toContain('See where you stand with NATS and JetStream')
  expect(await tracesOf(database, ['U0INESMOUR'])).toEqual([])
})

test('says that there is nothing to erase, and stores nothing for having been asked', async () => {
  const pavel = journey.as('U0PAVELDOR')
  expect(textOf(await pavel.command('/nats-level forget'))).toBe(
    'Nothing about you is stored, so there is nothing to send or to erase.',
  )
  expect(await tracesOf(database, ['U0PAVELDOR', 'pavel'])).toEqual([])
})

test('takes nothing from a form that was open all the while: neither Next nor Save bring anything back', async () => {
  const tomas = journey.as('U0TOMASREG')
  await tomas.command('/nats-level')
  await tomas.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  const asked = await tomas.command('/nats-level forget')
  await tomas.click('Erase my data', { in: 'message', ...placeOf(asked) })
  const { view } = await tomas.submit(await everyItem(tomas))
  expect(view?.callback_id).toBe('assessment.save')
  const saved = await tomas.submit({
    'Pub/sub': '3 · On my own',
    'Request/reply': '3 · On my own',
    'Key-value store': '2 · With help',
    'JetStream persistence': '2 · With help',
    'Subject-based routing': '1 · Tried it',
    'Note or link': 'A word of the albatross.',
  })
  expect(wordsIn(saved.view)).toContain('Nothing is on record yet.')
  expect(await tracesOf(database, ['U0TOMASREG', 'tomas', 'albatross'])).toEqual([])
  await tomas.close()
})

async function confirmAgain(person: Person): Promise<void> {
  await person.command('/nats-level')
  await person.click('Nothing has changed')
  await person.close()
}

/** As far as *Next*, with a note on record that the draft carries along. */
async function leaveDraft(person: Person): Promise<void> {
  await person.command('/nats-level')
  await person.submit()
  await person.submit(await everyItem(person))
  await person.close()
}

async function everyItem(person: Person): Promise<Record<string, string>> {
  return Object.fromEntries(labelsIn(await person.view()).map((label) => [label, 'With help']))
}

function textOf(seen: Seen): string {
  return seen.responses.at(-1)?.text ?? ''
}

function placeOf(seen: Seen): { channel: string; ts: string } {
  const { channel = '', ts = '' } = seen.responses.at(-1) ?? {}
  return { channel, ts }
}

async function rowsLeft(): Promise<Record<string, unknown> | undefined> {
  const tables = ['person', 'forgotten', 'seen', 'assessment', 'standing', 'note']
  const [row] = await database.sql(`select ${tables.map((name) => `(select count(*) from ${name}) as ${name}`)}`)
  return row
}

async function lastHomeOf(slackId: string): Promise<string> {
  const published = (await journey.journal()).filter(
    (entry) => entry.kind === 'api' && entry.method === 'views.publish' && JSON.stringify(entry.args).includes(slackId),
  )
  return JSON.stringify(published.at(-1))
}
