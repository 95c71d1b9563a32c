import { type Place, placesIn } from '../blocks.ts'
import type { Person } from '../company.ts'
import { type Json, record, shown, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import type { View } from '../views/stack.ts'
import { blocksOn, type Where } from '../where.ts'
import { type Message, topView, visibleTo } from '../workspace.ts'
import { clickedPlace, listed, meantBy } from './find.ts'
import { readOptionalText, readText } from './input.ts'
import { refuse } from './refusal.ts'

/** What somebody acts on, as a request names it. */
export interface Target {
  readonly action: string
  /** Whoever sees ids names the very block; `action` is then an id too. */
  readonly block: string | undefined
  readonly where: 'view' | 'home' | 'message' | undefined
  /** The window that is meant, by id. */
  readonly view: string | undefined
  readonly channel: string | undefined
  readonly ts: string | undefined
  /** Tells equal buttons apart. */
  readonly value: unknown
}

export const TARGET = ['action', 'block', 'in', 'view', 'channel', 'ts', 'value'] as const

export function readTarget(given: Json): Target {
  return {
    action: readText(given, 'action'),
    block: readOptionalText(given, 'block'),
    where: readWhere(given.in),
    view: readOptionalText(given, 'view'),
    channel: readOptionalText(given, 'channel'),
    ts: readOptionalText(given, 'ts'),
    value: given.value,
  }
}

function readWhere(value: unknown): Target['where'] {
  if (value === undefined || value === 'view' || value === 'home' || value === 'message') return value
  return refuse(`“in” is ${shown(value)}; expected view, home or message.`)
}

export interface Found {
  readonly where: Where
  readonly place: Place
}

/** Finds the element, or refuses with a list of what there is. */
export function findTarget(slack: Slack, person: Person, target: Target): Found {
  const where = surfaceOf(slack, person, target)
  const places = placesIn(blocksOn(where))
  const place = placeAmong(places, target)
  if (place) return { where, place }
  const own = isOwnButton(where, target.action)
    ? ' That is the window’s own button: POST /control/submit presses it.'
    : ''
  const wanted = target.block === undefined ? target.action : `${target.block} (${target.action})`
  return refuse(`“${wanted}” is not ${spoken(where)}; there is: ${listed(places)}.${own}`)
}

function placeAmong(places: readonly Place[], { block, action, value }: Target): Place | undefined {
  if (block === undefined) return clickedPlace(places, action, value)
  return places.find(({ blockId, actionId }) => blockId === block && actionId === action)
}

/** Without a word on where: the open window covers everything else; then the newest message that has it, then Home. */
function surfaceOf(slack: Slack, { id: user }: Person, target: Target): Where {
  const where = target.where ?? whereOf(target)
  const view = topView(slack.workspace, user)
  if (view && (where === 'view' || where === undefined)) {
    mustBeMeant(view, target.view)
    return { view }
  }
  if (where === 'view') return refuse(`No window is open for ${user}.`)
  const message = where === 'home' ? undefined : messageWith(slack, user, target)
  if (message) return { message }
  if (where === 'message')
    return refuse(`No message ${user} can see has “${target.action}”; newest: ${newest(slack, user)}.`)
  const home = slack.workspace.homes.get(user)
  if (home) return { view: home }
  return refuse(
    `No Home tab of ${user} is drawn and no message has “${target.action}”; GET /control/home opens the tab.`,
  )
}

/** What names a message, or a window, says where. */
function whereOf({ ts, channel, view }: Target): Target['where'] {
  if (ts || channel) return 'message'
  return view ? 'view' : undefined
}

/** Whoever says which window they mean does nothing in another one that has come on top of it. */
export function mustBeMeant(top: View, meant: string | undefined): void {
  if (meant !== undefined && meant !== top.id)
    refuse(`Another window (${top.id}) is on top by now, so nothing was done in ${meant}.`)
}

/** Submit buttons stand below a window's blocks. */
function isOwnButton(where: Where, action: string): boolean {
  return 'view' in where && text(record(where.view.content.submit).text) === action
}

function spoken(where: Where): string {
  if ('message' in where) return 'in that message'
  return where.view.kind === 'home' ? 'on the Home tab' : 'in this window'
}

function messageWith(slack: Slack, user: string, { action, value, channel, ts }: Target): Message | undefined {
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
