/**
 * Every size Slack sets, with where it says so. `most` may be reached but not passed, `least` not fallen short of.
 * Characters are UTF-16 units: where Slack counts code points, this table is the stricter one.
 */
export interface Limit {
  readonly bound: 'most' | 'least'
  readonly size: number
  readonly unit: 'characters' | 'items' | 'bytes' | 'count'
  /** The page of docs.slack.dev that states it. */
  readonly source: string
  readonly note?: string
}

const BLOCKS = 'reference/block-kit/blocks'
const ELEMENTS = 'reference/block-kit/block-elements'
const PARTS = 'reference/block-kit/composition-objects'
const MODAL = 'reference/views/modal-views'

function most(size: number, unit: Limit['unit'], source: string, note?: string): Limit {
  return { bound: 'most', size, unit, source, ...(note ? { note } : {}) }
}

function least(size: number, unit: Limit['unit'], source: string): Limit {
  return { bound: 'least', size, unit, source }
}

export const LIMITS = {
  'message blocks': most(50, 'items', BLOCKS),
  'modal blocks': most(100, 'items', BLOCKS),
  'home blocks': most(100, 'items', BLOCKS),
  'view size': most(250_000, 'bytes', 'reference/methods/views.open', '“250kb” read as 250,000 bytes of UTF-8 JSON'),
  'view title': most(24, 'characters', MODAL),
  'view submit': most(24, 'characters', MODAL),
  'view close': most(24, 'characters', MODAL),
  'view private_metadata': most(3000, 'characters', MODAL),
  'view callback_id': most(255, 'characters', MODAL),
  'view external_id': most(255, 'characters', MODAL),
  block_id: most(255, 'characters', BLOCKS),
  action_id: most(255, 'characters', ELEMENTS),

  'section text': most(3000, 'characters', `${BLOCKS}/section-block`),
  'section text, shortest': least(1, 'characters', `${BLOCKS}/section-block`),
  'section fields': most(10, 'items', `${BLOCKS}/section-block`),
  'section field': most(2000, 'characters', `${BLOCKS}/section-block`),
  'header text': most(150, 'characters', `${BLOCKS}/header-block`),
  'header level': most(4, 'count', `${BLOCKS}/header-block`),
  'header level, smallest': least(1, 'count', `${BLOCKS}/header-block`),
  'context elements': most(10, 'items', `${BLOCKS}/context-block`),
  'context text': most(3000, 'characters', `${PARTS}/text-object`),
  'actions elements': most(25, 'items', `${BLOCKS}/actions-block`),
  'input label': most(2000, 'characters', `${BLOCKS}/input-block`),
  'input hint': most(2000, 'characters', `${BLOCKS}/input-block`),
  'image image_url': most(3000, 'characters', `${BLOCKS}/image-block`),
  'image alt_text': most(2000, 'characters', `${BLOCKS}/image-block`),
  'image title': most(2000, 'characters', `${BLOCKS}/image-block`),
  'alert text': most(200, 'characters', `${BLOCKS}/alert-block`),
  'card title': most(150, 'characters', `${BLOCKS}/card-block`),
  'card subtitle': most(150, 'characters', `${BLOCKS}/card-block`),
  'card body': most(200, 'characters', `${BLOCKS}/card-block`),
  'card subtext': most(200, 'characters', `${BLOCKS}/card-block`),
  'card actions': most(3, 'items', `${BLOCKS}/card-block`),
  'carousel cards': most(10, 'items', `${BLOCKS}/carousel-block`),
  'carousel cards, fewest': least(1, 'items', `${BLOCKS}/carousel-block`),
  'container children': most(10, 'items', `${BLOCKS}/container-block`),
  'container title': most(150, 'characters', `${BLOCKS}/container-block`),
  'container subtitle': most(150, 'characters', `${BLOCKS}/container-block`),
  'tables in a message': most(1, 'items', 'reference/methods/chat.postMessage', 'only_one_table_allowed'),
  'table rows': most(100, 'items', `${BLOCKS}/table-block`),
  'table columns': most(20, 'items', `${BLOCKS}/table-block`),
  'table column_settings': most(20, 'items', `${BLOCKS}/table-block`),
  'table characters': most(10_000, 'characters', `${BLOCKS}/table-block`, 'over all cells of the payload'),
  'data_table rows': most(201, 'items', `${BLOCKS}/data-table-block`, 'the header row included'),
  'data_table rows, fewest': least(2, 'items', `${BLOCKS}/data-table-block`),
  'data_table columns': most(20, 'items', `${BLOCKS}/data-table-block`),
  'data_table columns, fewest': least(1, 'items', `${BLOCKS}/data-table-block`),
  'data_table characters': most(20_000, 'characters', `${BLOCKS}/data-table-block`, 'over all cells of the payload'),
  'data_table page_size': most(100, 'count', `${BLOCKS}/data-table-block`),
  'data_table page_size, smallest': least(1, 'count', `${BLOCKS}/data-table-block`),
  'charts in a message': most(2, 'items', `${BLOCKS}/data-visualization-block`),
  'chart title': most(50, 'characters', `${BLOCKS}/data-visualization-block`),
  'chart segments': most(12, 'items', `${BLOCKS}/data-visualization-block`),
  'chart segments, fewest': least(1, 'items', `${BLOCKS}/data-visualization-block`),
  'chart series': most(12, 'items', `${BLOCKS}/data-visualization-block`),
  'chart series, fewest': least(1, 'items', `${BLOCKS}/data-visualization-block`),
  'chart points': most(20, 'items', `${BLOCKS}/data-visualization-block`),
  'chart points, fewest': least(1, 'items', `${BLOCKS}/data-visualization-block`),
  'chart segment label': most(20, 'characters', `${BLOCKS}/data-visualization-block`),
  'chart series name': most(20, 'characters', `${BLOCKS}/data-visualization-block`),
  'chart category': most(20, 'characters', `${BLOCKS}/data-visualization-block`),
  'chart axis label': most(50, 'characters', `${BLOCKS}/data-visualization-block`),
  'markdown text': most(12_000, 'characters', `${BLOCKS}/markdown-block`, 'over all markdown blocks of the payload'),
  'context_actions elements': most(5, 'items', `${BLOCKS}/context-actions-block`),
  'video title': most(199, 'characters', `${BLOCKS}/video-block`, '“less than 200”'),
  'video description': most(199, 'characters', `${BLOCKS}/video-block`, '“less than 200”'),
  'video author_name': most(49, 'characters', `${BLOCKS}/video-block`, '“less than 50”'),

  'button text': most(75, 'characters', `${ELEMENTS}/button-element`),
  'button value': most(2000, 'characters', `${ELEMENTS}/button-element`),
  'button url': most(3000, 'characters', `${ELEMENTS}/button-element`),
  'button accessibility_label': most(75, 'characters', `${ELEMENTS}/button-element`),
  placeholder: most(150, 'characters', `${ELEMENTS}/select-menu-element`),
  'radio_buttons options': most(10, 'items', `${ELEMENTS}/radio-button-group-element`),
  'checkboxes options': most(10, 'items', `${ELEMENTS}/checkboxes-element`),
  'overflow options': most(5, 'items', `${ELEMENTS}/overflow-menu-element`),
  'select options': most(100, 'items', `${ELEMENTS}/select-menu-element`),
  'select option_groups': most(100, 'items', `${ELEMENTS}/select-menu-element`),
  'select group options': most(100, 'items', `${PARTS}/option-group-object`),
  'select group label': most(75, 'characters', `${PARTS}/option-group-object`),
  'select max_selected_items, smallest': least(1, 'count', `${ELEMENTS}/multi-select-menu-element`),
  'text input min_length': most(3000, 'count', `${ELEMENTS}/plain-text-input-element`),
  'text input max_length': most(3000, 'count', `${ELEMENTS}/plain-text-input-element`),
  'text input max_length, smallest': least(1, 'count', `${ELEMENTS}/plain-text-input-element`),
  'text input initial_value': most(3000, 'characters', `${ELEMENTS}/plain-text-input-element`),
  'rich_text_input lines': most(100, 'count', `${ELEMENTS}/rich-text-input-element`),
  'file_input max_files': most(10, 'count', `${ELEMENTS}/file-input-element`),

  'option text': most(75, 'characters', `${PARTS}/option-object`),
  'option description': most(75, 'characters', `${PARTS}/option-object`),
  'option value': most(75, 'characters', `${PARTS}/option-object`, 'the page says 150, Slack’s own types 75'),
  'option url': most(3000, 'characters', `${PARTS}/option-object`),
  'confirm title': most(100, 'characters', `${PARTS}/confirmation-dialog-object`),
  'confirm text': most(300, 'characters', `${PARTS}/confirmation-dialog-object`),
  'confirm confirm': most(30, 'characters', `${PARTS}/confirmation-dialog-object`),
  'confirm deny': most(30, 'characters', `${PARTS}/confirmation-dialog-object`),

  'posted text': most(
    40_000,
    'characters',
    'reference/methods/chat.postMessage',
    'Slack cuts here; the sandbox refuses',
  ),
  'updated text': most(4000, 'characters', 'reference/methods/chat.update'),
} satisfies Record<string, Limit>

export type LimitName = keyof typeof LIMITS

export const MODAL_STACK = 3 // surfaces/modals: one open, two pushed

/** Slack's patience, in milliseconds. */
export const ACK_MS = 3000 // interactivity/handling-user-interaction
export const TRIGGER_MS = 3000 // surfaces/modals: counted from sending, not from the ack
export const RESPONSE_URL_MS = 30 * 60_000 // interactivity/handling-user-interaction
export const RESPONSE_URL_USES = 5

export const PAGE = 1000 // reference/methods/users.list, conversations.history: fewer than this many a page

export const INPUT_FILE_BYTES = 10_000_000 // block-kit/block-elements/file-input-element: “10MB” each
export const LONGEST_UPLOAD = 10_000_000 // Slack's own is a gigabyte
