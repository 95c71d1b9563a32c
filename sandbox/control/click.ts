import { type Place, placesIn } from '../blocks.ts'
import type { Person } from '../company.ts'
import { type Json, record, sameJson, shown, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { optionsOf } from '../validate/parts.ts'
import { keepingOf, valueIn, withValue } from '../views/state.ts'
import { blocksOn, fillIn, valuesOn, type Where } from '../where.ts'
import { type Message, topView, visibleTo } from '../workspace.ts'
import { actOn, chosenIn, dispatches, offeredOptions } from './act.ts'
import { clickedPlace, listed, meantBy } from './find.ts'
import { mustBeInstalled, readBody, readOptionalText, readPerson, readText } from './input.ts'
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

async function perform(slack: Slack, person: Person, click: Click): Promise<Deed> {
  mustBeInstalled(slack)
  const where = surfaceOf(slack, person, click)
  const places = placesIn(blocksOn(where))
  const place = clickedPlace(places, click.action, click.value)
  if (!place) {
    const own = isOwnButton(where, click.action)
      ? ' That is the window’s own button: POST /control/submit presses it.'
      : ''
    return refuse(`“${click.action}” is not ${spoken(where)}; there is: ${listed(places)}.${own}`)
  }
  if (!keepingOf(place.element)) return actOn(slack, person, where, place, plainChoice(place, click.value))
  const value = await picked(slack, person, where, place, click.value)
  const values = valuesOn(where, person.id)
  // Choosing again what is chosen already moves nothing on the screen, so nothing is sent.
  if (sameJson(value, valueIn(values, place))) return NOTHING_SENT
  const filled = fillIn(slack, where, person.id, withValue(values, place, value))
  return dispatches(place) ? actOn(slack, person, filled, place, chosenIn(place, value)) : NOTHING_SENT
}

/** Without a word on where: the open window covers everything else; then the newest message that has it, then Home. */
function surfaceOf(slack: Slack, { id: user }: Person, click: Click): Where {
  const where = click.where ?? (click.ts || click.channel ? 'message' : undefined)
  const view = topView(slack.workspace, user)
  if (view && (where === 'view' || where === undefined)) return { view }
  if (where === 'view') return refuse(`No window is open for ${user}.`)
  const message = where === 'home' ? undefined : messageWith(slack, user, click)
  if (message) return { message }
  if (where === 'message')
    return refuse(`No message ${user} can see has “${click.action}”; newest: ${newest(slack, user)}.`)
  const home = slack.workspace.homes.get(user)
  if (home) return { view: home }
  return refuse(
    `No Home tab of ${user} is drawn and no message has “${click.action}”; GET /control/home opens the tab.`,
  )
}

/** Submit buttons stand below a window's blocks. */
function isOwnButton(where: Where, action: string): boolean {
  return 'view' in where && text(record(where.view.content.submit).text) === action
}

function spoken(where: Where): string {
  if ('message' in where) return 'in that message'
  return where.view.kind === 'home' ? 'on the Home tab' : 'in this window'
}

function messageWith(slack: Slack, user: string, { action, value, channel, ts }: Click): Message | undefined {
  const possible = visibleTo(slack.workspace, user).filter(
    (message) => (channel === undefined || message.channel === channel) && (ts === undefined || message.ts === ts),
  )
  const meant = (message: Message): readonly Place[] => meantBy(placesIn(message.blocks), action)
  const hasButton = ({ element }: Place): boolean => element.type !== 'button' || text(element.value) === value
  return (
    possible.findLast((message) => meant(message).some((place) => value === undefined || hasButton(place))) ??
    possible.findLast((message) => meant(message).length > 0)
  )
}

function newest(slack: Slack, user: string): string {
  const message = visibleTo(slack.workspace, user).at(-1)
  return message ? listed(placesIn(message.blocks)) : 'no message at all'
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
  return pickedValue(slack, person, place, options, wanted)
}
