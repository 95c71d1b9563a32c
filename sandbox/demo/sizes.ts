import { isRecord, type Json, list, record, records, text } from '../json.ts'
import { LIMITS, type LimitName } from '../limits.ts'

/** How much of what Slack allows something uses. */
export interface Share {
  readonly limit: LimitName
  readonly found: number
  readonly most: number
  readonly unit: 'characters' | 'items' | 'bytes' | 'count'
  /** Rounded up, so that 100 is never shown for what is below it and 0 only for nothing. */
  readonly percent: number
}

export interface Sizes {
  /** Of all that can be read in the blocks. */
  readonly characters: number
  /** One for each limit that it touches, by its largest part; how large the whole is stands first. */
  readonly shares: readonly Share[]
}

/** A view or message measured against the table of limits. */
export function sizesOf(shown: unknown): Sizes {
  const view = record(shown)
  const blocks = records(view.blocks)
  const parts = blocks.flatMap(partsOf).sort((a, b) => b.percent - a.percent)
  return {
    characters: readableLength(blocks),
    shares: [...wholesOf(view), ...largestOfEach(parts)],
  }
}

function wholesOf(view: Json): readonly Share[] {
  const blocks = list(view.blocks).length
  if (view.type !== 'modal' && view.type !== 'home')
    return [
      share('message blocks', blocks),
      ...ofWords('posted text', view.text),
      ...ofWords('updated text', view.text),
    ]
  return [
    share(view.type === 'home' ? 'home blocks' : 'modal blocks', blocks),
    share('view size', Buffer.byteLength(JSON.stringify(view))),
    ...ofWords('view private_metadata', view.private_metadata),
    ...ofText('view title', view.title),
    ...ofText('view submit', view.submit),
    ...ofText('view close', view.close),
    ...ofWords('view callback_id', view.callback_id),
  ]
}

function partsOf(block: Json): readonly Share[] {
  const own = ofWords('block_id', block.block_id)
  switch (block.type) {
    case 'section':
      return [
        ...own,
        ...ofText('section text', block.text),
        ...ofItems('section fields', block.fields),
        ...records(block.fields).flatMap((field) => ofText('section field', field)),
        ...elementParts(block.accessory),
      ]
    case 'header':
      return [...own, ...ofText('header text', block.text)]
    case 'context':
      return [
        ...own,
        ...ofItems('context elements', block.elements),
        ...records(block.elements).flatMap((element) => ofWords('context text', element.text)),
      ]
    case 'actions':
      return [...own, ...ofItems('actions elements', block.elements), ...list(block.elements).flatMap(elementParts)]
    case 'input':
      return [
        ...own,
        ...ofText('input label', block.label),
        ...ofText('input hint', block.hint),
        ...elementParts(block.element),
      ]
    default:
      return own
  }
}

const optionLimits: Readonly<Record<string, LimitName>> = {
  radio_buttons: 'radio_buttons options',
  checkboxes: 'checkboxes options',
  overflow: 'overflow options',
  static_select: 'select options',
  multi_static_select: 'select options',
}

function elementParts(value: unknown): readonly Share[] {
  const element = record(value)
  const { confirm, options } = element
  const isButton = element.type === 'button'
  const many = optionLimits[text(element.type)]
  return [
    ...ofWords('action_id', element.action_id),
    ...(isButton ? [...ofText('button text', element.text), ...ofWords('button value', element.value)] : []),
    ...(isButton ? ofWords('button url', element.url) : []),
    ...ofText('placeholder', element.placeholder),
    ...(many ? ofItems(many, options) : []),
    ...records(options).flatMap((option) => [
      ...ofText('option text', option.text),
      ...ofText('option description', option.description),
      ...ofWords('option value', option.value),
    ]),
    ...(element.type === 'plain_text_input' ? ofWords('text input initial_value', element.initial_value) : []),
    ...(isRecord(confirm) ? confirmParts(confirm) : []),
  ]
}

function confirmParts(confirm: Json): readonly Share[] {
  return [
    ...ofText('confirm title', confirm.title),
    ...ofText('confirm text', confirm.text),
    ...ofText('confirm confirm', confirm.confirm),
    ...ofText('confirm deny', confirm.deny),
  ]
}

function ofText(limit: LimitName, words: unknown): readonly Share[] {
  return ofWords(limit, record(words).text)
}

function ofWords(limit: LimitName, words: unknown): readonly Share[] {
  return typeof words === 'string' ? [share(limit, words.length)] : []
}

function ofItems(limit: LimitName, items: unknown): readonly Share[] {
  return Array.isArray(items) ? [share(limit, items.length)] : []
}

function share(limit: LimitName, found: number): Share {
  const { size: most, unit } = LIMITS[limit]
  return { limit, found, most, unit, percent: Math.ceil((found * 100) / most) }
}

/** Of shares in falling order, the first of each limit. */
function largestOfEach(shares: readonly Share[]): readonly Share[] {
  return [...new Map(shares.toReversed().map((each) => [each.limit, each])).values()].sort(
    (a, b) => b.percent - a.percent,
  )
}

/** Characters of every text, label and description, as Slack counts them. */
function readableLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + readableLength(each), 0)
  if (!isRecord(value)) return 0
  const own = typeof value.text === 'string' ? value.text.length : 0
  return Object.values(value).reduce((sum: number, each) => sum + readableLength(each), own)
}
