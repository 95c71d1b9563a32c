import type { ActionsBlockElement, KnownBlock, ModalView } from '@slack/types'
import { recordDate } from '../calendar.ts'
import type { Profile } from '../catalog/profile.ts'
import { expectationsOf, type Gap, gapOf, levelOf, type Ratings, roleOf, topicsWithMostRoom } from '../catalog/rules.ts'
import { nobodyElse, type SeenBy } from '../directory/rules.ts'
import { actions, button, context, escaped, header, listSections, modal, section, select } from '../slack/kit.ts'
import { type Entry, type Moved, type Standing, whatMoved } from './rules.ts'
import {
  ids,
  missing,
  type Own,
  openHere,
  topicLine,
  topicMove,
  whatNextAsks,
  whenRecorded,
  whoHasSeen,
} from './views-parts.ts'
import {
  answerLabel,
  isSeenByOthers,
  levelAndRole,
  levelWithPlace,
  seenBy,
  whoSeesYours,
  wordingDate,
} from './wording.ts'

/** What was recorded, as its owner reads it right afterwards. */
export interface Recorded {
  readonly kind: 'given' | 'confirmed'
  readonly now: Standing
  readonly before: Omit<Entry, 'kind'> | null
  readonly zone: string
  /** Who sees it from now on. */
  readonly seenBy: SeenBy
}

/** F4: what is on record, what is missing for the next level, what moved, and one next step. */
export function recordedWindow(profile: Profile, recorded: Recorded): ModalView {
  const { now, zone } = recorded
  const gap = gapOf(profile, now.role, now.rank, now.answers)
  const done = recorded.kind === 'confirmed' ? 'confirmed' : 'is on record'
  return modal({
    callbackId: ids.result,
    title: 'Recorded',
    close: 'Done',
    blocks: [
      header(`${levelAndRole(profile, now.rank, now.role)} ${done}`),
      context(`${recordDate(now.saidAt, zone)} · ${wordingDate(profile)} · ${seenBy(recorded.seenBy)}`),
      ...openHere(profile, now, gap),
      ...missing(profile, gap),
      ...mostRoom(profile, gap, now.ratings),
      section(since(profile, recorded)),
      ...nextStep(profile, gap),
      actions(
        button(ids.history, 'See my history', { value: profile.skill }),
        button(ids.show, 'See the whole record', { value: profile.skill }),
      ),
    ],
  })
}

/** F5: what every level asks of one role. Stores nothing. */
export function expectationsWindow(profile: Profile, roleId: string): ModalView {
  return modal({
    callbackId: ids.expectations,
    title: 'What levels ask',
    blocks: [
      actions(
        select(
          ids.browseRole,
          'Choose a role',
          profile.roles.map((role) => ({ value: `${profile.skill}:${role.id}`, text: role.text })),
          `${profile.skill}:${roleId}`,
        ),
      ),
      ...profile.levels.flatMap((_, at) => {
        const { own } = expectationsOf(profile, roleId, at + 1)
        return listSections(
          `*${levelWithPlace(profile, at + 1)}*`,
          own.items.map((item) => escaped(item.text)),
        )
      }),
      context(capitalised(wordingDate(profile))),
    ],
  })
}

/** The *me* section of the Home tab. */
export function homeSection(
  profile: Profile,
  { standing, seenBy: by, zone }: Own,
  more: readonly ActionsBlockElement[] = [],
  lines: readonly string[] = [],
): KnownBlock[] {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  return [
    header(`Your ${profile.label} level`),
    section(
      `*${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).text}*\n${whenRecorded(standing, zone)}`,
      button(ids.open, 'Update', { value: profile.skill }),
    ),
    ...openHere(profile, standing, gap),
    ...missing(profile, gap),
    ...(lines.length === 0 ? [] : [context(...lines)]),
    actions(
      ...(gap.nextRank === null ? [] : [whatNextAsks(profile, gap.nextRank, 'What')]),
      button(ids.history, 'History', { value: profile.skill }),
      whoHasSeen(),
      ...more,
    ),
    // Where nobody else does, the line about the check-in below says so.
    ...(isSeenByOthers(by) ? [context(seenBy(by))] : []),
  ]
}

/** The *me* section before the first answer. */
export function homeInvitation(profile: Profile, by: SeenBy = nobodyElse): KnownBlock[] {
  return [
    header(`${profile.label} Level`),
    section(`See where you stand with ${profile.name}, and what the next level asks. About two minutes.`),
    actions(
      button(ids.open, 'Set my level', { value: profile.skill, style: 'primary' }),
      button(ids.browse, 'Read what levels ask', { value: profile.skill }),
    ),
    section(`*Why:* growth, not ranking. *Who sees your level:* ${whoSeesYours(by)}`),
  ]
}

/** An opening that was on its way while its person erased everything. */
export function erasedMeanwhile(profile: Profile): string {
  return `Your data was erased while this was opening. Type \`${profile.command}\` to start anew.`
}

function mostRoom(profile: Profile, gap: Gap, ratings: Ratings): KnownBlock[] {
  const topics = topicsWithMostRoom(profile, gap, ratings, 2)
  return topics.length > 0
    ? listSections(
        '*Topics with most room*',
        topics.map(({ topic }) => topicLine(topic, ratings)),
      )
    : []
}

function since(profile: Profile, { kind, now, before, zone }: Recorded): string {
  if (!before) return 'Your first entry. The next one will show what moved.'
  const day = recordDate(before.saidAt, zone)
  if (kind === 'confirmed') return `*Since ${day}*\nNothing has changed.`
  return `*Since ${day}*\n${movedSentences(profile, whatMoved(profile, before, now))}`
}

function nextStep(profile: Profile, { nextRank }: Gap): KnownBlock[] {
  if (nextRank === null) return []
  const sentence = `Read what ${levelOf(profile, nextRank).text} asks, and pick one item to begin with.`
  return [section(`*One next step*\n${sentence}`, whatNextAsks(profile, nextRank))]
}

/** More than this many items in one breath are counted, not named. */
const itemsNamed = 8

function movedSentences(profile: Profile, moved: Moved): string {
  const short = new Map(profile.requirements.flatMap(({ items }) => items.map((item) => [item.id, item.short])))
  const further = moved.items.length - itemsNamed
  const sentences = [
    ...(moved.rank
      ? [`Level: ${levelOf(profile, moved.rank.from).text} → ${levelOf(profile, moved.rank.to).text}.`]
      : []),
    ...(moved.role
      ? [`Role: ${roleOf(profile, moved.role.from).short} → ${roleOf(profile, moved.role.to).short}.`]
      : []),
    ...moved.topics.map((topic) => `${topicMove(profile, topic)}.`),
    ...moved.items
      .slice(0, itemsNamed)
      .map(
        ({ itemId, from, to }) =>
          `“${escaped(short.get(itemId) ?? itemId)}” ${answerLabel(from)} → ${answerLabel(to)}.`,
      ),
    ...(further > 0 ? [`${further} more ${further === 1 ? 'item' : 'items'} moved.`] : []),
  ]
  return sentences.length > 0 ? `${sentences.join(' ')} Nothing else moved.` : 'Nothing moved.'
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
