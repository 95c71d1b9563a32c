import type { Person } from '../company.ts'
import { type Json, text } from '../json.ts'
import { PAGE } from '../limits.ts'
import type { Slack } from '../slack.ts'
import { userObject } from '../users.ts'
import { type Method, no, yes } from './answer.ts'
import { pageOf } from './pages.ts'

export const usersInfo: Method = {
  required: { user: 'text' },
  optional: { include_locale: 'flag' },
  answer: (slack, given) => {
    const person = slack.workspace.people.get(text(given.user))
    return person ? yes({ user: toldUser(slack, person, given) }) : no('user_not_found')
  },
}

/** Closed and invited accounts too: whoever asks must leave them out. */
export const usersList: Method = {
  required: {},
  optional: { cursor: 'text', limit: 'number', include_locale: 'flag' },
  answer: (slack, given) => {
    const { workspace, time } = slack
    const page = pageOf('user', [...workspace.people.values()], ({ id }) => id, given, PAGE - 1)
    if ('error' in page) return no(page.error)
    return yes({
      members: page.items.map((person) => toldUser(slack, person, given)),
      cache_ts: Math.floor(time.now() / 1000),
      response_metadata: { next_cursor: page.next },
    })
  },
}

function toldUser(slack: Slack, person: Person, given: Json): Json {
  const { workspace, time, installation } = slack
  const locale = given.include_locale === true ? { locale: 'en-US' } : {}
  const withEmail = installation.has('users:read.email')
  return { ...userObject(person, workspace.company, time.now(), { withEmail }), ...locale }
}
