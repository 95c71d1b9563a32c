import type { Place } from '../blocks.ts'
import type { Person } from '../company.ts'
import { type Json, records, sameJson, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { optionsOf } from '../validate/parts.ts'
import { keepingOf, valueIn, withValue } from '../views/state.ts'
import { fillIn, valuesOn } from '../where.ts'
import { actOn, chosenIn, dispatches, offeredOptions } from './act.ts'
import { mustBeInstalled, readBody, readPerson, readTyped } from './input.ts'
import { type Deed, NOTHING_SENT, sawAfter } from './outcome.ts'
import { pickedOption, pickedValue } from './pick.ts'
import { refuse } from './refusal.ts'
import { type Found, findTarget, readTarget, TARGET } from './target.ts'

/** Presses a button, picks from a list, fills a field and leaves it. */
export async function clickElement(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', ...TARGET, 'typed'])
  const person = readPerson(slack, given.user)
  const target = readTarget(given)
  const typed = given.typed === undefined ? undefined : readTyped(given.typed)
  return sawAfter(slack, person, async () => {
    mustBeInstalled(slack)
    const { where, place } = findTarget(slack, person, target)
    if (!keepingOf(place.element)) return actOn(slack, person, where, place, plainChoice(place, target.value))
    if (target.value === undefined)
      return refuse(`${place.blockId} (${place.actionId}) is a ${text(place.element.type)}; “value” says what to pick.`)
    const offered = await offeredOptions(slack, person, where, place, typed ?? target.value)
    // While the app was asked it may have drawn the window anew, or its person may have typed into another field.
    return pick(slack, person, findTarget(slack, person, target), offered, target.value)
  })
}

async function pick(
  slack: Slack,
  person: Person,
  { where, place }: Found,
  offered: readonly Json[],
  wanted: unknown,
): Promise<Deed> {
  const values = valuesOn(where, person.id)
  // What a list of the app's own holds already can be kept, whatever it offers for other letters.
  const options = [...offered, ...records([valueIn(values, place)].flat())]
  const value = pickedValue(slack, person, place, options, wanted)
  // Choosing again what is chosen already moves nothing on the screen, so nothing is sent.
  if (sameJson(value, valueIn(values, place))) return NOTHING_SENT
  const filled = fillIn(slack, where, person.id, withValue(values, place, value))
  return dispatches(place) ? actOn(slack, person, filled, place, chosenIn(place, value)) : NOTHING_SENT
}

/** Buttons choose nothing; the three dots offer options without keeping the one that was chosen. */
function plainChoice(place: Place, value: unknown): Json {
  if (place.element.type !== 'overflow') return {}
  return { selected_option: pickedOption(place, optionsOf(place.element), text(value)) }
}
