import type { KnownBlock } from '@slack/types'
import { type Day, shortDay } from '../calendar.ts'
import type { Profile } from '../catalog/profile.ts'
import { gapOf, roleOf } from '../catalog/rules.ts'
import type { NamedPart, Relation } from '../directory/rules.ts'
import { context, escaped, type Message, mention, message, section, typedText } from '../slack/kit.ts'
import type { Standing } from './rules.ts'
import { missing, openHere, recordSentence, topicRating, whenRecorded, whenRecordedLongAgo } from './views-parts.ts'
import { levelWithPlace } from './wording.ts'

/** Somebody else’s record, and why the reader sees it. */
export interface Other {
  readonly slackId: string
  readonly name: string
  readonly standing: Standing
  readonly as: Relation
  readonly parts: ReadonlySet<NamedPart>
  /** The last day on which it is open to the reader, where it is. */
  readonly openedUntil: Day | undefined
}

/** `show` with a name, for somebody who may: dates in the reader’s zone. */
export function recordOfMessage(profile: Profile, other: Other, zone: string, now: Date): Message {
  const { slackId, name, standing, parts } = other
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  const longAgo = whenRecordedLongAgo(standing, zone, now)
  const level = `${mention(slackId)} · *${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).text}*`
  const shown = (part: NamedPart, blocks: readonly KnownBlock[]) => (parts.has(part) ? blocks : [])
  return message({
    name: 'assessment.record-of',
    text: recordSentence(profile, `${escaped(name)} is`, standing, gap, zone),
    blocks: [
      section(`${level}\n${longAgo ? `${longAgo}.` : whenRecorded(standing, zone)}`),
      ...shown('topics', [
        section(profile.topics.map((topic) => `• ${topicRating(topic, standing.ratings)}`).join('\n')),
      ]),
      ...shown('items', [...openHere(profile, standing, gap), ...missing(profile, gap, theyMeetAll)]),
      ...shown('note', standing.note ? [typedText('Note (shared with you)', standing.note)] : []),
      context(`${whySeen(other)} They can see that you looked.`),
    ],
  })
}

function theyMeetAll(next: string): string {
  return `They meet every ${next} item on their own.`
}

function whySeen({ as, slackId, openedUntil }: Other): string {
  switch (as) {
    case 'manager':
    case 'mentor':
      return `You see this as their ${as}.`
    case 'admin':
      return 'You see this as an admin of the programme.'
    case 'opened-to':
      return `${mention(slackId)} opened this to you${openedUntil ? ` until ${shortDay(openedUntil)}` : ''}.`
    case 'self':
    case 'proposed-partner':
    case 'skip-level':
    case 'anybody':
      throw new Error(`nothing of somebody else’s record is shown to a reader who is ${as} to them`)
  }
}
