import { createHash } from 'node:crypto'
import { answersOfRole, type Given } from '../../src/assessment/rules.ts'
import type { Profile } from '../../src/catalog/profile.ts'
import { type Answer, askedItems, type Rating } from '../../src/catalog/rules.ts'
import type { Person } from '../company.ts'

/**
 * What somebody said in one of the four quarters, 0 the oldest: answers that fit the level, a little better every quarter;
 * the same for the same person each time. Undefined where they said nothing.
 */
export function answersIn(profile: Profile, { id, nats }: Person, quarter: number): Given | undefined {
  const rank = nats?.levels[quarter] ?? null
  if (!nats || rank === null) return undefined
  const { role, topics = {} } = nats
  const luck = (about: string) => createHash('sha256').update(`${id} ${about}`).digest().readUInt8(0) / 256
  const own = profile.requirements.find((found) => found.role === role && found.rank === rank)?.items ?? []
  const answers = new Map<string, Answer>(
    askedItems(profile, role, rank).map((item) => {
      const growth = quarter * 0.15
      const isOwn = own.some((each) => each.id === item.id)
      return [item.id, isOwn ? step(luck(item.id) + growth, 0.05, 0.3) : step(luck(item.id) + growth, 0.5, 0.95)]
    }),
  )
  const ratings = new Map<string, Rating>(
    profile.topics.map((topic) => [
      topic.id,
      topics[topic.id] ?? rating(rank * 0.8 + luck(topic.id) * 1.6 - 0.4 + quarter * 0.12),
    ]),
  )
  const note =
    luck('note') > 0.7 && quarter === 3
      ? 'Rebuilt the order stream with two consumers; reading about mirrors next.'
      : ''
  return { role, rank, answers: answersOfRole(profile, role, answers), ratings, note }
}

function step(value: number, helpFrom: number, aloneFrom: number): Answer {
  if (value >= aloneFrom) return 2
  return value >= helpFrom ? 1 : 0
}

function rating(value: number): Rating {
  const whole = Math.round(Math.min(4, Math.max(0, value)))
  return whole === 0 || whole === 1 || whole === 2 || whole === 3 ? whole : 4
}
