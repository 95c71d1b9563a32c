import { putView } from '../api/views.ts'
import { type Place, placesIn } from '../blocks.ts'
import type { Person } from '../company.ts'
import { type Json, sameJson, shown, text } from '../json.ts'
import type { Where } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { optionsOf } from '../validate/parts.ts'
import type { View } from '../views/stack.ts'
import { initialValues, keepingOf, valueIn, withValue } from '../views/state.ts'
import { type Message, notePicked, topView, visibleTo } from '../workspace.ts'
import { actInMessage, actInView, chosenIn, dispatches, offeredOptions, withChosen } from './act.ts'
import { clickedPlace, listed, meantBy } from './find.ts'
import { readBody, readOptionalText, readPerson, readText } from './input.ts'
import { type Deed, NOTHING_SENT, sawAfter } from './outcome.ts'
import { pickedOption, pickedValue } from './pick.ts'
import { refuse } from './refusal.ts'

/** A click, as asked for. */
interface Click {
  readonly action: string
  readonly value: unknown
  readonly where: 'view' | 'home' | 'message' | undefined
  readonly channel: string | undefined
  readonly ts: string | undefined
}

export async function clickElement(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', 'action', 'in', 'channel', 'ts', 'value'])
  const person = readPerson(slack, given.user)
  const click: Click = {
    action: readText(given, 'action'),
    value: given.value,
    where: readWhere(given.in),
    channel: readOptionalText(given, 'channel'),
    ts: readOptionalText(given, 'ts'),
  }
  return sawAfter(slack, person, () => perform(slack, person, click))
}

function readWhere(value: unknown): Click['where'] {
  if (value === undefined || value === 'view' || value === 'home' || value === 'message') return value
  return refuse(`“in” is ${shown(value)}; expected view, home or message.`)
}

/** Without a word on where: the open window covers everything else; then the newest message that has it, then Home. */
async function perform(slack: Slack, person: Person, click: Click): Promise<Deed> {
  const where = click.where ?? (click.ts || click.channel ? 'message' : undefined)
  const view = topView(slack.workspace, person.id)
  const home = slack.workspace.homes.get(person.id)
  if (where === 'view' || (where === undefined && view))
    return clickInView(slack, person, view ?? refuse(`No window is open for ${person.id}.`), click)
  const message = where === 'home' ? undefined : messageWith(slack, person, click)
  if (message) return clickInMessage(slack, person, message, click)
  if (where === 'message')
    return refuse(`No message ${person.id} can see has “${click.action}”; newest: ${newest(slack, person)}.`)
  return clickInView(
    slack,
    person,
    home ??
      refuse(
        `No Home tab of ${person.id} is drawn and no message has “${click.action}”; GET /control/home opens the tab.`,
      ),
    click,
  )
}

function messageWith(slack: Slack, person: Person, { action, value, channel, ts }: Click): Message | undefined {
  const possible = visibleTo(slack.workspace, person.id).filter(
    (message) => (channel === undefined || message.channel === channel) && (ts === undefined || message.ts === ts),
  )
  const meant = (message: Message): readonly Place[] => meantBy(placesIn(message.blocks), action)
  const hasButton = ({ element }: Place): boolean => element.type !== 'button' || text(element.value) === value
  return (
    possible.findLast((message) => meant(message).some((place) => value === undefined || hasButton(place))) ??
    possible.findLast((message) => meant(message).length > 0)
  )
}

function newest(slack: Slack, person: Person): string {
  const message = visibleTo(slack.workspace, person.id).at(-1)
  return message ? listed(placesIn(message.blocks)) : 'no message at all'
}

async function clickInView(slack: Slack, person: Person, view: View, click: Click): Promise<Deed> {
  const places = placesIn(view.blocks)
  const place = clickedPlace(places, click.action, click.value)
  if (!place)
    return refuse(
      `“${click.action}” is not ${view.kind === 'home' ? 'on the Home tab' : 'in this window'}; there is: ${listed(places)}.`,
    )
  if (!keepingOf(place.element)) return actInView(slack, person, view, place, plainChoice(place, click.value))
  const value = await picked(slack, person, { view }, place, click.value)
  // Choosing again what is chosen already moves nothing on the screen, so nothing is sent.
  if (sameJson(value, valueIn(view.values, place))) return NOTHING_SENT
  const filled = withChosen(view, place, value)
  putView(slack.workspace, filled)
  return dispatches(place) ? actInView(slack, person, filled, place, chosenIn(place, value)) : NOTHING_SENT
}

async function clickInMessage(slack: Slack, person: Person, message: Message, click: Click): Promise<Deed> {
  const place = clickedPlace(placesIn(message.blocks), click.action, click.value)
  if (!place) return refuse(`“${click.action}” is not in that message.`)
  const values = message.picked[person.id] ?? initialValues(message.blocks)
  if (!keepingOf(place.element))
    return actInMessage(
      slack,
      person,
      notePicked(slack.workspace, message, person.id, values),
      place,
      plainChoice(place, click.value),
    )
  const value = await picked(slack, person, { message }, place, click.value)
  if (sameJson(value, valueIn(values, place))) return NOTHING_SENT
  const noted = notePicked(slack.workspace, message, person.id, withValue(values, place, value))
  return dispatches(place) ? actInMessage(slack, person, noted, place, chosenIn(place, value)) : NOTHING_SENT
}

/** Buttons choose nothing; the three dots offer options without keeping the one that was chosen. */
function plainChoice(place: Place, value: unknown): Json {
  if (place.element.type !== 'overflow') return {}
  return { selected_option: pickedOption(place, optionsOf(place.element), text(value)) }
}

async function picked(slack: Slack, person: Person, where: Where, place: Place, wanted: unknown): Promise<unknown> {
  if (wanted === undefined) {
    return refuse(`${place.blockId} (${place.actionId}) is a ${text(place.element.type)}; “value” says what to pick.`)
  }
  const options = await offeredOptions(slack, person, where, place, wanted)
  return pickedValue(slack.workspace, place, options, wanted)
}
