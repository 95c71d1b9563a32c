import { isInput, type Place } from '../blocks.ts'
import type { Person } from '../company.ts'
import { deliver, failureOf } from '../deliver.ts'
import { type Json, readJson, record, text } from '../json.ts'
import { actionPayload, suggestionPayload } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { optionsOf } from '../validate/parts.ts'
import { keepingOf } from '../views/state.ts'
import type { Where } from '../where.ts'
import type { Deed } from './outcome.ts'

/** Whether using this element tells the app at once. */
export function dispatches(place: Place): boolean {
  return !isInput(place) || place.block.dispatch_action === true
}

/** Tells the app what was pressed or picked. A click is acked with nothing; anything else Slack throws away. */
export async function actOn(slack: Slack, person: Person, where: Where, place: Place, chosen: Json): Promise<Deed> {
  const content = actionPayload(slack, person, where, place, chosen)
  const ack = await deliver(slack, { as: 'interaction', what: `block_actions ${place.actionId}`, content })
  const failure = failureOf(ack)
  if (failure) {
    slack.journal.write('trouble', { user: person.id, failure })
    return { ackMs: null, notice: `This app did not answer in time or could not be reached ("${failure}"). Try again.` }
  }
  if (ack.kind === 'acked' && ack.body.trim() !== '')
    slack.journal.write('trouble', { user: person.id, failure: BODY_LOST, body: ack.body })
  return { ackMs: ack.ms }
}

const BODY_LOST = 'an ack of block_actions must be empty; what it said is lost'

/** What was chosen, as the action repeats it. */
export function chosenIn(place: Place, value: unknown): Json {
  const keeping = keepingOf(place.element)
  return keeping ? { [keeping.property]: value } : {}
}

/** The options a person is offered; a list of the app's own is asked for with what they typed. */
export async function offeredOptions(
  slack: Slack,
  person: Person,
  where: Where,
  place: Place,
  typed: unknown,
): Promise<readonly Json[]> {
  if (!text(place.element.type).endsWith('external_select')) return optionsOf(place.element)
  const content = suggestionPayload(slack, person, where, place, text(typed))
  const ack = await deliver(slack, { as: 'interaction', what: `block_suggestion ${place.actionId}`, content })
  return ack.kind === 'acked' ? optionsOf(record(readJson(ack.body))) : []
}
