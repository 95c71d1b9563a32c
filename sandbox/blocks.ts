import { newName } from './ids.ts'
import { isRecord, type Json, record, records, text } from './json.ts'

/** An element somebody can act on, with the block it stands in. */
export interface Place {
  readonly block: Json
  readonly element: Json
  readonly blockId: string
  readonly actionId: string
}

/** The blocks as Slack hands them back: every block and element has a name, every text its defaults. */
export function drawn(blocks: unknown): readonly Json[] {
  return records(blocks).map((block) => withNames(record(withTextDefaults(block))))
}

function withTextDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextDefaults)
  if (!isRecord(value)) return value
  const whole = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTextDefaults(each)]))
  if (value.type === 'plain_text') return { ...whole, emoji: whole.emoji ?? true }
  if (value.type === 'mrkdwn') return { ...whole, verbatim: whole.verbatim ?? false }
  return whole
}

const ACTIONLESS = new Set(['image', 'plain_text', 'mrkdwn'])

function withNames(block: Json): Json {
  const named = (element: unknown): unknown =>
    isRecord(element) && !ACTIONLESS.has(text(element.type))
      ? { ...element, action_id: element.action_id ?? newName() }
      : element
  const several = (elements: unknown): unknown => records(elements).map(named)
  const holdsElements = block.type === 'actions' || block.type === 'context_actions'
  return {
    ...block,
    block_id: block.block_id ?? newName(),
    ...(block.accessory === undefined ? {} : { accessory: named(block.accessory) }),
    ...(block.element === undefined ? {} : { element: named(block.element) }),
    ...(holdsElements ? { elements: several(block.elements) } : {}),
    ...(block.type === 'card' && block.actions !== undefined ? { actions: several(block.actions) } : {}),
    ...(block.type === 'carousel' ? { elements: records(block.elements).map(withNames) } : {}),
    ...(block.child_blocks === undefined ? {} : { child_blocks: records(block.child_blocks).map(withNames) }),
  }
}

/** Everything one can act on, in the order of the page. */
export function placesIn(blocks: readonly Json[]): readonly Place[] {
  return blocks.flatMap(placesOf)
}

function placesOf(block: Json): readonly Place[] {
  const inner = [...records(block.child_blocks), ...(block.type === 'carousel' ? records(block.elements) : [])]
  if (inner.length > 0) return inner.flatMap(placesOf)
  return ownElements(block)
    .filter((element) => text(element.action_id) !== '')
    .map((element) => ({ block, element, blockId: text(block.block_id), actionId: text(element.action_id) }))
}

function ownElements(block: Json): readonly Json[] {
  const listed = block.type === 'card' ? block.actions : block.elements
  return records([block.element, block.accessory, ...records(listed)])
}

export function isInput({ block }: Place): boolean {
  return block.type === 'input'
}

/** The words on a button or beside a field; empty when there are none. */
export function wordsOn({ block, element }: Place): string {
  return text(record(element.text).text) || (block.type === 'input' ? text(record(block.label).text) : '')
}
