import type { KnownBlock, ModalView } from '@slack/types'
import { longMonth, recordDate, shortMonth } from '../calendar.ts'
import type { Profile, Topic } from '../catalog/profile.ts'
import { type Gap, gapOf, levelOf, type Ratings, roleOf, topicsOf } from '../catalog/rules.ts'
import {
  actions,
  asTyped,
  button,
  context,
  escaped,
  listSections,
  type Message,
  message,
  modal,
  said,
  section,
  typedText,
  unmarked,
} from '../slack/kit.ts'
import type { HistoryLine, Page, Standing } from './rules.ts'
import {
  allMet,
  are,
  ids,
  missing,
  missingOf,
  type Own,
  openHere,
  openList,
  recordSentence,
  topicLine,
  topicMove,
  topicRating,
  whatNextAsks,
  whenRecorded,
  whenRecordedLongAgo,
  whoHasSeen,
} from './views-parts.ts'
import { levelWithPlace, lowered, ordinal, seenBy, whoReadsNotes } from './wording.ts'

/** `show`: the whole record. */
export function recordMessage(profile: Profile, { standing, seenBy: by, zone }: Own, now: Date): Message {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  const level = `*${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).text}*`
  const longAgo = whenRecordedLongAgo(standing, zone, now)
  return message({
    name: 'assessment.record',
    text: recordSentence(profile, 'You are', standing, gap, zone),
    blocks: [
      longAgo
        ? section(`${level}\n${longAgo}; still right?`, button(ids.stillRight, 'Still right', { value: profile.skill }))
        : section(`${level}\n${whenRecorded(standing, zone)}`),
      section(profile.topics.map((topic) => `• ${topicRating(topic, standing.ratings)}`).join('\n')),
      ...openHere(profile, standing, gap),
      ...missing(profile, gap),
      ...(standing.note ? [typedText(`Note (${whoReadsNotes(by)})`, standing.note)] : []),
      actions(
        button(ids.open, 'Update', { value: profile.skill }),
        button(ids.history, 'History', { value: profile.skill }),
        whoHasSeen(),
      ),
      context(seenBy(by)),
    ],
  })
}

/** Any of the reading words before there is anything to read. */
export function nothingYetMessage(profile: Profile): Message {
  return message({
    name: 'assessment.nothing-yet',
    text: `Nothing is on record yet. Type ${profile.command} to set your level; it takes about two minutes.`,
    blocks: [section('Nothing is on record yet.'), actions(button(ids.open, 'Set my level', { value: profile.skill }))],
  })
}

/** *Still right* on an old record, done. */
export function stillRightMessage(profile: Profile, standing: Standing, zone: string): Message {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  const sentence = `*Still right, noted.* ${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).short}, confirmed ${recordDate(standing.saidAt, zone)}.${missingCount(profile, gap)}`
  return message({
    name: 'assessment.still-right',
    text: unmarked(sentence),
    blocks: [
      section(sentence),
      actions(
        button(ids.open, 'Change this', { value: profile.skill }),
        ...(gap.nextRank === null ? [] : [whatNextAsks(profile, gap.nextRank)]),
      ),
    ],
  })
}

/** `history`: the path over the levels, then a page of what was said, newest first. */
export function historyMessage(
  profile: Profile,
  path: readonly { readonly rank: number; readonly since: Date }[],
  page: Page<HistoryLine>,
  zone: string,
): Message {
  const steps = path.map(({ rank, since: at }, nth) => ({
    short: `${levelOf(profile, rank).text}${nth > 0 ? ` (since ${shortMonth(at, zone)})` : ''}`,
    long: `${levelOf(profile, rank).text}${nth > 0 ? ` since ${longMonth(at, zone)}` : ''}`,
  }))
  const paging = [
    ...(page.older === null ? [] : [button(ids.older, 'Older', { value: `${profile.skill}:${page.older}` })]),
    ...(page.newer === null ? [] : [button(ids.newer, 'Newer', { value: `${profile.skill}:${page.newer}` })]),
  ]
  return message({
    name: 'assessment.history',
    text: `Your ${profile.label} path: ${folded(steps.map(({ long }) => long)).join(', ')}.`,
    blocks: [
      ...pathSections(steps.map(({ short }) => short)),
      ...page.lines.map((line) => section(historyLine(profile, line, zone))),
      ...(paging.length > 0 ? [actions(...paging)] : []),
      context(
        page.total === 1
          ? 'One entry so far.'
          : `Entries ${page.first}–${page.last} of ${page.total}. Each keeps the wording it was given against.`,
      ),
    ],
  })
}

/** `next`: what stands between the reader and the next level. */
export function nextMessage(profile: Profile, standing: Standing): Message {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  const update = actions(button(ids.open, 'Update my level', { value: profile.skill }))
  const here = levelOf(profile, standing.rank).text
  if (gap.nextRank === null) {
    const sentence = `There is no level after ${here} in this profile.`
    return message({
      name: 'assessment.next.last-level',
      text: sentence,
      blocks: [section(sentence), ...openList(`*Still open at ${here}*`, gap.openHere), update],
    })
  }
  const next = levelOf(profile, gap.nextRank).text
  const met = gap.askedNext - gap.missing.length
  const items = gap.missing.map(({ item }) => item)
  return message({
    name: 'assessment.next',
    text:
      items.length > 0
        ? `${missingOf(gap)} ${next} items ${are(gap)} still open: ${items.map(({ short }) => lowered(short)).join('; ')}.`
        : allMet(next),
    blocks: [
      section(
        `*From ${here} to ${next} (${roleOf(profile, standing.role).short})*\n${items.length > 0 ? `You meet ${met === 0 ? 'none' : met} of ${gap.askedNext} items on your own.` : allMet(next)}`,
      ),
      ...openList('*Not there yet*', gap.missing),
      ...openList(`*Also open at ${here}*`, gap.openHere),
      ...(items.length > 0
        ? listSections(
            '*Topics these items lean on*',
            toLearn(topicsOf(profile, items), standing.ratings).map((topic) => topicLine(topic, standing.ratings)),
          )
        : []),
      update,
    ],
  })
}

/** Stands in a window until there is something to read in it. */
export function fetchingWindow(title: string): ModalView {
  return modal({ callbackId: ids.reading, title, blocks: [section('Fetching your answers…')] })
}

/** A message as a window, for readers who stand in one: same words, same buttons. */
export function readingWindow(title: string, message: Message): ModalView {
  return modal({ callbackId: ids.reading, title, blocks: message.blocks })
}

/** `show` with a name: one answer, whoever it is about. */
export function nothingToShowMessage(mention: string, name: string): Message {
  const rest = 'A level is seen by its owner, their manager, their mentor, the admins, and whom they open it to.'
  return said(
    'assessment.nothing-to-show',
    `There is nothing to show for ${mention}. ${rest}`,
    `There is nothing to show for ${name}. ${rest}`,
  )
}

export function oneNameMessage(command: string): Message {
  return said('assessment.one-name', `One name at a time, please: \`${command} show @ivan\`.`)
}

export function noSuchNameMessage(typed: string): Message {
  const words = `“${escaped([...asTyped(typed)].slice(0, 40).join(''))}” is not a person Slack could find; choose the name from the list that appears while typing.`
  return said('assessment.no-such-name', words, words)
}

function historyLine(profile: Profile, line: HistoryLine, zone: string): string {
  const day = `*${recordDate(line.entry.saidAt, zone)}*`
  if (line.kind === 'confirmed') return `${day} · confirmed${line.times > 1 ? `, ${ordinal(line.times)} time` : ''}`
  const { entry, moved } = line
  const level = moved?.rank
    ? `${levelOf(profile, moved.rank.from).text} → ${levelOf(profile, moved.rank.to).text}`
    : levelOf(profile, entry.rank).text
  const role = moved?.role
    ? `${roleOf(profile, moved.role.from).short} → ${roleOf(profile, moved.role.to).short}`
    : roleOf(profile, entry.role).short
  const items = moved?.items.length ?? 0
  return [
    day,
    level,
    role,
    ...(moved?.topics ?? []).map((topic) => topicMove(profile, topic)),
    ...(items > 0 ? [items === 1 ? '1 item moved' : `${items} items moved`] : []),
  ].join(' · ')
}

/** Somebody may go up and down for years: the path stays one paragraph, its oldest steps folded. */
function pathSections(steps: readonly string[]): KnownBlock[] {
  return steps.length > 1 ? [section(`*Your path*\n${folded(steps).join(' → ')}`)] : []
}

const stepsNamed = 12

function folded(steps: readonly string[]): readonly string[] {
  return steps.length > stepsNamed ? ['…', ...steps.slice(-stepsNamed)] : steps
}

/** “ Missing for Senior: 2 of 3.”, to follow a sentence; nothing at the last level. */
export function missingCount(profile: Profile, gap: Gap): string {
  return gap.nextRank === null
    ? ''
    : ` Missing for ${levelOf(profile, gap.nextRank).text}: ${gap.missing.length === 0 ? 'none' : missingOf(gap)}.`
}

/** The least known first; what somebody could teach is left out. */
function toLearn(topics: readonly Topic[], ratings: Ratings): Topic[] {
  const rated = (topic: Topic) => ratings.get(topic.id) ?? 0
  return topics.filter((topic) => rated(topic) < 4).sort((a, b) => rated(a) - rated(b))
}
