import { text } from '../json.ts'
import { USERS_PAGE } from '../limits.ts'
import { userObject } from '../users.ts'
import { type Method, no, yes } from './answer.ts'

export const usersInfo: Method = {
  required: { user: 'text' },
  optional: { include_locale: 'flag' },
  answer: ({ workspace, clock }, given) => {
    const person = workspace.people.get(text(given.user))
    if (!person) return no('user_not_found')
    const locale = given.include_locale === true ? { locale: 'en-US' } : {}
    return yes({ user: { ...userObject(person, workspace.company, clock.now()), ...locale } })
  },
}

export const usersList: Method = {
  required: {},
  optional: { cursor: 'text', limit: 'number', include_locale: 'flag' },
  answer: ({ workspace, clock }, given) => {
    const everybody = [...workspace.people.values()]
    const limit = typeof given.limit === 'number' && given.limit > 0 ? given.limit : everybody.length
    if (limit >= USERS_PAGE) return no('invalid_limit', `limit must be below ${USERS_PAGE}, found ${limit}`)
    const start = startOf(
      text(given.cursor),
      everybody.map(({ id }) => id),
    )
    if (start < 0) return no('invalid_cursor')
    const page = everybody.slice(start, start + limit)
    const following = everybody[start + limit]
    return yes({
      members: page.map((person) => userObject(person, workspace.company, clock.now())),
      cache_ts: Math.floor(clock.now() / 1000),
      response_metadata: { next_cursor: following ? cursorTo(following.id) : '' },
    })
  },
}

/** Slack's cursors are opaque words that happen to be base64 of the next one's id. */
function cursorTo(id: string): string {
  return Buffer.from(`user:${id}`).toString('base64')
}

function startOf(cursor: string, ids: readonly string[]): number {
  if (cursor === '') return 0
  return ids.findIndex((id) => cursorTo(id) === cursor)
}
