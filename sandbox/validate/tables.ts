import { type Json, list, records, text } from '../json.ts'
import {
  type Also,
  anyNumber,
  byType,
  count,
  fault,
  flag,
  listOf,
  need,
  oneOf,
  passes,
  type Rule,
  shape,
  someOf,
  words,
} from './check.ts'
import { richText } from './rich-text.ts'

const rawText: Rule = shape({ type: need(oneOf('raw_text')), text: need(words()) })
const rawNumber: Rule = shape({ type: need(oneOf('raw_number')), value: need(anyNumber), text: words() })
const headCell = byType({ raw_text: rawText, raw_number: rawNumber }, 'in a header cell')
const cell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText }, 'in a cell')

const columnSetting: Rule = (value, at, surface) =>
  // null leaves a column as it is
  value === null ? [] : shape({ align: oneOf('left', 'center', 'right'), is_wrapped: flag })(value, at, surface)

export const table: Rule = shape({
  type: need(oneOf('table')),
  block_id: words('block_id'),
  rows: need(someOf(someOf(cell, 'table columns'), 'table rows')),
  column_settings: listOf(columnSetting, 'table column_settings'),
})

export const dataTable: Rule = shape(
  {
    type: need(oneOf('data_table')),
    block_id: words('block_id'),
    caption: need(words()),
    rows: need(
      listOf(
        listOf(cell, 'data_table columns', 'data_table columns, fewest'),
        'data_table rows',
        'data_table rows, fewest',
      ),
    ),
    page_size: count('data_table page_size', 'data_table page_size, smallest'),
    row_header_column_index: count(),
  },
  evenRows,
  plainHeader,
)

function evenRows(block: Json, at: string): ReturnType<Also> {
  const widths = list(block.rows).map((row) => list(row).length)
  const odd = widths.findIndex((width) => width !== widths[0])
  return odd < 0
    ? []
    : fault(`${at}/rows/${odd}`, `all rows must have the same number of values (${widths[0]}), found ${widths[odd]}`)
}

function plainHeader(block: Json, at: string, surface: Parameters<Also>[2]): ReturnType<Also> {
  return listOf(headCell)(list(block.rows)[0], `${at}/rows/0`, surface)
}

/** Characters of all cells of all tables of a payload: Slack counts them together. */
function tableCharacters(blocks: readonly Json[], type: 'table' | 'data_table'): number {
  const tables = blocks.filter((block) => block.type === type)
  return tables
    .flatMap((block) => list(block.rows).flatMap(list))
    .reduce((sum: number, each) => sum + cellCharacters(each), 0)
}

function cellCharacters(value: unknown): number {
  const [found] = records([value])
  if (!found) return 0
  const own = text(found.text).length
  return records(found.elements).reduce((sum, element) => sum + cellCharacters(element), own)
}

const segment = shape({ label: need(words('chart segment label')), value: need(positive) })

function positive(value: unknown, at: string): ReturnType<Rule> {
  return typeof value === 'number' && value > 0 ? [] : fault(at, 'must be a number greater than 0')
}

const point = shape({ label: need(words('chart category')), value: need(anyNumber) })
const series = shape({
  name: need(words('chart series name')),
  data: need(listOf(point, 'chart points', 'chart points, fewest')),
})
const axes = shape({
  categories: need(someOf(words('chart category'))),
  x_label: words('chart axis label'),
  y_label: words('chart axis label'),
})

const plotted = shape(
  {
    type: need(words()),
    series: need(listOf(series, 'chart series', 'chart series, fewest')),
    axis_config: need(axes),
  },
  distinctSeries,
  completeSeries,
)

function distinctSeries(chart: Json, at: string): ReturnType<Also> {
  const names = records(chart.series).map(({ name }) => text(name))
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index)
  return twice < 0
    ? []
    : fault(`${at}/series/${twice}/name`, `must be unique among the series, found "${names[twice]}" twice`)
}

/** Each series has exactly one point for each category. */
function completeSeries(chart: Json, at: string): ReturnType<Also> {
  const [config] = records([chart.axis_config])
  const categories = list(config?.categories).map(text).sort()
  return records(chart.series).flatMap((each, index) => {
    const labels = records(each.data)
      .map(({ label }) => text(label))
      .sort()
    return labels.join('\n') === categories.join('\n')
      ? []
      : fault(`${at}/series/${index}/data`, 'must have exactly one point for each of the axis categories')
  })
}

const pie = shape({
  type: need(oneOf('pie')),
  segments: need(listOf(segment, 'chart segments', 'chart segments, fewest')),
})

export const dataVisualization: Rule = shape({
  type: need(oneOf('data_visualization')),
  block_id: words('block_id'),
  title: need(words('chart title')),
  chart: need(byType({ pie, bar: plotted, line: plotted, area: plotted }, 'of chart')),
})

export const withinTableLimits = (blocks: readonly Json[], at: string): ReturnType<Also> => [
  ...passes('table characters')(tableCharacters(blocks, 'table'), at),
  ...passes('data_table characters')(tableCharacters(blocks, 'data_table'), at),
]
