import type { Json } from './json.ts'
import type { LimitName } from './limits.ts'

/** Something whose size is that of one row of the table, and which is fine in every other way. */
export type Sample =
  | { readonly to: 'message' | 'update'; readonly text: string; readonly blocks?: readonly Json[] }
  | { readonly to: 'modal' | 'home'; readonly view: Json }

/** For each row of the size table: what is just so large. */
export const SAMPLES: Readonly<Record<LimitName, (size: number) => Sample>> = {
  'message blocks': (size) => message(...times(size, divider)),
  'modal blocks': (size) => modal({ blocks: times(size, divider) }),
  'home blocks': (size) => ({ to: 'home', view: { type: 'home', blocks: times(size, divider) } }),
  'view size': (size) => ({ to: 'home', view: homeOf(size) }),
  'view title': (size) => modal({ title: plain(size) }),
  'view submit': (size) => modal({ submit: plain(size) }),
  'view close': (size) => modal({ close: plain(size) }),
  'view private_metadata': (size) => modal({ private_metadata: letters(size) }),
  'view callback_id': (size) => modal({ callback_id: letters(size) }),
  'view external_id': (size) => modal({ external_id: letters(size) }),
  block_id: (size) => message({ ...divider(), block_id: letters(size) }),
  action_id: (size) => message(actions(button({ action_id: letters(size) }))),

  'section text': (size) => message({ type: 'section', text: plain(size) }),
  'section text, shortest': (size) => message({ type: 'section', text: plain(size) }),
  'section fields': (size) => message({ type: 'section', fields: times(size, () => plain(4)) }),
  'section field': (size) => message({ type: 'section', fields: [plain(size)] }),
  'header text': (size) => message({ type: 'header', text: plain(size) }),
  'header level': (size) => message({ type: 'header', text: plain(4), level: size }),
  'header level, smallest': (size) => message({ type: 'header', text: plain(4), level: size }),
  'context elements': (size) => message({ type: 'context', elements: times(size, () => plain(4)) }),
  'context text': (size) => message({ type: 'context', elements: [plain(size)] }),
  'actions elements': (size) => message(actions(...times(size, (index) => button({ action_id: `press-${index}` })))),
  'input label': (size) => message(input({ type: 'plain_text_input' }, { label: plain(size) })),
  'input hint': (size) => message(input({ type: 'plain_text_input' }, { hint: plain(size) })),
  'image image_url': (size) => message({ ...image(), image_url: letters(size) }),
  'image alt_text': (size) => message({ ...image(), alt_text: letters(size) }),
  'image title': (size) => message({ ...image(), title: plain(size) }),
  'alert text': (size) => modal({ blocks: [{ type: 'alert', text: plain(size) }] }),
  'card title': (size) => message({ type: 'card', title: plain(size) }),
  'card subtitle': (size) => message({ type: 'card', title: plain(4), subtitle: plain(size) }),
  'card body': (size) => message({ type: 'card', body: plain(size) }),
  'card subtext': (size) => message({ type: 'card', title: plain(4), subtext: plain(size) }),
  'card actions': (size) =>
    message({ type: 'card', actions: times(size, (index) => button({ action_id: `press-${index}` })) }),
  'carousel cards': carousel,
  'carousel cards, fewest': carousel,
  'container children': (size) => message({ type: 'container', title: plain(4), child_blocks: times(size, divider) }),
  'container title': (size) => message({ type: 'container', title: plain(size), child_blocks: [divider()] }),
  'container subtitle': (size) =>
    message({ type: 'container', title: plain(4), subtitle: plain(size), child_blocks: [divider()] }),
  'tables in a message': (size) => message(...times(size, () => ({ type: 'table', rows: rows(1, 1) }))),
  'table rows': (size) => message({ type: 'table', rows: rows(size, 1) }),
  'table columns': (size) => message({ type: 'table', rows: rows(1, size) }),
  'table column_settings': (size) =>
    message({ type: 'table', rows: rows(1, 1), column_settings: times(size, () => ({ align: 'left' })) }),
  'table characters': (size) => message({ type: 'table', rows: [[cell(letters(size))]] }),
  'data_table rows': (size) => dataTable(rows(size, 1)),
  'data_table rows, fewest': (size) => dataTable(rows(size, 1)),
  'data_table columns': (size) => dataTable(rows(2, size)),
  'data_table columns, fewest': (size) => dataTable(rows(2, size)),
  'data_table characters': (size) => dataTable([[cell('x')], [cell(letters(size - 1))]]),
  'data_table page_size': (size) => dataTable(rows(2, 1), { page_size: size }),
  'data_table page_size, smallest': (size) => dataTable(rows(2, 1), { page_size: size }),
  'charts in a message': (size) => message(...times(size, () => pie(1))),
  'chart title': (size) => message({ ...pie(1), title: letters(size) }),
  'chart segments': (size) => message(pie(size)),
  'chart segments, fewest': (size) => message(pie(size)),
  'chart series': (size) => message(bars({ series: size })),
  'chart series, fewest': (size) => message(bars({ series: size })),
  'chart points': (size) => message(bars({ points: size })),
  'chart points, fewest': (size) => message(bars({ points: size })),
  'chart segment label': (size) =>
    message({ ...pie(1), chart: { type: 'pie', segments: [{ label: letters(size), value: 1 }] } }),
  'chart series name': (size) => message(bars({ name: letters(size) })),
  'chart category': (size) => message(bars({ category: letters(size) })),
  'chart axis label': (size) => message(bars({ axis: letters(size) })),
  'markdown text': (size) =>
    message({ type: 'markdown', text: letters(5000) }, { type: 'markdown', text: letters(size - 5000) }),
  'context_actions elements': (size) =>
    message({
      type: 'context_actions',
      elements: times(size, (index) => ({
        type: 'icon_button',
        icon: 'trash',
        text: plain(4),
        action_id: `press-${index}`,
      })),
    }),
  'video title': (size) => message({ ...video(), title: plain(size) }),
  'video description': (size) => message({ ...video(), description: plain(size) }),
  'video author_name': (size) => message({ ...video(), author_name: letters(size) }),

  'button text': (size) => message(actions(button({ text: plain(size) }))),
  'button value': (size) => message(actions(button({ value: letters(size) }))),
  'button url': (size) => message(actions(button({ url: letters(size) }))),
  'button accessibility_label': (size) => message(actions(button({ accessibility_label: letters(size) }))),
  placeholder: (size) => message(actions({ type: 'users_select', placeholder: plain(size) })),
  'radio_buttons options': (size) => message(actions({ type: 'radio_buttons', options: options(size) })),
  'checkboxes options': (size) => message(actions({ type: 'checkboxes', options: options(size) })),
  'overflow options': (size) => message(actions({ type: 'overflow', options: options(size) })),
  'select options': (size) => message(actions({ type: 'static_select', options: options(size) })),
  'select option_groups': (size) =>
    message(
      actions({
        type: 'static_select',
        option_groups: times(size, (index) => ({ label: plain(4), options: [option(`v${index}`)] })),
      }),
    ),
  'select group options': (size) =>
    message(actions({ type: 'static_select', option_groups: [{ label: plain(4), options: options(size) }] })),
  'select group label': (size) =>
    message(actions({ type: 'static_select', option_groups: [{ label: plain(size), options: options(1) }] })),
  'select max_selected_items, smallest': (size) =>
    message(actions({ type: 'multi_users_select', max_selected_items: size })),
  'text input min_length': (size) => message(input({ type: 'plain_text_input', min_length: size })),
  'text input max_length': (size) => message(input({ type: 'plain_text_input', max_length: size })),
  'text input max_length, smallest': (size) => message(input({ type: 'plain_text_input', max_length: size })),
  'text input initial_value': (size) => message(input({ type: 'plain_text_input', initial_value: letters(size) })),
  'rich_text_input lines': (size) => message(input({ type: 'rich_text_input', max_lines: size })),
  'file_input max_files': (size) =>
    modal({ submit: plain(4), blocks: [input({ type: 'file_input', max_files: size })] }),

  'option text': (size) => picking({ text: plain(size) }),
  'option description': (size) => picking({ description: plain(size) }),
  'option value': (size) => picking({ value: letters(size) }),
  'option url': (size) => message(actions({ type: 'overflow', options: [{ ...option('v'), url: letters(size) }] })),
  'confirm title': (size) => asking({ title: plain(size) }),
  'confirm text': (size) => asking({ text: plain(size) }),
  'confirm confirm': (size) => asking({ confirm: plain(size) }),
  'confirm deny': (size) => asking({ deny: plain(size) }),

  'posted text': (size) => ({ to: 'message', text: letters(size) }),
  'updated text': (size) => ({ to: 'update', text: letters(size) }),
}

function message(...blocks: readonly Json[]): Sample {
  return { to: 'message', text: 'A sentence for the notification.', blocks }
}

function modal(more: Json): Sample {
  return { to: 'modal', view: { type: 'modal', title: plain(4), blocks: [divider()], ...more } }
}

/** A Home tab of exactly so many bytes, no single text of it too long. */
function homeOf(size: number): Json {
  const full = { type: 'home', blocks: times(99, () => ({ type: 'section', text: plain(2450) })) }
  const empty = { type: 'section', text: plain(0) }
  const left = size - JSON.stringify({ ...full, blocks: [...full.blocks, empty] }).length
  return { ...full, blocks: [...full.blocks, { type: 'section', text: plain(left) }] }
}

function carousel(size: number): Sample {
  return message({ type: 'carousel', elements: times(size, () => ({ type: 'card', title: plain(4) })) })
}

function dataTable(cells: readonly (readonly Json[])[], more: Json = {}): Sample {
  return message({ type: 'data_table', caption: 'Figures', rows: cells, ...more })
}

function picking(more: Json): Sample {
  return message(actions({ type: 'static_select', options: [{ ...option('v'), ...more }] }))
}

function asking(more: Json): Sample {
  return message(
    actions(button({ confirm: { title: plain(4), text: plain(4), confirm: plain(4), deny: plain(4), ...more } })),
  )
}

function letters(size: number): string {
  return 'x'.repeat(Math.max(size, 0))
}

function plain(size: number): Json {
  return { type: 'plain_text', text: letters(size) }
}

function times<T>(size: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: size }, (_, index) => make(index))
}

function divider(): Json {
  return { type: 'divider' }
}

function actions(...elements: readonly Json[]): Json {
  return { type: 'actions', elements }
}

function button(more: Json): Json {
  return { type: 'button', text: plain(4), ...more }
}

function input(element: Json, more: Json = {}): Json {
  return { type: 'input', label: plain(4), element, ...more }
}

function option(value: string): Json {
  return { text: plain(4), value }
}

function options(size: number): readonly Json[] {
  return times(size, (index) => option(`v${index}`))
}

function image(): Json {
  return { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A picture' }
}

function video(): Json {
  return {
    type: 'video',
    alt_text: 'A talk',
    title: plain(4),
    thumbnail_url: 'https://example.com/a.png',
    video_url: 'https://example.com/a',
  }
}

function cell(words: string): Json {
  return { type: 'raw_text', text: words }
}

function rows(height: number, width: number): readonly (readonly Json[])[] {
  return times(height, () => times(width, () => cell('x')))
}

function pie(size: number): Json {
  const segments = times(size, (index) => ({ label: `Part ${index}`, value: 1 }))
  return { type: 'data_visualization', title: 'Parts', chart: { type: 'pie', segments } }
}

interface Bars {
  readonly series?: number
  readonly points?: number
  readonly name?: string
  readonly category?: string
  readonly axis?: string
}

function bars({ series = 1, points = 1, name = 'Series', category, axis = 'Axis' }: Bars): Json {
  const categories = category ? [category] : times(Math.max(points, 1), (index) => `Point ${index}`)
  const data = points === 0 ? [] : categories.map((label) => ({ label, value: 1 }))
  const all = times(series, (index) => ({ name: series > 1 ? `${name} ${index}` : name, data }))
  return {
    type: 'data_visualization',
    title: 'Bars',
    chart: { type: 'bar', series: all, axis_config: { categories, x_label: axis } },
  }
}
