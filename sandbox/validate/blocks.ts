import { type Json, records, text } from '../json.ts'
import {
  type Also,
  byType,
  count,
  type Fault,
  fault,
  flag,
  listOf,
  matching,
  need,
  oneOf,
  onlyOn,
  passes,
  type Rule,
  type Surface,
  shape,
  someOf,
  words,
} from './check.ts'
import { inActions, inCards, inContext, inContextActions, inInputs, inSections } from './elements.ts'
import { anyText, eitherImageSource, imageElement, imageSource, plainText } from './parts.ts'
import { richText } from './rich-text.ts'
import { dataTable, dataVisualization, table, withinTableLimits } from './tables.ts'

function block(type: string, properties: Parameters<typeof shape>[0], ...also: readonly Also[]): Rule {
  return shape({ type: need(oneOf(type)), block_id: words('block_id'), ...properties }, distinctActions, ...also)
}

/** Two elements of one block may not share a name: the answer could not say which was meant. */
const distinctActions: Also = (value, at) => {
  const ids = [value.accessory, value.element, ...records(value.elements), ...records(value.actions)]
    .flatMap((element) => records([element]))
    .map((element) => text(element.action_id))
    .filter((id) => id !== '')
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  return twice === undefined ? [] : fault(at, `action_id must be unique within its block, found "${twice}" twice`)
}

const section = block(
  'section',
  {
    text: anyText('section text'),
    fields: someOf(anyText('section field'), 'section fields'),
    accessory: byType(inSections, 'as accessory of a section'),
    expand: flag,
  },
  (value, at) => (value.text === undefined && value.fields === undefined ? fault(at, 'must have text or fields') : []),
)

const input = block(
  'input',
  {
    label: need(plainText('input label')),
    hint: plainText('input hint'),
    optional: flag,
    dispatch_action: flag,
    element: need(byType(inInputs, 'in an input block')),
  },
  (value, at) =>
    value.dispatch_action === true && records([value.element]).some(({ type }) => type === 'file_input')
      ? fault(`${at}/dispatch_action`, 'unsupported type: file_input cannot dispatch')
      : [],
)

const slackIcon = shape({ type: need(oneOf('icon')), name: need(words()) })

const card = block(
  'card',
  {
    hero_image: imageElement,
    icon: imageElement,
    slack_icon: slackIcon,
    title: anyText('card title'),
    subtitle: anyText('card subtitle'),
    body: anyText('card body'),
    subtext: anyText('card subtext'),
    actions: someOf(byType(inCards, 'on a card'), 'card actions'),
  },
  (value, at) =>
    value.icon !== undefined && value.slack_icon !== undefined
      ? fault(at, 'must not have both icon and slack_icon')
      : [],
  (value, at) =>
    [value.hero_image, value.title, value.actions, value.body].every((each) => each === undefined)
      ? fault(at, 'must have at least one of hero_image, title, actions, body')
      : [],
)

const task = {
  task_id: need(words()),
  title: need(words()),
  details: richText,
  output: richText,
  sources: someOf(shape({ type: need(oneOf('url')), url: need(words()), text: need(words()) })),
}
const isHttps = matching(/^https:\/\//, 'an https address')

const simple = {
  section,
  input,
  card,
  divider: block('divider', {}),
  header: block('header', {
    text: need(plainText('header text')),
    level: count('header level', 'header level, smallest'),
  }),
  context: block('context', { elements: need(someOf(byType(inContext, 'in a context block'), 'context elements')) }),
  actions: block('actions', { elements: need(someOf(byType(inActions, 'in an actions block'), 'actions elements')) }),
  image: block('image', { ...imageSource, title: plainText('image title') }, eitherImageSource),
  rich_text: richText,
  table: onlyOn(['message', 'home'], table),
  video: block('video', {
    alt_text: need(words()),
    title: need(plainText('video title')),
    thumbnail_url: need(words()),
    video_url: need(isHttps),
    title_url: isHttps,
    author_name: words('video author_name'),
    provider_name: words(),
    provider_icon_url: words(),
    description: plainText('video description'),
  }),
}

const { card: _notInContainers, ...mayBeContained } = simple

const container = block(
  'container',
  {
    title: plainText('container title'),
    rich_text_title: richText,
    subtitle: anyText('container subtitle'),
    child_blocks: need(someOf(byType(mayBeContained, 'in a container'), 'container children')),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
  (value, at) =>
    value.title === undefined && value.rich_text_title === undefined
      ? fault(at, 'must have title or rich_text_title')
      : [],
)

const planned = shape({
  ...task,
  type: oneOf('task_card'),
  block_id: words('block_id'),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
})

const everyBlock = byType(
  {
    ...simple,
    alert: onlyOn(
      ['modal'],
      block('alert', {
        text: need(anyText('alert text')),
        level: oneOf('default', 'info', 'warning', 'error', 'success'),
      }),
    ),
    carousel: onlyOn(
      ['message', 'home'],
      block('carousel', { elements: need(listOf(card, 'carousel cards', 'carousel cards, fewest')) }),
    ),
    container: onlyOn(['message', 'home'], container),
    context_actions: onlyOn(
      ['message'],
      block('context_actions', {
        elements: need(someOf(byType(inContextActions, 'in a context_actions block'), 'context_actions elements')),
      }),
    ),
    data_table: onlyOn(['message', 'home'], dataTable),
    data_visualization: onlyOn(['message'], dataVisualization),
    markdown: onlyOn(['message'], block('markdown', { text: need(words()) })),
    plan: onlyOn(['message'], block('plan', { title: need(words()), tasks: listOf(planned) })),
    // "pending" is accepted inside a plan only
    task_card: onlyOn(['message'], block('task_card', { ...task, status: oneOf('in_progress', 'complete', 'error') })),
  },
  'of block',
)

const COUNT_OF_BLOCKS = { message: 'message blocks', modal: 'modal blocks', home: 'home blocks' } as const

/** Every fault of a payload's blocks: each by itself, then what they may not be together. */
export function checkBlocks(value: unknown, at: string, surface: Surface): readonly Fault[] {
  const faults = listOf(everyBlock, COUNT_OF_BLOCKS[surface])(value, at, surface)
  return faults.length > 0 ? faults : checkTogether(records(value), at, surface)
}

/** A block and its pointer. */
interface Placed {
  readonly block: Json
  readonly at: string
}

function checkTogether(blocks: readonly Json[], at: string, surface: Surface): readonly Fault[] {
  const placed = blocks.flatMap((block, index): readonly Placed[] => [
    { block, at: `${at}/${index}` },
    ...records(block.child_blocks).map((child, inner) => ({
      block: child,
      at: `${at}/${index}/child_blocks/${inner}`,
    })),
  ])
  const all = placed.map(({ block }) => block)
  const countOf = (type: string): number => all.filter((each) => each.type === type).length
  const markdown = all.filter(({ type }) => type === 'markdown').reduce((sum, each) => sum + text(each.text).length, 0)
  return [
    ...distinctBlockIds(placed),
    ...oneFocus(all, at),
    ...passes('markdown text')(markdown, at),
    ...withinTableLimits(all, at),
    ...(surface === 'message' ? passes('charts in a message')(countOf('data_visualization'), at) : []),
    ...(surface === 'message' ? passes('tables in a message')(countOf('table'), at) : []),
  ]
}

function distinctBlockIds(placed: readonly Placed[]): readonly Fault[] {
  const ids = placed.map(({ block }) => text(block.block_id))
  return placed.flatMap(({ at }, index) => {
    const id = ids[index]
    return id && ids.indexOf(id) !== index
      ? fault(`${at}/block_id`, `block_id must be unique, found "${id}" twice`)
      : []
  })
}

function oneFocus(blocks: readonly Json[], at: string): readonly Fault[] {
  const elements = blocks.flatMap((each) => records([each.element, each.accessory, ...records(each.elements)]))
  const focused = elements.filter((each) => each.focus_on_load === true).length
  return focused > 1 ? fault(at, `only one element may have focus_on_load, found ${focused}`) : []
}
