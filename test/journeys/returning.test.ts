import { expect, test } from 'vitest'
import { fillForm, goOn, labelsIn, someTopics } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const journey = await startJourney()

test('it opens filled with the last answers, and *Nothing has changed* confirms them in two taps', async () => {
  const ivan = journey.as('U0IVANPET')
  journey.setClock('2026-08-03T09:00:00Z')
  await fillForm(ivan)
  journey.setClock('2026-11-23T09:00:00Z')
  const first = await ivan.command('/nats-level')
  expect(wordsIn(first.view)).toContain(
    'Step 1 of 3 · last recorded Mon 3 Aug 2026: *Middle (2 of 5) · Go*. Filled in from then.',
  )
  const seen = await ivan.click('Nothing has changed')
  expect(wordsIn(seen.view)).toContain('Middle · Go confirmed')
  expect(wordsIn(seen.view)).toContain('*Since Mon 3 Aug 2026*\nNothing has changed.')

  const rows = await journey.database.sql(`
    select nth, kind, role, level, profile_version, answers, ratings from assessment
    where person_id = (select id from person where slack_id = 'U0IVANPET') order by nth`)
  expect(rows.map(({ nth, kind }) => [nth, kind])).toEqual([
    [1, 'given'],
    [2, 'confirmed'],
  ])
  expect({ ...rows[1], nth: 1, kind: 'given' }).toEqual(rows[0])
})

test('it asks once before *Nothing has changed* overrules a level that was moved', async () => {
  const ines = journey.as('U0INESMOUR')
  await fillForm(ines)
  await ines.command('/nats-level')
  await ines.click('assessment.level', { value: 'Senior (3 of 5)' })
  const asked = await ines.click('Nothing has changed')
  expect(wordsIn(asked.view)).toContain(
    'The level here was changed but not saved. Press *Next* to go on with it, or *Nothing has changed* again to keep Middle.',
  )
  const seen = await ines.click('Nothing has changed')
  expect(wordsIn(seen.view)).toContain('Middle · Go confirmed')
})

test('it goes straight to the topics when only they moved, and says what moved', async () => {
  const jonas = journey.as('U0JONASWEB')
  journey.setClock('2026-08-03T09:00:00Z')
  await fillForm(jonas, { note: 'Reading about consumers.' })
  journey.setClock('2026-11-23T09:00:00Z')
  await jonas.command('/nats-level')
  const topics = await jonas.click('Only topics and note')
  expect(topics.view?.callback_id).toBe('assessment.save')
  const seen = await jonas.submit({ 'JetStream persistence': '3', 'Key-value store': '3' })
  expect(wordsIn(seen.view)).toContain(
    '*Since Mon 3 Aug 2026*\nKey-value store 2 → 3. JetStream persistence 2 → 3. Nothing else moved.',
  )
  const shown = await jonas.command('/nats-level show')
  expect(wordsIn(shown.responses[0] ?? null)).toContain('Reading about consumers.')
})

test('it asks the items too when the level was moved before *Only topics and note*', async () => {
  const tomas = journey.as('U0TOMASREG')
  await fillForm(tomas)
  await tomas.command('/nats-level')
  await tomas.click('assessment.level', { value: 'Senior (3 of 5)' })
  const seen = await tomas.click('Only topics and note')
  expect(seen.view?.callback_id).toBe('assessment.step-items')
})

test('it says how the level moved', async () => {
  const grace = journey.as('U0GRACEOKO')
  journey.setClock('2026-08-03T09:00:00Z')
  await fillForm(grace, { level: 'Junior (1 of 5)' })
  journey.setClock('2026-11-23T09:00:00Z')
  await grace.command('/nats-level')
  const seen = await goOn(grace, { level: 'Middle (2 of 5)', items: 'On my own' })
  expect(wordsIn(seen.view)).toContain('Level: Junior → Middle.')
  expect(wordsIn(seen.view)).toContain('Every Senior item is met on your own. Worth bringing to your manager.')
})

test('it brings back what *Next* sent, for seven days, until something is recorded', async () => {
  const diego = journey.as('U0DIEGOSAL')
  journey.setClock('2026-11-02T09:00:00Z')
  await diego.command('/nats-level')
  const second = await diego.submit({
    'Your role': 'Backend Developer (Elixir)',
    'assessment.level': 'Senior (3 of 5)',
  })
  await diego.submit(Object.fromEntries(labelsIn(second.view).map((label) => [label, 'With help'])))
  await diego.close()

  journey.setClock('2026-11-05T09:00:00Z')
  const back = await diego.command('/nats-level')
  expect(wordsIn(back.view)).toContain(
    'Filled in from the draft you left on Mon 2 Nov. Nothing is recorded until you save.',
  )
  expect(
    await journey.database.sql(
      'select count(*)::int from standing s join person p on p.id = s.person_id where p.slack_id = $1',
      ['U0DIEGOSAL'],
    ),
  ).toEqual([{ count: 0 }])
  const items = await diego.submit({})
  expect(items.view?.callback_id).toBe('assessment.step-items')
  await diego.submit({})
  await diego.submit(someTopics)

  const after = await diego.command('/nats-level')
  expect(wordsIn(after.view)).toContain('last recorded Thu 5 Nov 2026: *Senior (3 of 5) · Elixir*')
})

test('it forgets a draft after seven days', async () => {
  const camila = journey.as('U0CAMILARI')
  journey.setClock('2026-11-02T09:00:00Z')
  await camila.command('/nats-level')
  await camila.submit({ 'Your role': 'Backend Developer (Elixir)', 'assessment.level': 'Senior (3 of 5)' })
  journey.setClock('2026-11-09T09:00:01Z')
  const seen = await camila.command('/nats-level')
  expect(wordsIn(seen.view)).toContain('Step 1 of 3 · about two minutes, once.')
})

test('it reads dates on the calendar of the reader', async () => {
  const aroha = journey.as('U0AROHATEK')
  journey.setClock('2026-11-23T20:00:00Z')
  const seen = await fillForm(aroha)
  expect(wordsIn(seen.view)).toContain('Tue 24 Nov 2026')
})

test('it asks about a record older than 180 days, and *Still right* confirms it once', async () => {
  const rafael = journey.as('U0RAFAELNU')
  journey.setClock('2026-03-02T12:00:00Z')
  await fillForm(rafael)
  journey.setClock('2026-11-23T12:00:00Z')
  const shown = await rafael.command('/nats-level show')
  expect(wordsIn(shown.responses[0] ?? null)).toContain('Recorded Mon 2 Mar 2026 — 8 months ago; still right?')
  const seen = await rafael.click('Still right', { in: 'message' })
  expect(seen.responses.at(-1)?.text).toBe(
    'Still right, noted. Middle (2 of 5) · Go, confirmed Mon 23 Nov 2026. Missing for Senior: 3 of 3.',
  )
})
