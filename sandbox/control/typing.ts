import type { Place } from '../blocks.ts'
import { type Json, list, record, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { keepingOf, withValue } from '../views/state.ts'
import { fillIn, valuesOn } from '../where.ts'
import { actOn, chosenIn, offeredOptions } from './act.ts'
import { mustBeInstalled, readBody, readPerson, readTyped } from './input.ts'
import { NOTHING_SENT, sawAfter } from './outcome.ts'
import { pickedValue } from './pick.ts'
import { refuse } from './refusal.ts'
import { findTarget, readTarget, TARGET } from './target.ts'

/** Types into a text field without leaving it: the app hears of it only where it asked to, character by character. */
export async function typeIntoField(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', ...TARGET])
  const person = readPerson(slack, given.user)
  const target = readTarget(given)
  return sawAfter(slack, person, async () => {
    const { where, place } = findTarget(slack, person, target)
    if (!isTextField(place))
      return refuse(`${place.blockId} (${place.actionId}) is a ${text(place.element.type)}; nothing is typed there.`)
    const value = pickedValue(slack, person, place, [], target.value)
    const filled = fillIn(slack, where, person.id, withValue(valuesOn(where, person.id), place, value))
    return hearsEveryCharacter(place) ? actOn(slack, person, filled, place, chosenIn(place, value)) : NOTHING_SENT
  })
}

/** What a list offers for the letters typed so far; a list of the app's own is asked for. */
export async function readOptions(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', ...TARGET, 'typed'])
  const person = readPerson(slack, given.user)
  const typed = readTyped(given.typed)
  mustBeInstalled(slack)
  const { where, place } = findTarget(slack, person, readTarget(given))
  return { ok: true, options: await offeredOptions(slack, person, where, place, typed) }
}

function isTextField({ element }: Place): boolean {
  return /^(plain|email|url|number|rich)_?\w*_input$/.test(text(element.type)) && keepingOf(element) !== undefined
}

/** blocks/input-block, dispatch_action_config: by default a field with `dispatch_action` tells of Enter alone. */
function hearsEveryCharacter({ block, element }: Place): boolean {
  const moments = list(record(element.dispatch_action_config).trigger_actions_on)
  return block.dispatch_action === true && moments.includes('on_character_entered')
}
