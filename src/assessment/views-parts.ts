import type { KnownBlock } from '@slack/types'
import { daysBetween, longDate, monthsBetween, recordDate } from '../calendar.ts'
import type { Profile, Topic } from '../catalog/profile.ts'
import { type Gap, levelOf, type OpenItem, type Ratings, roleOf } from '../catalog/rules.ts'
import { ids as audit } from '../directory/audit/views.ts'
import type { SeenBy } from '../directory/rules.ts'
import { button, escaped, listSections, section } from '../slack/kit.ts'
import type { Given, Moved, Standing } from './rules.ts'
import { answerLabel, levelWithPlace, ratingLabel } from './wording.ts'

export const ids = {
  result: 'assessment.result',
  expectations: 'assessment.expectations',
  reading: 'assessment.reading',
  open: 'assessment.open',
  show: 'assessment.show',
  history: 'assessment.history',
  older: 'assessment.history.older',
  newer: 'assessment.history.newer',
  next: 'assessment.next',
  stillRight: 'assessment.confirm',
  browse: 'assessment.browse',
  browseRole: 'assessment.browse.role',
} as const

/** A record as its owner reads it: with who sees it besides them. */
export interface Own {
  readonly standing: Standing
  readonly seenBy: SeenBy
  readonly zone: string
}

export function openHere(profile: Profile, { rank }: Given, gap: Gap): KnownBlock[] {
  return openList(
    `*Still open at ${levelOf(profile, rank).text}: ${gap.openHere.length} of ${gap.askedHere}*`,
    gap.openHere,
  )
}

export function missing(profile: Profile, gap: Gap, met: (next: string) => string = allMet): KnownBlock[] {
  if (gap.nextRank === null) return []
  const next = levelOf(profile, gap.nextRank).text
  return gap.missing.length > 0
    ? openList(`*Missing for ${next}: ${missingOf(gap)}*`, gap.missing)
    : [section(met(next))]
}

export function openList(heading: string, items: readonly OpenItem[]): KnownBlock[] {
  return items.length > 0
    ? listSections(
        heading,
        items.map(({ item, answer }) => `${escaped(item.text)} — _${answerLabel(answer)}_`),
      )
    : []
}

/** “JetStream persistence — 2 · with help”. */
export function topicRating(topic: Topic, ratings: Ratings): string {
  const rating = ratings.get(topic.id)
  return `${escaped(topic.name)} — ${rating === undefined ? 'not rated yet' : ratingLabel(rating)}`
}

/** The same, with where to read about it. */
export function topicLine(topic: Topic, ratings: Ratings): string {
  return `${topicRating(topic, ratings)} · <${topic.link}|Read about it>`
}

export function topicMove(profile: Profile, { topicId, from, to }: Moved['topics'][number]): string {
  return `${escaped(profile.topics.find(({ id }) => id === topicId)?.name ?? topicId)} ${from} → ${to}`
}

export function whatNextAsks(profile: Profile, rank: number, start: 'See what' | 'What' = 'See what') {
  return button(ids.next, `${start} ${levelOf(profile, rank).text} asks`, { value: profile.skill })
}

export function whoHasSeen() {
  return button(audit.readers, 'Who has seen this')
}

export function whenRecorded({ saidAt, givenAt }: Standing, zone: string): string {
  const confirmed = saidAt.getTime() === givenAt.getTime() ? '' : `, confirmed ${recordDate(saidAt, zone)}`
  return `Recorded ${recordDate(givenAt, zone)}${confirmed}.`
}

/** After this many days a record tells its age, and asks its owner about it. */
const staleAfter = 180

/** “Recorded Mon 2 Mar 2026 — 8 months ago”; undefined while it is fresh. */
export function whenRecordedLongAgo(standing: Standing, zone: string, now: Date): string | undefined {
  const { saidAt } = standing
  if (daysBetween(saidAt, now, zone) <= staleAfter) return undefined
  return `${whenRecorded(standing, zone).replace(/\.$/, '')} — ${monthsBetween(saidAt, now, zone)} months ago`
}

/** “You are Middle …; 2 of 3 Senior items are open.”, from its first half on. */
export function recordSentence(
  profile: Profile,
  start: string,
  { role, rank, givenAt }: Standing,
  gap: Gap,
  zone: string,
): string {
  const known = `${start} ${levelWithPlace(profile, rank)} in ${profile.label} for ${roleOf(profile, role).short}, recorded ${longDate(givenAt, zone)}`
  if (gap.nextRank === null) return `${known}.`
  const next = levelOf(profile, gap.nextRank).text
  return gap.missing.length > 0
    ? `${known}; ${missingOf(gap)} ${next} items ${are(gap)} open.`
    : `${known}; every ${next} item is met.`
}

/** “1 of 3 items is open”, “2 of 3 items are open”. */
export function are(gap: Gap): string {
  return gap.missing.length === 1 ? 'is' : 'are'
}

export function missingOf(gap: Gap): string {
  return `${gap.missing.length} of ${gap.askedNext}`
}

export function allMet(next: string): string {
  return `Every ${next} item is met on your own. Worth bringing to your manager.`
}
