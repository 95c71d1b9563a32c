import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { fillForm, labelsIn, someTopics } from '../support/form.ts'
import { deliver, submissionOf } from '../support/handed.ts'
import { isWaitedFor, recordedBy } from '../support/held.ts'
import { startJourney } from '../support/journey.ts'
import { type Person, type Seen, wordsIn } from '../support/person.ts'

// Every save here is held up longer than this, so that it is announced first.
const journey = await startJourney({ saveWithin: 50 })

test('a save that takes longer than an answer may says *Saving…*, and is finished in the same window', async () => {
  const diego = journey.as('U0DIEGOSAL')
  await fillForm(diego)
  await goToSave(diego)
  const release = await holdRecordOf('U0DIEGOSAL')
  const saving = diego.submit(someTopics)
  await vi.waitUntil(() => isWaitedFor(journey.database), { timeout: 5_000, interval: 10 })
  await vi.waitUntil(async () => wordsIn(await diego.view()) === 'Saving…', { timeout: 5_000, interval: 10 })
  expect(await recordedBy(journey.database, 'U0DIEGOSAL')).toBe(1)
  await release()
  const seen = await saving
  expect(wordsIn(seen.view)).toContain('Middle · Go is on record')
  expect(await recordedBy(journey.database, 'U0DIEGOSAL')).toBe(2)
})

test('a save that fails after *Saving…* brings the frame back with everything that was typed', async () => {
  const camila = journey.as('U0CAMILARI')
  await fillForm(camila)
  await goToSave(camila)
  const release = await holdRecordOf('U0CAMILARI', 'and fail')
  const saving = camila.submit({ ...someTopics, 'Note or link': 'not lost' })
  await vi.waitUntil(() => isWaitedFor(journey.database), { timeout: 5_000, interval: 10 })
  await vi.waitUntil(async () => wordsIn(await camila.view()) === 'Saving…', { timeout: 5_000, interval: 10 })
  await release()
  const failed = await saving
  expect(wordsIn(failed.view)).toContain('This could not be saved just now; your answers are still here.')
  expect(JSON.stringify(failed.view?.state.values)).toContain('not lost')
  expect(journey.takeTroubles()).toHaveLength(1)
  const saved = await camila.submit({})
  expect(wordsIn(saved.view)).toContain('Middle · Go is on record')
})

test('a window closed meanwhile changes nothing: the record stands, and the Home tab shows it', async () => {
  const ines = journey.as('U0INESMOUR')
  journey.setClock('2026-08-03T09:00:00Z')
  await ines.home()
  await fillForm(ines)
  journey.setClock('2026-11-23T09:00:00Z')
  const view = (await ines.command('/nats-level')).view
  if (!view) throw new Error('there is no window')
  await ines.close()
  const release = await holdRecordOf(ines.id)
  const action = { type: 'button', action_id: 'assessment.confirm', block_id: 'b', action_ts: '1.0' }
  const clicked = deliver(journey, 'interaction', {
    ...submissionOf(ines.id, view, {}),
    type: 'block_actions',
    view,
    actions: [action],
  })
  await vi.waitUntil(() => isWaitedFor(journey.database), { timeout: 5_000, interval: 10 })
  await clicked
  await release()
  await journey.idle()
  expect(await recordedBy(journey.database, ines.id)).toBe(2)
  const published = (await journey.journal()).filter((entry) => entry.method === 'views.publish')
  expect(JSON.stringify(published.at(-1))).toContain('confirmed Mon 23 Nov 2026')
  journey.takeRefusals('not_found')
})

test('a setting that takes longer says so too, and leads back to the settings, or back to the form', async () => {
  const maria = journey.as('U0MARIAKOW')
  await maria.command('/nats-level settings')
  await maria.click('directory.settings.hours')
  const saved = await whileHeld('person p where p.slack_id = $1 for update', maria, { Start: '07:00' })
  expect(saved.view?.callback_id).toBe('directory.settings')
  expect(wordsIn(saved.view)).toContain('07:00–17:00')
  expect(wordsIn((await maria.close()).view)).toContain('07:00–17:00')

  await maria.click('directory.settings.share')
  const people = { 'People who may see my level': ['U0KENJIMOR'] }
  const fault = { method: 'users.info', kind: 'slow', ms: 150, times: 1 }
  await fetch(`${journey.sandboxUrl}/control/faults`, { method: 'POST', body: JSON.stringify(fault) })
  const again = await maria.submit(people)
  expect(again.view?.callback_id).toBe('directory.settings.share.save')
  expect(wordsIn(again.view)).toMatch(/^kenji is a guest; only members of this workspace can be chosen\./)
  expect(JSON.stringify(again.view?.state.values)).toContain('U0KENJIMOR')
  await maria.close()

  await maria.click('directory.settings.messages')
  const failed = await whileHeld('person p where p.slack_id = $1 for update', maria, {}, 'and fail')
  expect(wordsIn(failed.view)).toMatch(
    /^This could not be saved just now, and nothing was changed\. Close this and try again in a minute\. Reference [A-Z2-9]{4}-[A-Z2-9]{2}$/,
  )
  expect(journey.takeTroubles()).toHaveLength(1)
})

/** Submits the open window while somebody holds rows that it needs, and sees that it says *Saving…* meanwhile. */
async function whileHeld(rows: string, person: Person, values: object, how?: 'and fail'): Promise<Seen> {
  const release = await hold(rows, person.id, how)
  const saving = person.submit({ ...values })
  await vi.waitUntil(() => isWaitedFor(journey.database), { timeout: 5_000, interval: 10 })
  await vi.waitUntil(async () => wordsIn(await person.view()) === 'Saving…', { timeout: 5_000, interval: 10 })
  await release()
  return saving
}

async function goToSave(person: Person): Promise<void> {
  await person.command('/nats-level')
  const items = await person.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  await person.submit(Object.fromEntries(labelsIn(items.view).map((label) => [label, 'With help'])))
}

/** Holds the row that every save of this person must change; the answer lets go, or makes whoever waits for it fail. */
async function holdRecordOf(slackId: string, how?: 'and fail'): Promise<() => Promise<void>> {
  return hold('standing s join person p on p.id = s.person_id where p.slack_id = $1 for update of s', slackId, how)
}

async function hold(rows: string, slackId: string, how?: 'and fail'): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: journey.database.url })
  await client.connect()
  await client.query('begin')
  await client.query(`select from ${rows}`, [slackId])
  return async () => {
    if (how === 'and fail') {
      await client.query(
        "select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      )
    }
    await client.query('commit')
    await client.end()
  }
}
