import { type Json, record, records, text } from '../json.ts'

/**
 * A view or message as plain lines, in the order in which it is read out. `H` header · `S` section · `C` context · `D`
 * divider · `A` actions · `I` input · `V` chart · `R` typed text · `P` picture; `[Button]` `[Button!]` primary `[Button✕]`
 * danger · `▾` list · `◉` `●` radio button, chosen · `☐` `☑` box, ticked · `⌨` text · `⋯` overflow · `☺` people ·
 * `#` channels · `{what stands in an empty field}` · `→` the id that a click or a field carries.
 */
export function outline(shown: unknown): string {
  const view = record(shown)
  const head = view.type === 'modal' || view.type === 'home' ? [headOf(view)] : []
  return [...head, ...records(view.blocks).flatMap(linesOf)].join('\n')
}

function headOf({ type, title, submit, close }: Json): string {
  const button = (name: string, words: unknown) => (words ? `   ${name} “${plain(words)}”` : '')
  return type === 'home' ? 'home' : `modal “${plain(title)}”${button('submit', submit)}${button('close', close)}`
}

/** Blocks by type: the letter, then the words; further lines stand under the first one’s words. */
function linesOf(block: Json): readonly string[] {
  switch (block.type) {
    case 'header':
      return under('H', [plain(block.text)])
    case 'section':
      return under('S', sectionLines(block))
    case 'context':
      return under('C', [records(block.elements).map(contextPart).join(' · ')])
    case 'divider':
      return ['D']
    case 'actions':
      return under('A', records(block.elements).flatMap(elementLines))
    case 'input':
      return under('I', inputLines(block))
    case 'rich_text':
      return under('R', records(block.elements).map(richText))
    case 'image':
      return under('P', [text(block.alt_text)])
    case 'data_visualization':
      return under('V', [text(block.title), ...chartLines(record(block.chart))])
    default:
      return under('?', [JSON.stringify(block)])
  }
}

function under(letter: string, lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('\n')).map((line, at) => `${at === 0 ? letter : ' '}  ${line}`.trimEnd())
}

function sectionLines({ text: words, fields, accessory }: Json): readonly string[] {
  const said = [...(words ? [spoken(record(words))] : []), ...records(fields).map(spoken)]
  return [...said, ...(accessory ? elementLines(record(accessory)) : [])]
}

function contextPart(element: Json): string {
  return element.type === 'image' ? `(${text(element.alt_text)})` : spoken(element)
}

function inputLines({ label, hint, element, optional, dispatch_action: dispatches }: Json): readonly string[] {
  const field = record(element)
  const notes = `${optional ? ' (optional)' : ''}${dispatches ? ' (dispatches)' : ''} → ${text(field.action_id)}`
  return [`${plain(label)}${notes}`, ...controlLines(field), ...(hint ? [`hint: ${plain(hint)}`] : [])]
}

/** An element that one can act on: what it says and holds, then its id. */
function elementLines(element: Json): readonly string[] {
  const [first = '', ...rest] = controlLines(element)
  const id = text(element.action_id)
  return [id ? `${first} → ${id}` : first, ...rest, ...confirmLines(record(element.confirm))]
}

function controlLines(element: Json): readonly string[] {
  const { type } = element
  const options = records(element.options)
  switch (type) {
    case 'button':
      return [`[${plain(element.text)}${element.style === 'primary' ? '!' : element.style === 'danger' ? '✕' : ''}]`]
    case 'radio_buttons':
      return options.map((option) => `${isSame(option, element.initial_option) ? '●' : '◉'} ${optionWords(option)}`)
    case 'checkboxes': {
      const ticked = records(element.initial_options)
      return options.map(
        (option) => `${ticked.some((each) => isSame(option, each)) ? '☑' : '☐'} ${optionWords(option)}`,
      )
    }
    case 'overflow':
      return [`⋯ ${options.map(optionWords).join(' · ')}`]
    case 'plain_text_input':
      return [`⌨ ${text(element.initial_value) || empty(element)}${mostOf(element)}`]
    case 'static_select': {
      const chosen = element.initial_option ? plain(record(element.initial_option).text) : empty(element)
      const others = [...options, ...records(element.option_groups).flatMap(({ options: each }) => records(each))]
      return [`▾ ${chosen}`, `  of ${others.length}: ${others.map(optionWords).join(' · ')}`]
    }
    case 'image':
      return [`(${text(element.alt_text)})`]
    default:
      return [`${signs[text(type)] ?? text(type)} ${heldBy(element) || empty(element)}`]
  }
}

const signs: Readonly<Record<string, string>> = {
  users_select: '☺',
  multi_users_select: '☺',
  channels_select: '#',
  multi_channels_select: '#',
  conversations_select: '#',
  multi_conversations_select: '#',
  external_select: '▾',
  multi_external_select: '▾',
  multi_static_select: '▾',
  number_input: '⌨',
  email_text_input: '⌨',
  url_text_input: '⌨',
  datepicker: '▾',
  timepicker: '▾',
  datetimepicker: '▾',
  file_input: '⇪',
}

/** What a field of another kind holds from the start. */
function heldBy(element: Json): string {
  const { initial_option: option, initial_options: options, ...others } = element
  const chosen = [...(option ? [record(option)] : []), ...records(options)].map(optionWords)
  const held = Object.entries(others).flatMap(([name, value]) => (name.startsWith('initial_') ? [String(value)] : []))
  return [...chosen, ...held].join(', ')
}

function confirmLines(confirm: Json): readonly string[] {
  if (!confirm.text) return []
  return [
    `  asks first: “${plain(confirm.title)}” ${plain(confirm.text)} [${plain(confirm.confirm)}] [${plain(confirm.deny)}]`,
  ]
}

function chartLines(chart: Json): readonly string[] {
  const point = ({ label, value }: Json) => `${text(label)} ${String(value)}`
  if (chart.type === 'pie') return [records(chart.segments).map(point).join(' · ')]
  return records(chart.series).map(({ name, data }) => `${text(name)}: ${records(data).map(point).join(' · ')}`)
}

function richText(element: Json): string {
  const inner = records(element.elements)
  if (inner.length > 0) return inner.map(richText).join(element.type === 'rich_text_list' ? '\n' : '')
  if (element.type === 'user') return `<@${text(element.user_id)}>`
  if (element.type === 'emoji') return `:${text(element.name)}:`
  if (element.type === 'link') return element.text ? `${text(element.text)} <${text(element.url)}>` : text(element.url)
  return text(element.text)
}

function optionWords({ text: words, description }: Json): string {
  return description ? `${plain(words)} — ${plain(description)}` : plain(words)
}

function isSame(option: Json, other: unknown): boolean {
  return option.value === record(other).value
}

function empty({ placeholder }: Json): string {
  return placeholder ? `{${plain(placeholder)}}` : '{}'
}

function mostOf({ max_length: most }: Json): string {
  return typeof most === 'number' ? ` (≤ ${most.toLocaleString('en')})` : ''
}

function plain(words: unknown): string {
  return text(record(words).text)
}

/** Marks stay; a link is its words and then its address, and what was made harmless reads as it was typed. */
function spoken(words: Json): string {
  const source = text(words.text)
  if (words.type !== 'mrkdwn') return source
  return source
    .replaceAll(/<(https?:[^|>]+|slack:[^|>]+)\|([^>]+)>/g, '$2 ($1)')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
