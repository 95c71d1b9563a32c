import { type Json, text } from '../json.ts'
import { PAGE } from '../limits.ts'

/** One page of a list, and the cursor of the next one: empty on the last. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string } | { readonly error: string }

/** Slack's cursors are opaque words that happen to be base64 of the next one's name. */
export function pageOf<T>(
  word: string,
  all: readonly T[],
  nameOf: (item: T) => string,
  given: Json,
  usual = 100,
): Page<T> {
  const limit = typeof given.limit === 'number' && given.limit > 0 ? given.limit : usual
  if (limit >= PAGE) return { error: 'invalid_limit' }
  const cursorTo = (item: T): string => Buffer.from(`${word}:${nameOf(item)}`).toString('base64')
  const cursor = text(given.cursor)
  const told = Buffer.from(cursor, 'base64').toString()
  const start = cursor === '' ? 0 : all.findIndex((item) => told === `${word}:${nameOf(item)}`)
  if (start < 0) return { error: 'invalid_cursor' }
  const following = all[start + limit]
  return { items: all.slice(start, start + limit), next: following === undefined ? '' : cursorTo(following) }
}
