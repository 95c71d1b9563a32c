import type { Place } from '../blocks.ts'
import type { Person } from '../company.ts'
import { type Json, record, shown, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { keepingOf } from '../views/state.ts'
import type { Workspace } from '../workspace.ts'
import { pickedFiles } from './files.ts'
import { refuse } from './refusal.ts'

/**
 * The state's value for what a person picks or types: an option by its value or its words, a person by id, @handle or
 * name, a channel by id or #name, everything else as typed. Null empties the field.
 */
export function pickedValue(
  slack: Slack,
  person: Person,
  place: Place,
  options: readonly Json[],
  wanted: unknown,
): unknown {
  const { workspace } = slack
  const kind = text(place.element.type)
  const isSeveral = keepingOf(place.element)?.several ?? false
  if (kind === 'file_input') return pickedFiles(slack, person, place, wanted)
  if (wanted === null || wanted === '') return isSeveral ? [] : null
  const pick = (each: unknown): unknown => pickedOne(workspace, place, options, each)
  if (!isSeveral)
    return Array.isArray(wanted) ? refuse(`${place.blockId} takes one value, found ${shown(wanted)}.`) : pick(wanted)
  const chosen = (Array.isArray(wanted) ? wanted : [wanted]).map(pick)
  const most = place.element.max_selected_items
  return typeof most === 'number' && chosen.length > most
    ? refuse(`${place.blockId} lets at most ${most} be picked, found ${chosen.length}.`)
    : chosen
}

function pickedOne(workspace: Workspace, place: Place, options: readonly Json[], wanted: unknown): unknown {
  const kind = text(place.element.type)
  if (kind === 'datetimepicker') return moment(place, wanted)
  const words = typeof wanted === 'number' ? String(wanted) : wanted
  if (typeof words !== 'string') return refuse(`${place.blockId} takes text, found ${shown(wanted)}.`)
  if (kind === 'rich_text_input') return richText(words)
  if (kind === 'datepicker') return fitting(place, words, /^\d{4}-\d\d-\d\d$/, 'a date as YYYY-MM-DD')
  if (kind === 'timepicker') return fitting(place, words, /^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm')
  if (kind.endsWith('users_select')) return personId(workspace, place, words)
  if (kind.endsWith('channels_select') || kind.endsWith('conversations_select'))
    return conversationId(workspace, place, words)
  return isTyped(kind) ? words : pickedOption(place, options, words)
}

function isTyped(kind: string): boolean {
  return kind.endsWith('_input') && kind !== 'file_input'
}

export function pickedOption(place: Place, options: readonly Json[], wanted: string): Json {
  const wordsOf = (option: Json): string => text(record(option.text).text)
  const found =
    options.find(({ value }) => value === wanted) ??
    options.find((option) => wordsOf(option) === wanted) ??
    options.find((option) => wordsOf(option).toLowerCase() === wanted.toLowerCase())
  if (found) return found
  const offered = options.map((option) => `${text(option.value)} (${wordsOf(option)})`).join(', ')
  return refuse(
    `“${wanted}” is not an option of ${place.blockId} (${place.actionId}); there are: ${offered || 'none'}.`,
  )
}

function fitting(place: Place, words: string, pattern: RegExp, expected: string): string {
  return pattern.test(words) ? words : refuse(`“${words}” does not fit ${place.blockId}; expected ${expected}.`)
}

function moment(place: Place, wanted: unknown): number {
  const seconds = Number(wanted)
  return /^\d{10}$/.test(String(wanted))
    ? seconds
    : refuse(`${shown(wanted)} does not fit ${place.blockId}; expected ten digits of Unix seconds.`)
}

function richText(words: string): Json {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: words }] }
  return { type: 'rich_text', elements: [section] }
}

function personId(workspace: Workspace, place: Place, words: string): string {
  const bare = words.replace(/^@/, '')
  const people = [...workspace.people.values()]
  const found = people.find(({ id, handle, realName }) => id === bare || handle === bare || realName === bare)
  return found
    ? found.id
    : refuse(`“${words}” is nobody in this workspace; ${place.blockId} expects an id, @handle or name.`)
}

function conversationId(workspace: Workspace, place: Place, words: string): string {
  const bare = words.replace(/^#/, '')
  const found = [...workspace.channels.values()].find(({ id, name }) => id === bare || name === bare)
  return found
    ? found.id
    : refuse(`“${words}” is no channel of this workspace; ${place.blockId} expects an id or #name.`)
}
