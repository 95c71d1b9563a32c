import type { Json } from '../json.ts'
import { list } from '../json.ts'
import {
  type Also,
  count,
  fault,
  flag,
  listOf,
  matching,
  need,
  oneOf,
  onlyOn,
  type Rule,
  shape,
  someOf,
  words,
} from './check.ts'
import {
  anyText,
  confirm,
  distinctOptions,
  imageElement,
  knownInitialOptions,
  option,
  optionGroup,
  plainText,
} from './parts.ts'
import { richText } from './rich-text.ts'

/** Interactive elements; which of them may stand where is said at the end. */

const named = { type: need(words()), action_id: words('action_id') }
const asking = { confirm }
const focus = { focus_on_load: flag }
const hinted = { placeholder: plainText('placeholder') }
const dispatching = {
  dispatch_action_config: shape({
    trigger_actions_on: someOf(oneOf('on_enter_pressed', 'on_character_entered')),
  }),
}
const labelled = { accessibility_label: words('button accessibility_label') }

const button = shape({
  ...named,
  ...asking,
  ...labelled,
  text: need(plainText('button text')),
  value: words('button value'),
  url: words('button url'),
  style: oneOf('primary', 'danger'),
})

const workflowButton = shape({
  ...named,
  ...labelled,
  text: need(plainText('button text')),
  workflow: need(
    shape({
      trigger: need(
        shape({
          url: need(words()),
          customizable_input_parameters: listOf(shape({ name: need(words()), value: need(words()) })),
        }),
      ),
    }),
  ),
  style: oneOf('primary', 'danger'),
})

const checkboxes = shape(
  {
    ...named,
    ...asking,
    ...focus,
    options: need(someOf(option.rich, 'checkboxes options')),
    initial_options: someOf(option.rich),
  },
  distinctOptions,
  knownInitialOptions,
)

const radioButtons = shape(
  {
    ...named,
    ...asking,
    ...focus,
    options: need(someOf(option.rich, 'radio_buttons options')),
    initial_option: option.rich,
  },
  distinctOptions,
  knownInitialOptions,
)

const overflow = shape({ ...named, ...asking, options: need(someOf(option.link, 'overflow options')) }, distinctOptions)

const isDay = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date as YYYY-MM-DD')
const isTime = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm')
const isMoment: Rule = (value, at) =>
  typeof value === 'number' && /^\d{10}$/.test(String(value)) ? [] : fault(at, 'must be ten digits of Unix seconds')

const datepicker = shape({ ...named, ...asking, ...focus, ...hinted, initial_date: isDay })
const timepicker = shape({ ...named, ...asking, ...focus, ...hinted, initial_time: isTime, timezone: words() })
const datetimepicker = shape({ ...named, ...asking, ...focus, initial_date_time: isMoment })

const menu = { ...named, ...asking, ...focus, ...hinted }
const several = { max_selected_items: count('select max_selected_items, smallest') }
const fixedOptions = {
  options: someOf(option.plain, 'select options'),
  option_groups: someOf(optionGroup, 'select option_groups'),
}
const filter = shape({
  include: someOf(oneOf('im', 'mpim', 'private', 'public')),
  exclude_external_shared_channels: flag,
  exclude_bot_users: flag,
})
const conversation = { default_to_current_conversation: flag, filter }

const eitherOptions: Also = (element, at) =>
  (element.options === undefined) === (element.option_groups === undefined)
    ? fault(at, 'must have either options or option_groups')
    : []

/** More chosen at the start than may be chosen at all. */
function initiallyWithin(property: string): Also {
  return (element, at) => {
    const chosen = list(element[property]).length
    const most = element.max_selected_items
    return typeof most === 'number' && chosen > most
      ? fault(`${at}/${property}`, `no more than ${most} items allowed, found ${chosen}`)
      : []
  }
}

const selects = {
  static_select: shape(
    { ...menu, ...fixedOptions, initial_option: option.plain },
    eitherOptions,
    distinctOptions,
    knownInitialOptions,
  ),
  external_select: shape({ ...menu, initial_option: option.plain, min_query_length: count() }),
  users_select: shape({ ...menu, initial_user: words() }),
  conversations_select: shape({ ...menu, ...conversation, initial_conversation: words(), response_url_enabled: flag }),
  channels_select: shape({ ...menu, initial_channel: words(), response_url_enabled: flag }),
  multi_static_select: shape(
    { ...menu, ...several, ...fixedOptions, initial_options: someOf(option.plain) },
    eitherOptions,
    distinctOptions,
    knownInitialOptions,
    initiallyWithin('initial_options'),
  ),
  multi_external_select: shape(
    { ...menu, ...several, initial_options: someOf(option.plain), min_query_length: count() },
    initiallyWithin('initial_options'),
  ),
  multi_users_select: shape({ ...menu, ...several, initial_users: someOf(words()) }, initiallyWithin('initial_users')),
  multi_conversations_select: shape(
    { ...menu, ...several, ...conversation, initial_conversations: someOf(words()) },
    initiallyWithin('initial_conversations'),
  ),
  multi_channels_select: shape(
    { ...menu, ...several, initial_channels: someOf(words()) },
    initiallyWithin('initial_channels'),
  ),
}

const field = { ...named, ...focus, ...hinted, ...dispatching }

const lengthsInOrder: Also = (element, at) => {
  const { min_length: least, max_length: most, initial_value: initial } = element
  if (typeof least === 'number' && typeof most === 'number' && least > most)
    return fault(`${at}/min_length`, `must not be above max_length ${most}, found ${least}`)
  if (typeof most === 'number' && typeof initial === 'string' && initial.length > most)
    return fault(`${at}/initial_value`, `must be less than ${most + 1} characters, found ${initial.length}`)
  return []
}

const isNumeral = matching(/^-?\d+(\.\d+)?$/, 'a number written as a string')

const numbersInOrder: Also = (element: Json, at) => {
  const { min_value: least, max_value: most } = element
  if (least === undefined || most === undefined || Number(least) <= Number(most)) return []
  return fault(`${at}/min_value`, `must not be above max_value ${String(most)}, found ${String(least)}`)
}

const fields = {
  plain_text_input: shape(
    {
      ...field,
      multiline: flag,
      initial_value: words('text input initial_value'),
      min_length: count('text input min_length'),
      max_length: count('text input max_length', 'text input max_length, smallest'),
    },
    lengthsInOrder,
  ),
  email_text_input: shape({ ...field, initial_value: words() }),
  url_text_input: shape({ ...field, initial_value: words() }),
  number_input: shape(
    { ...field, is_decimal_allowed: need(flag), initial_value: isNumeral, min_value: isNumeral, max_value: isNumeral },
    numbersInOrder,
  ),
  rich_text_input: shape({
    ...field,
    initial_value: richText,
    min_lines: count('rich_text_input lines'),
    max_lines: count('rich_text_input lines'),
  }),
  file_input: onlyOn(
    ['modal'],
    shape({ ...named, filetypes: someOf(words()), max_files: count('file_input max_files') }),
  ),
}

const feedback = shape({
  text: need(plainText('button text')),
  accessibility_label: words('button accessibility_label'),
  value: need(words('button value')),
})

const pickers = { checkboxes, radio_buttons: radioButtons, datepicker, timepicker }

/** Which elements may stand where. */
export const inSections = {
  button,
  workflow_button: workflowButton,
  overflow,
  image: imageElement,
  ...pickers,
  ...selects,
}
export const inActions = {
  button,
  workflow_button: workflowButton,
  overflow,
  datetimepicker,
  rich_text_input: fields.rich_text_input,
  ...pickers,
  ...selects,
}
export const inInputs = { ...fields, ...pickers, datetimepicker, ...selects }
export const inCards = { button }
export const inContext = {
  image: imageElement,
  plain_text: anyText('context text'),
  mrkdwn: anyText('context text'),
}
export const inContextActions = {
  feedback_buttons: shape({ ...named, positive_button: need(feedback), negative_button: need(feedback) }),
  icon_button: shape({
    ...named,
    ...asking,
    ...labelled,
    icon: need(words()),
    text: need(plainText('button text')),
    value: words('button value'),
    visible_to_user_ids: someOf(words()),
  }),
}
