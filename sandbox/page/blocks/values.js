import { useEffect, useState } from 'preact/hooks'
import { list, record, records, words } from './json.js'

/**
 * @import { Json } from './json.js'
 * @import { Surface } from './surface.js'
 */

/**
 * Where Slack's state keeps what stands in an element, and where the element says how it begins.
 * @type {Readonly<Record<string, readonly [string, string]>>}
 */
const KEPT = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  radio_buttons: ['selected_option', 'initial_option'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  file_input: ['files', ''],
}

/**
 * What stands in an element now: an option, a list of them, an id, text, …
 * @param {Surface} surface @param {Json} block @param {Json} element
 */
export function valueIn(surface, block, element) {
  const [kept, initial] = KEPT[words(element.type)] ?? ['value', 'initial_value']
  const entry = surface.valueOf(words(block.block_id), words(element.action_id))
  return entry ? entry[kept] : element[initial]
}

/** What can be picked, groups laid flat. @param {Json} element */
export function optionsOf(element) {
  return [...records(element.options), ...records(element.option_groups).flatMap((group) => records(group.options))]
}

/**
 * What stands in an element, in the form a click sends it: option values instead of options.
 * @param {unknown} value @returns {unknown}
 */
export function sentForm(value) {
  if (Array.isArray(value)) return list(value).map(sentForm)
  return typeof value === 'object' ? words(record(value).value) : (value ?? '')
}

/** How long a choice stays after its click is over: the news of it may come a moment later than the answer. */
const GRACE_MS = 500

/**
 * The choice one sees at once, and how to make another. A choice stands on the screen before the surface has it; it
 * gives way when the surface says something new, or when its click is over and has changed nothing.
 * @param {Surface} surface @param {Json} block @param {Json} element
 * @returns {[unknown, (value: unknown) => void, () => void]} the choice as a click sends it; choose; take it back
 */
export function useChoice(surface, block, element) {
  const kept = sentForm(valueIn(surface, block, element))
  const keptText = JSON.stringify(kept)
  const isBusy = surface.isBusy(words(block.block_id), words(element.action_id))
  const [picked, setPicked] = useState(/** @type {{ value: unknown, over: string, wasBusy: boolean } | null} */ (null))
  useEffect(() => {
    if (!picked) return undefined
    if (picked.over !== keptText) setPicked(null)
    else if (isBusy && !picked.wasBusy) setPicked({ ...picked, wasBusy: true })
    else if (picked.wasBusy && !isBusy) {
      const timer = setTimeout(() => setPicked(null), GRACE_MS)
      return () => clearTimeout(timer)
    }
    return undefined
  }, [picked, keptText, isBusy])
  const choose = (/** @type {unknown} */ value) => setPicked({ value, over: keptText, wasBusy: isBusy })
  return [picked ? picked.value : kept, choose, () => setPicked(null)]
}
