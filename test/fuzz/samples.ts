import { record } from '../../sandbox/json.ts'
import { fillForm, goOn } from '../support/form.ts'
import type { Journey } from '../support/journey.ts'

/** A payload that Slack has really delivered, and what it cannot do without. */
export interface Sample {
  readonly as: 'command' | 'interaction' | 'event'
  readonly what: string
  readonly content: Readonly<Record<string, unknown>>
}

/** Walks somebody through everything there is, and keeps what was delivered to the bot meanwhile. */
export async function recordSamples(journey: Journey, slackId: string): Promise<readonly Sample[]> {
  const person = journey.as(slackId)
  await person.home()
  await fillForm(person, { note: 'See https://example.com/streams' })
  await person.close()
  for (const word of ['', 'show', 'show @maria', 'history', 'next', 'forget', 'help', 'hisory']) {
    await person.command(`/nats-level ${word}`.trim())
  }
  await lookAtLetters(journey, slackId)
  await person.click('Update my level', { in: 'message' })
  await goOn(person, { level: 'Senior (3 of 5)', items: 'On my own' })
  await person.close()
  await person.shortcut('assessment.open')
  for (const button of ['Only topics and note', 'Back', 'Back', 'Nothing has changed']) await person.click(button)
  await person.close()
  await person.home()
  await journey.idle()
  // From here on each of them would write again if it were let in.
  await journey.database.sql('truncate seen, form_draft; update person set home_opened_at = null')
  const deliveries = (await journey.journal()).filter(({ kind }) => kind === 'delivery')
  return deliveries.map(({ what, content }) => sampleOf(String(what), record(content)))
}

/** An admin’s window, and what can be pressed in it; the letters are gone afterwards, so that nothing is left to do. */
async function lookAtLetters(journey: Journey, slackId: string): Promise<void> {
  const person = journey.as(slackId)
  await journey.database.sql(
    `insert into letter (workspace_id, key, kind, person_id, state, reason, not_before, created_at, changed_at)
    select p.workspace_id, n, 'directory.welcome', p.id, 'failed', 'user_disabled', $2, $2, $2
    from person p
    cross join generate_series(1, 21) n
    where p.slack_id = $1`,
    [slackId, journey.world.now()],
  )
  await person.command('/nats-level admin')
  await person.click('Undelivered letters', { in: 'message' })
  await person.click('ops.letters.next')
  await person.click('ops.letters.menu', { value: 'Details' })
  await person.close()
  await person.click('ops.letters.menu', { value: 'Give up' })
  await person.click('ops.letters.filter', { value: 'waiting' })
  await person.click('ops.letters.retry-all')
  await person.close()
  await journey.database.sql('delete from letter')
}

function sampleOf(what: string, content: Readonly<Record<string, unknown>>): Sample {
  const as = what.startsWith('command') ? 'command' : what.startsWith('event') ? 'event' : 'interaction'
  // The journal keeps no secrets, these two among them.
  const trigger = 'trigger_id' in content ? { trigger_id: '1234.5678.abcdef' } : {}
  const hook = 'response_url' in content ? { response_url: 'https://hooks.slack.com/commands/T1/1/abc' } : {}
  return { as, what, content: { ...content, ...trigger, ...hook } }
}

/** The same from somebody else. */
export function by(sample: Sample, from: string, to: string): Sample {
  return { ...sample, content: record(JSON.parse(JSON.stringify(sample.content).replaceAll(from, to))) }
}
