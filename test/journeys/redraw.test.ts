import { expect, test } from 'vitest'
import { nats, reworded } from '../catalog/profiles.ts'
import { fillForm, labelsIn, someTopics } from '../support/form.ts'
import { deliver, submissionOf } from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { type SeenView, wordsIn } from '../support/person.ts'

const journey = await startJourney()

test('two quick choices of a level end with what the later one asks', async () => {
  const ivan = journey.as('U0IVANPET')
  await ivan.command('/nats-level')
  await ivan.click('assessment.role', { value: 'Backend Developer (Go)' })
  const view = windowOf(await ivan.view())
  // Both clicks left the person’s machine before the first drawing came back: they carry the same hash.
  await Promise.all([
    deliver(journey, 'interaction', choice(ivan.id, view, 'senior', 10)),
    deliver(journey, 'interaction', choice(ivan.id, view, 'lead', 11)),
  ])
  await journey.idle()
  expect(wordsIn(await ivan.view())).toContain('*What Lead / Staff asks of Go developers*')
})

test('a role and a level chosen in the same breath are both there', async () => {
  const rafael = journey.as('U0RAFAELNU')
  await rafael.command('/nats-level')
  const view = windowOf(await rafael.view())
  // Slack’s client sends what stands in every field with each click; both left before the first drawing came back.
  await Promise.all([
    deliver(journey, 'interaction', picked(rafael.id, view, 'assessment.role', { 'assessment.role': 'go' }, 10)),
    deliver(
      journey,
      'interaction',
      picked(rafael.id, view, 'assessment.level', { 'assessment.role': 'go', 'assessment.level': 'senior' }, 11),
    ),
  ])
  await journey.idle()
  const drawn = windowOf(await rafael.view())
  expect(wordsIn(drawn)).toContain('*What Senior asks of Go developers*')
  expect(JSON.stringify(drawn.state.values)).toContain('"selected_option":{"value":"senior"')
})

test('a choice that arrives after a later one is left out', async () => {
  const jonas = journey.as('U0JONASWEB')
  await jonas.command('/nats-level')
  await jonas.click('assessment.role', { value: 'Backend Developer (Go)' })
  const view = windowOf(await jonas.view())
  await deliver(journey, 'interaction', choice(jonas.id, view, 'lead', 11))
  await deliver(journey, 'interaction', choice(jonas.id, view, 'senior', 10))
  await journey.idle()
  expect(wordsIn(await jonas.view())).toContain('*What Lead / Staff asks of Go developers*')
})

test('a choice that arrives after *Next* does not bring step 1 back', async () => {
  const ines = journey.as('U0INESMOUR')
  await ines.command('/nats-level')
  await ines.click('assessment.role', { value: 'Backend Developer (Go)' })
  const view = windowOf(await ines.view())
  await ines.submit({ 'assessment.level': 'Middle (2 of 5)' })
  await deliver(journey, 'interaction', choice(ines.id, view, 'senior', 99))
  await journey.idle()
  expect((await ines.view())?.callback_id).toBe('assessment.step-items')
  journey.takeRefusals('hash_conflict')
})

test('a save that was corrected before it was sent again is recorded as corrected', async () => {
  const tomas = journey.as('U0TOMASREG')
  await tomas.command('/nats-level')
  const items = await tomas.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  const topics = await tomas.submit(Object.fromEntries(labelsIn(items.view).map((label) => [label, 'With help'])))
  const view = windowOf(topics.view)
  // The first answer was lost on its way back; the form is still there, and the person changes their mind.
  await deliver(journey, 'interaction', submissionOf(tomas.id, view, ratings(view, '1')))
  await deliver(journey, 'interaction', submissionOf(tomas.id, view, ratings(view, '3')))
  await deliver(journey, 'interaction', submissionOf(tomas.id, view, ratings(view, '3')))
  const rows = await journey.database.sql(
    "select nth, ratings from assessment a join person p on p.id = a.person_id where slack_id = 'U0TOMASREG' order by nth",
  )
  expect(rows).toEqual([
    { nth: 1, ratings: [1, 1, 1, 1, 1] },
    { nth: 2, ratings: [3, 3, 3, 3, 3] },
  ])
})

test('when the wording changes under an open form, everything said so far is kept', async () => {
  const leila = journey.as('U0LEILAHAD')
  await fillForm(leila)
  await leila.command('/nats-level')
  await leila.click('Only topics and note')
  const changed = reworded(nats, 'go-middle-tests', 'Writes tests for every consumer.')
  await journey.release([changed])
  const again = await leila.submit({
    ...someTopics,
    'Pub/sub': '4 · Could teach it',
    'Note or link': 'typed under the old wording',
  })
  expect(wordsIn(again.view)).toContain(
    'The expectations were updated while this was open. Your answers are kept; please look at them once more.',
  )
  const items = await leila.submit({})
  expect(labelsIn(items.view)).toContain('Writes tests for every consumer.')
  const topics = await leila.submit({})
  expect(JSON.stringify(topics.view?.state.values)).toContain('typed under the old wording')
  expect(JSON.stringify(topics.view?.state.values)).toContain('4 · Could teach it')
})

/** A click on a level’s radio, so many seconds from now, as Slack delivers it. */
function choice(userId: string, view: SeenView, level: string, second: number): object {
  return picked(userId, view, 'assessment.level', { 'assessment.level': level }, second)
}

/** A click on this field when these options stand in the fields, so many seconds from now. */
function picked(
  userId: string,
  view: SeenView,
  actionId: string,
  options: Readonly<Record<string, string>>,
  second: number,
): object {
  const values = Object.fromEntries(
    Object.entries(view.state.values).map(([block, fields]) => [
      block,
      Object.fromEntries(
        Object.entries(fields).map(([id, field]) => [
          id,
          options[id] === undefined ? field : { ...field, selected_option: { value: options[id] } },
        ]),
      ),
    ]),
  )
  const clickedAt = (Date.now() / 1_000 + second).toFixed(6)
  const action = { type: 'radio_buttons', action_id: actionId, block_id: 'b', action_ts: clickedAt }
  return { ...submissionOf(userId, view, values), type: 'block_actions', actions: [action] }
}

function ratings(view: SeenView, rating: string) {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([block, fields]) => [
      block,
      Object.fromEntries(
        Object.keys(fields).map((id) => [
          id,
          id === 'assessment.topic'
            ? { type: 'static_select', selected_option: { value: rating } }
            : { type: 'plain_text_input', value: null },
        ]),
      ),
    ]),
  )
}

function windowOf(view: SeenView | null): SeenView {
  if (!view) throw new Error('there is no window')
  return view
}
