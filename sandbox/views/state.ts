import { isInput, type Place, placesIn } from '../blocks.ts'
import { type Json, list, record, records, sameJson, text } from '../json.ts'
import { optionsOf } from '../validate/parts.ts'

/** What stands in each field: block id → action id → value, as in `view.state.values`. */
export type Values = Readonly<Record<string, Readonly<Record<string, Json>>>>

/** How each kind of element keeps what was entered: the property Slack names it by, and how it begins. */
interface Keeping {
  readonly property: string
  readonly initial: string
  readonly several: boolean
}

function one(property: string, initial: string): Keeping {
  return { property, initial, several: false }
}

function many(property: string, initial: string): Keeping {
  return { property, initial, several: true }
}

const KEEPINGS = new Map<string, Keeping>(
  Object.entries({
    plain_text_input: one('value', 'initial_value'),
    email_text_input: one('value', 'initial_value'),
    url_text_input: one('value', 'initial_value'),
    number_input: one('value', 'initial_value'),
    rich_text_input: one('rich_text_value', 'initial_value'),
    radio_buttons: one('selected_option', 'initial_option'),
    static_select: one('selected_option', 'initial_option'),
    external_select: one('selected_option', 'initial_option'),
    users_select: one('selected_user', 'initial_user'),
    conversations_select: one('selected_conversation', 'initial_conversation'),
    channels_select: one('selected_channel', 'initial_channel'),
    datepicker: one('selected_date', 'initial_date'),
    timepicker: one('selected_time', 'initial_time'),
    datetimepicker: one('selected_date_time', 'initial_date_time'),
    checkboxes: many('selected_options', 'initial_options'),
    multi_static_select: many('selected_options', 'initial_options'),
    multi_external_select: many('selected_options', 'initial_options'),
    multi_users_select: many('selected_users', 'initial_users'),
    multi_conversations_select: many('selected_conversations', 'initial_conversations'),
    multi_channels_select: many('selected_channels', 'initial_channels'),
    file_input: many('files', ''),
  }),
)

/** The property of the state that holds such an element's value; undefined for buttons and other elements without one. */
export function keepingOf(element: Json): Keeping | undefined {
  return KEEPINGS.get(text(element.type))
}

/** The state of a freshly drawn surface: initial values, null or an empty list where there is none. */
export function initialValues(blocks: readonly Json[]): Values {
  return gathered(placesIn(blocks), initialValue)
}

/**
 * The state after a redraw. What was entered stays only where block id, action id and kind are unchanged; an option
 * that is no longer offered is lost. Everything else begins anew.
 */
export function keptValues(before: readonly Json[], values: Values, after: readonly Json[]): Values {
  const kindBefore = new Map(placesIn(before).map((place) => [nameOf(place), text(place.element.type)]))
  return gathered(placesIn(after), (place) => {
    const entered = values[place.blockId]?.[place.actionId]
    const isSame = kindBefore.get(nameOf(place)) === text(place.element.type)
    return (isSame && entered ? stillOffered(place.element, entered) : undefined) ?? initialValue(place)
  })
}

/** The state with one field's value replaced. */
export function withValue(values: Values, place: Place, value: unknown): Values {
  const keeping = keepingOf(place.element)
  if (!keeping) return values
  const entry = { type: text(place.element.type), [keeping.property]: value }
  return { ...values, [place.blockId]: { ...values[place.blockId], [place.actionId]: entry } }
}

/** What stands in a field now; null when it is empty. */
export function valueIn(values: Values, place: Place): unknown {
  const keeping = keepingOf(place.element)
  return keeping ? (values[place.blockId]?.[place.actionId]?.[keeping.property] ?? null) : null
}

export function isEmptyValue(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Of the input blocks alone: what a submission must answer for. */
export function inputsOf(blocks: readonly Json[]): readonly Place[] {
  return placesIn(blocks).filter(isInput)
}

function nameOf({ blockId, actionId }: Place): string {
  return JSON.stringify([blockId, actionId])
}

function gathered(places: readonly Place[], read: (place: Place) => Json | undefined): Values {
  const values: Record<string, Record<string, Json>> = {}
  for (const place of places) {
    const value = read(place)
    if (value) values[place.blockId] = { ...values[place.blockId], [place.actionId]: value }
  }
  return values
}

function initialValue({ element }: Place): Json | undefined {
  const keeping = keepingOf(element)
  if (!keeping) return undefined
  const initial = element[keeping.initial] ?? (keeping.several ? [] : null)
  return { type: text(element.type), [keeping.property]: initial }
}

/** The value if its element still offers it; undefined when it is lost. */
function stillOffered(element: Json, entered: Json): Json | undefined {
  const options = optionsOf(element)
  if (options.length === 0) return entered
  const current = (chosen: unknown): Json | undefined =>
    options.find((each) => sameJson(each.value, record(chosen).value))
  if (entered.selected_options !== undefined) {
    const left = records(list(entered.selected_options).map(current))
    const hadSome = list(entered.selected_options).length > 0
    return hadSome && left.length === 0 ? undefined : { ...entered, selected_options: left }
  }
  if (entered.selected_option === null) return entered
  const left = current(entered.selected_option)
  return left && { ...entered, selected_option: left }
}
