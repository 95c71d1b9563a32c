import { expect, test } from 'vitest'
import { fillForm, goOn, labelsIn } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const journey = await startJourney()
const ivan = journey.as('U0IVANPET')

test('it answers with a window at once and asks for role and level', async () => {
  const seen = await ivan.command('/nats-level')
  expect(seen.view?.title.text).toBe('Your NATS level')
  expect(wordsIn(seen.view)).toContain('Step 1 of 3 · about two minutes, once.')
  expect(wordsIn(seen.view)).toContain('Choose a level to read what it asks.')
  expect(wordsIn(seen.view)).not.toContain('Nothing has changed')
  expect(labelsIn(seen.view)).toEqual(['Your role', 'Which level describes most of your working days?'])
})

test('it opens the window before it asks the database anything', async () => {
  await ivan.command('/nats-level')
  const calls = (await journey.journal()).filter((entry) => entry.kind === 'api' && entry.method !== 'auth.test')
  expect(calls.at(-2)).toMatchObject({ method: 'views.open', args: { view: { callback_id: 'assessment.loading' } } })
  expect(calls.at(-1)).toMatchObject({
    method: 'views.update',
    args: { view: { callback_id: 'assessment.step-level' } },
  })
})

test('it shows in the seed’s words what the chosen level and the next one ask, in the same window', async () => {
  await ivan.command('/nats-level')
  await ivan.click('assessment.role', { value: 'Backend Developer (Go)' })
  const seen = await ivan.click('assessment.level', { value: 'Middle (2 of 5)' })
  expect(wordsIn(seen.view)).toContain('*What Middle asks of Go developers*')
  expect(wordsIn(seen.view)).toContain('• Writes tests using go test.')
  expect(wordsIn(seen.view)).toContain('*One further: Senior*')
  expect(wordsIn(seen.view)).toContain('• Mentors team on messaging patterns.')
})

test('it says at the last level that there is no further one, and asks its own items only', async () => {
  await ivan.command('/nats-level')
  await ivan.click('assessment.role', { value: 'Backend Developer (Elixir)' })
  const first = await ivan.click('assessment.level', { value: 'Principal (5 of 5)' })
  expect(wordsIn(first.view)).toContain('This is the last level of the profile.')
  const second = await ivan.submit({})
  expect(labelsIn(second.view)).toEqual([
    'Defines NATS / NATS JetStream strategy at company level.',
    'Evaluates new technologies and approaches.',
    'Establishes enterprise standards and reference architectures.',
  ])
})

test('it does not go on without a role and a level, and marks both', async () => {
  const pavel = journey.as('U0PAVELDOR')
  await pavel.command('/nats-level')
  const seen = await pavel.submit({})
  expect(Object.keys(seen.errors ?? {})).toEqual(['assessment.role#1', 'assessment.level#1'])
  expect(seen.view?.callback_id).toBe('assessment.step-level')
})

test('it records the level and shows in the same window what is missing for the next one', async () => {
  const seen = await fillForm(ivan, {
    items: ['On my own', 'On my own', 'With help', 'Not yet', 'With help', 'On my own'],
    note: 'Moved the order stream to JetStream.',
  })
  const words = wordsIn(seen.view)
  expect(seen.view?.callback_id).toBe('assessment.result')
  expect(words).toContain('Middle · Go is on record')
  expect(words).toContain('Mon 23 Nov 2026 · expectations of 17 March 2026 · Only you see it.')
  expect(words).toContain('*Still open at Middle: 1 of 3*\n• Writes tests using go test. — _with help_')
  expect(words).toContain('*Missing for Senior: 2 of 3*')
  expect(words).toContain(
    '*Topics with most room*\n• Subject-based routing — 1 · tried it · <https://docs.nats.io/nats-concepts/subjects|Read about it>',
  )
  expect(words).toContain('Your first entry.')

  const [row] = await journey.database.sql(
    'select a.*, n.text as note from assessment a left join note n using (workspace_id, person_id, skill, nth)',
  )
  expect(row).toMatchObject({
    skill: 'nats-jetstream',
    nth: 1,
    kind: 'given',
    via: 'command',
    role: 'go',
    level: 2,
    note: 'Moved the order stream to JetStream.',
  })
  expect(row?.said_at).toEqual(new Date('2026-11-23T09:00:00Z'))
})

test('it asks gently, and lets people save, when level and items disagree', async () => {
  const jonas = journey.as('U0JONASWEB')
  await jonas.command('/nats-level')
  const second = await jonas.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Senior (3 of 5)' })
  const labels = labelsIn(second.view)
  const third = await jonas.submit(
    Object.fromEntries(labels.map((label, at) => [label, at < 2 ? 'Not yet' : 'On my own'])),
  )
  expect(wordsIn(third.view)).toContain(
    '*Worth a second look.* You chose Senior, and two of its three items are “not yet”. Both can be true; a level is about most days.',
  )
  const back = await jonas.click('Look again')
  expect(back.view?.callback_id).toBe('assessment.step-items')
  const topics = await jonas.submit({})
  expect(wordsIn(topics.view)).toContain('Worth a second look.')
  const saved = await jonas.submit({
    'Pub/sub': '3',
    'Request/reply': '3',
    'Key-value store': '1',
    'JetStream persistence': '2',
    'Subject-based routing': '0',
  })
  expect(wordsIn(saved.view)).toContain('Senior · Go is on record')
})

test('it keeps every answer and the note on the way back and forth', async () => {
  const leila = journey.as('U0LEILAHAD')
  await leila.command('/nats-level')
  const second = await leila.submit({
    'Your role': 'Backend Developer (Elixir)',
    'assessment.level': 'Middle (2 of 5)',
  })
  const items = Object.fromEntries(
    labelsIn(second.view).map((label, at) => [label, ['On my own', 'With help', 'Not yet'][at % 3]]),
  )
  await leila.submit(items)
  const typed = { 'Pub/sub': '4 · Could teach it', 'Note or link': 'Half a thought about “subjects” & <streams>' }
  await leila
    .submit({ ...typed, 'Request/reply': '2', 'Key-value store': '2', 'JetStream persistence': '2' })
    .catch(() => undefined)
  const itemsAgain = await leila.click('Back')
  expect(chosenIn(itemsAgain.view)).toEqual(Object.values(items))
  const levelAgain = await leila.click('Back')
  expect(chosenIn(levelAgain.view)).toEqual(['Backend Developer (Elixir)', 'Middle (2 of 5)'])
  await leila.submit({})
  const topicsAgain = await leila.submit({})
  expect(chosenIn(topicsAgain.view)).toEqual([
    '4 · Could teach it',
    '2 · With help',
    '2 · With help',
    '2 · With help',
    null,
    'Half a thought about “subjects” & <streams>',
  ])
})

test('it keeps answers by item when the level is changed on the way', async () => {
  const tomas = journey.as('U0TOMASREG')
  await tomas.command('/nats-level')
  await tomas.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  const items = await tomas.view()
  await tomas.submit(Object.fromEntries(labelsIn(items).map((label) => [label, 'On my own'])))
  await tomas.click('Back')
  await tomas.click('Back')
  await tomas.click('assessment.level', { value: 'Senior (3 of 5)' })
  const senior = await tomas.submit({})
  expect(chosenIn(senior.view)).toEqual(['On my own', 'On my own', 'On my own', null, null, null])
})

test('it says how long a note is when it is too long, at the field', async () => {
  const diego = journey.as('U0DIEGOSAL')
  await diego.command('/nats-level')
  const seen = await goOn(diego, { note: 'x'.repeat(1_001) })
  expect(seen.errors).toBeDefined()
  expect(seen.view?.callback_id).toBe('assessment.save')
})

function chosenIn(
  view: { readonly blocks: readonly object[]; readonly state: { readonly values: unknown } } | null,
): (string | null)[] {
  const values = Object.values(
    (view?.state.values ?? {}) as Record<
      string,
      Record<string, { selected_option?: { text: { text: string } } | null; value?: string | null }>
    >,
  )
  return values
    .flatMap((fields) => Object.values(fields))
    .map((field) => field.selected_option?.text.text ?? field.value ?? null)
}
