import { z } from 'zod'
import { type Filter, filters, type LogPlace, type Pages } from './rules.ts'

/** Where the reader of the log stands; undefined in a window that shows none. */
export function readLogPlace(metadata: string): LogPlace | undefined {
  return read(logPlace, metadata)
}

/** Where the reader of their own lines stands. */
export function readPages(metadata: string): Pages | undefined {
  return read(pages, metadata)
}

export function readFilter(value: string | undefined): Filter | undefined {
  return filters.find((filter) => filter === value)
}

/** The line behind which the next page begins. */
export function readLast(value: string | undefined): string | undefined {
  return line.safeParse(value).data
}

const line = z.guid()
const pages = z.object({ before: z.array(line) })
const logPlace = pages.extend({ filter: z.enum(filters), about: z.guid().nullable() })

function read<T>(schema: z.ZodType<T>, metadata: string): T | undefined {
  try {
    return schema.parse(JSON.parse(metadata))
  } catch {
    return undefined
  }
}
