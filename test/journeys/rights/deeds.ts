import { drawn, type Place, placesIn } from '../../../sandbox/blocks.ts'
import { type Json, record, records, text } from '../../../sandbox/json.ts'
import { initialValues, keepingOf, type Values, withValue } from '../../../sandbox/views/state.ts'
import type { As } from '../../support/handed.ts'
import type { Actor } from './cast.ts'

/** What Slack brings, but for who did it, when, and where answers go. */
export interface Doing {
  readonly as: As
  readonly content: Json
}

/** Something that somebody types, presses or sends. */
export interface Deed {
  /** How the tables call it: “press directory.keep”. */
  readonly name: string
  readonly as: As
  /** The window or message in which it is done; none for what is typed. */
  readonly upon: Surface | undefined
  /** As it comes from this account. */
  readonly content: (upon: Json, slackId: string) => Json
}

/** A window or message as the bot has really drawn it for somebody. */
export interface Surface {
  readonly by: Actor
  readonly after: Deed | { readonly drawn: unknown }
  /** Its blocks, as they would stand in a message. */
  readonly asMessage?: true
}

/** What this person is shown by it. */
export function shown(by: Actor, after: Deed): Surface {
  return { by, after }
}

/** What stands on their Home tab stands in messages of the app as well: there it can be answered to. */
export function inMessage(surface: Surface): Surface {
  return { ...surface, asMessage: true }
}

/** What a worker has posted to them, or what stands there only with more rows than these tables have. */
export function posted(by: Actor, drawn: unknown): Surface {
  return { by, after: { drawn } }
}

/** A line after the command. */
export function typed(words: string): Deed {
  const content = () => ({ command: '/nats-level', text: words })
  return { name: `type ${words || '/nats-level'}`, as: 'command', upon: undefined, content }
}

export function shortcut(callbackId: string): Deed {
  const content = () => ({ type: 'shortcut', callback_id: callbackId })
  return { name: `shortcut ${callbackId}`, as: 'interaction', upon: undefined, content }
}

/** Something that an account did outside, or that became of it: Slack tells the bot. */
export function happens(type: string, event: (slackId: string) => Json): Deed {
  const content = (_: Json, slackId: string) => ({ type: 'event_callback', event: { type, ...event(slackId) } })
  return { name: `event ${type}`, as: 'event', upon: undefined, content }
}

/** What is chosen or entered: the value of the field, or of one of its options. */
export type Entered = string | readonly string[]

/** Presses a button, or chooses from a list, as it is drawn there. */
export function press(actionId: string, upon: Surface, entered?: Entered): Deed {
  const content = (surface: Json) => {
    const blocks = drawn(surface.blocks)
    const place = placeOf(blocks, actionId, entered)
    const values = initialValues(blocks)
    return {
      type: 'block_actions',
      ...surfaced(surface, entered === undefined ? values : withValue(values, place, valueFor(place, entered))),
      actions: [{ ...place.element, block_id: place.blockId, ...chosen(place, entered) }],
    }
  }
  return { name: `press ${actionId}${entered === undefined ? '' : ` ${entered}`}`, as: 'interaction', upon, content }
}

/** Types into a list that the bot fills. */
export function search(actionId: string, upon: Surface, value: string): Deed {
  const content = (surface: Json) => {
    const { blockId } = placeOf(drawn(surface.blocks), actionId)
    return { type: 'block_suggestion', ...surfaced(surface, {}), action_id: actionId, block_id: blockId, value }
  }
  return { name: `search ${actionId}`, as: 'interaction', upon, content }
}

/** Sends a window with what stands in its fields, and what is entered here besides, by action. */
export function send(callbackId: string, upon: Surface, entered: Readonly<Record<string, Entered>> = {}): Deed {
  const content = (surface: Json) => {
    if (surface.callback_id !== callbackId) throw new Error(`found ${surface.callback_id}, expected ${callbackId}`)
    const blocks = drawn(surface.blocks)
    for (const actionId of Object.keys(entered)) placeOf(blocks, actionId)
    const values = placesIn(blocks).reduce((before, place) => {
      const value = entered[place.actionId]
      return value === undefined ? before : withValue(before, place, valueFor(place, value))
    }, initialValues(blocks))
    return { type: 'view_submission', ...surfaced(surface, values), response_urls: [] }
  }
  return { name: `send ${callbackId}`, as: 'interaction', upon, content }
}

function surfaced(surface: Json, values: Values): Json {
  const isMessage = text(surface.type) === ''
  if (isMessage) return { container: { type: 'message', message_ts: '1.2', channel_id: 'D1' } }
  const { blocks: _, ...view } = surface
  return { view: { ...view, hash: '1.x', state: { values } } }
}

function placeOf(blocks: readonly Json[], actionId: string, entered?: Entered): Place {
  const places = placesIn(blocks).filter((place) => place.actionId === actionId)
  const offering = places.find(({ element }) => entered === undefined || optionOf(element, entered))
  const [found = places[0]] = [offering]
  if (found) return found
  throw new Error(`there is no ${actionId}, only ${placesIn(blocks).map((place) => place.actionId)}`)
}

function chosen({ element }: Place, entered: Entered | undefined): Json {
  const keeping = keepingOf(element)
  if (element.type === 'overflow') return { selected_option: optionOf(element, entered ?? '') ?? firstOption(element) }
  if (!keeping) return {}
  if (entered === undefined) return { [keeping.property]: firstOption(element) ?? element[keeping.initial] ?? null }
  return { [keeping.property]: valueFor({ element }, entered) }
}

/** As the kind of field keeps it. */
function valueFor({ element }: Pick<Place, 'element'>, entered: Entered): unknown {
  const property = keepingOf(element)?.property
  if (property === 'selected_options')
    return [entered].flat().map((each) => optionOf(element, each) ?? { value: String(each) })
  if (property === 'selected_option') return optionOf(element, entered) ?? { value: String(entered) }
  if (property === 'files') return [entered].flat().map((id) => ({ id }))
  return entered
}

/** By its value, the beginning of it, or its words. */
function optionOf(element: Json, entered: Entered): Json | undefined {
  return records(element.options).find(
    (each) =>
      each.value === entered || text(each.value).startsWith(`${entered}:`) || record(each.text).text === entered,
  )
}

function firstOption(element: Json): Json | undefined {
  return records(element.options)[0]
}
