import { expect, test } from 'vitest'
import { fillForm, labelsIn } from '../support/form.ts'
import { deliver, submissionOf } from '../support/handed.ts'
import { recordedBy } from '../support/held.ts'
import { startJourney } from '../support/journey.ts'
import type { Person, SeenView } from '../support/person.ts'

const journey = await startJourney()
const { sql } = journey.database

test('a submission that Slack delivers again is recorded once, and both deliveries read the same', async () => {
  const view = await upToSave(journey.as('U0IVANPET'))
  const both = await Promise.all([save('U0IVANPET', view), save('U0IVANPET', view)])
  const later = await save('U0IVANPET', view)
  for (const { outcome, body } of [...both, later]) {
    expect(outcome).toBe('acked')
    expect(body).toContain('Middle · Go is on record')
  }
  expect(await recordedBy(journey.database, 'U0IVANPET')).toBe(1)
})

test('it is the unique key that does this: without it a submission delivered twice at once is recorded twice', async () => {
  await sql('alter table seen drop constraint seen_pkey')
  const jonas = await upToSave(journey.as('U0JONASWEB'))
  await Promise.all([save('U0JONASWEB', jonas), save('U0JONASWEB', jonas)])
  expect(await recordedBy(journey.database, 'U0JONASWEB')).toBe(2)

  await sql('delete from seen')
  await sql('alter table seen add constraint seen_pkey primary key (key)')
  const ines = await upToSave(journey.as('U0INESMOUR'))
  await Promise.all([save('U0INESMOUR', ines), save('U0INESMOUR', ines)])
  expect(await recordedBy(journey.database, 'U0INESMOUR')).toBe(1)
})

test('two forms of one person saved at once are both recorded, one after the other', async () => {
  const tomas = journey.as('U0TOMASREG')
  const first = await upToSave(tomas)
  const second = await upToSave(tomas)
  await Promise.all([save('U0TOMASREG', first), save('U0TOMASREG', second)])
  const rows = await sql(
    "select nth from assessment a join person p on p.id = a.person_id where slack_id = 'U0TOMASREG' order by nth",
  )
  expect(rows).toEqual([{ nth: 1 }, { nth: 2 }])
})

test('*Nothing has changed* pressed on two devices is recorded once', async () => {
  const leila = journey.as('U0LEILAHAD')
  await fillForm(leila)
  await leila.command('/nats-level')
  const view = await leila.view()
  const click = {
    ...submissionOf('U0LEILAHAD', view ?? nothing(), {}),
    type: 'block_actions',
    view,
    actions: [{ type: 'button', action_id: 'assessment.confirm', block_id: 'b', action_ts: '1.0' }],
  }
  await Promise.all([deliver(journey, 'interaction', click), deliver(journey, 'interaction', click)])
  expect(await recordedBy(journey.database, 'U0LEILAHAD')).toBe(2)
})

async function upToSave(person: Person): Promise<SeenView> {
  await person.command('/nats-level')
  const items = await person.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  const topics = await person.submit(Object.fromEntries(labelsIn(items.view).map((label) => [label, 'With help'])))
  return topics.view ?? nothing()
}

/** The same submission as the person’s own, as often as wanted. */
async function save(userId: string, view: SeenView) {
  const values = Object.fromEntries(
    Object.entries(view.state.values).map(([block, fields]) => [
      block,
      Object.fromEntries(
        Object.keys(fields).map((action) => [
          action,
          action === 'assessment.topic'
            ? { type: 'static_select', selected_option: { value: '2' } }
            : { type: 'plain_text_input', value: null },
        ]),
      ),
    ]),
  )
  return deliver(journey, 'interaction', submissionOf(userId, view, values))
}

function nothing(): never {
  throw new Error('there is no window')
}
