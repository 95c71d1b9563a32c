import type { KnownBlock, ModalView } from '@slack/types'
import { daysBetween, longDate, longMonth, monthsBetween, recordDate, shortMonth } from '../calendar.ts'
import type { Profile } from '../catalog/profile.ts'
import {
  expectationsOf,
  type Gap,
  gapOf,
  levelOf,
  type OpenItem,
  type Ratings,
  roleOf,
  topicsOf,
  topicsWithMostRoom,
} from '../catalog/rules.ts'
import {
  actions,
  button,
  context,
  escaped,
  header,
  listSections,
  type Message,
  modal,
  section,
  select,
  typedText,
  unmarked,
} from '../slack/kit.ts'
import { type Entry, type Given, type HistoryLine, type Moved, type Page, type Standing, whatMoved } from './rules.ts'
import {
  answerLabel,
  levelAndRole,
  levelWithPlace,
  lowered,
  ordinal,
  ratingLabel,
  seenBy,
  wordingDate,
} from './wording.ts'

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

/** After this many days a record is asked about where its owner reads it. */
const staleAfter = 180

/** What a higher room suggests once something is recorded: a sentence and where to go with it. */
export interface NextStep {
  readonly sentence: string
  readonly actionId: string
  readonly buttonText: string
}

/** What was recorded, as its owner reads it right afterwards. */
export interface Recorded {
  readonly kind: 'given' | 'confirmed'
  readonly now: Standing
  readonly before: Omit<Entry, 'kind'> | null
  readonly zone: string
}

/** F4: what is on record, what is missing for the next level, what moved, and one next step. */
export function recordedWindow(profile: Profile, recorded: Recorded, nextStep?: NextStep): ModalView {
  const { now, zone } = recorded
  const gap = gapOf(profile, now.role, now.rank, now.answers)
  const done = recorded.kind === 'confirmed' ? 'confirmed' : 'is on record'
  return modal({
    callbackId: ids.result,
    title: 'Recorded',
    close: 'Done',
    blocks: [
      header(`${levelAndRole(profile, now.rank, now.role)} ${done}`),
      context(`${recordDate(now.saidAt, zone)} · ${wordingDate(profile)} · ${seenBy}`),
      ...openHere(profile, now, gap),
      ...missing(profile, gap),
      ...mostRoom(profile, gap, now.ratings),
      section(since(profile, recorded)),
      ...nextStepBlocks(profile, gap, nextStep),
      actions(
        button(ids.history, 'See my history', { value: profile.skill }),
        button(ids.show, 'See the whole record', { value: profile.skill }),
      ),
    ],
  })
}

/** `show`: the whole record. */
export function recordMessage(profile: Profile, standing: Standing, zone: string, now: Date): Message {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  const old = daysBetween(standing.saidAt, now, zone) > staleAfter
  const first = `*${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).text}*\n${whenRecorded(standing, zone)}`
  return {
    text: recordSentence(profile, standing, gap, zone),
    blocks: [
      old
        ? section(
            `${first.replace(/\.$/, '')} — ${monthsBetween(standing.saidAt, now, zone)} months ago; still right?`,
            button(ids.stillRight, 'Still right', { value: profile.skill }),
          )
        : section(first),
      section(topicLines(profile, standing.ratings).join('\n')),
      ...openHere(profile, standing, gap),
      ...missing(profile, gap),
      ...(standing.note ? [typedText('Note (only you)', standing.note)] : []),
      actions(
        button(ids.open, 'Update', { value: profile.skill }),
        button(ids.history, 'History', { value: profile.skill }),
      ),
    ],
  }
}

/** Any of the reading words before there is anything to read. */
export function nothingYetMessage(profile: Profile): Message {
  return {
    text: `Nothing is on record yet. Type ${profile.command} to set your level; it takes about two minutes.`,
    blocks: [section('Nothing is on record yet.'), actions(button(ids.open, 'Set my level', { value: profile.skill }))],
  }
}

/** *Still right* on an old record, done. */
export function stillRightMessage(profile: Profile, standing: Standing, zone: string): Message {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  const sentence = `*Still right, noted.* ${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).short}, confirmed ${recordDate(standing.saidAt, zone)}.${missingCount(profile, gap)}`
  return {
    text: unmarked(sentence),
    blocks: [
      section(sentence),
      actions(
        button(ids.open, 'Change this', { value: profile.skill }),
        ...(gap.nextRank === null ? [] : [whatNextAsks(profile, gap.nextRank)]),
      ),
    ],
  }
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
  return {
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
  }
}

/** `next`: what stands between the reader and the next level. */
export function nextMessage(profile: Profile, standing: Standing): Message {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  const update = actions(button(ids.open, 'Update my level', { value: profile.skill }))
  const here = levelOf(profile, standing.rank).text
  if (gap.nextRank === null) {
    const sentence = `There is no level after ${here} in this profile.`
    return { text: sentence, blocks: [section(sentence), ...openList(`*Still open at ${here}*`, gap.openHere), update] }
  }
  const next = levelOf(profile, gap.nextRank).text
  const met = gap.askedNext - gap.missing.length
  const items = gap.missing.map(({ item }) => item)
  return {
    text:
      items.length > 0
        ? `${missingOf(gap)} ${next} items are still open: ${items.map(({ short }) => lowered(short)).join('; ')}.`
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
            topicsOf(profile, items).map((topic) => topicLine(topic, standing.ratings)),
          )
        : []),
      update,
    ],
  }
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

/** A message as a window, for readers who stand in one: same words, same buttons. */
export function readingWindow(title: string, message: Message): ModalView {
  return modal({ callbackId: ids.reading, title, blocks: message.blocks })
}

/** The *me* section of the Home tab. */
export function homeSection(profile: Profile, standing: Standing, zone: string): KnownBlock[] {
  const gap = gapOf(profile, standing.role, standing.rank, standing.answers)
  return [
    header(`Your ${profile.label} level`),
    section(
      `*${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).text}*\n${whenRecorded(standing, zone)}`,
      button(ids.open, 'Update', { value: profile.skill }),
    ),
    ...openHere(profile, standing, gap),
    ...missing(profile, gap),
    actions(
      ...(gap.nextRank === null ? [] : [whatNextAsks(profile, gap.nextRank)]),
      button(ids.history, 'History', { value: profile.skill }),
    ),
    context(seenBy),
  ]
}

/** The *me* section before the first answer. */
export function homeInvitation(profile: Profile): KnownBlock[] {
  return [
    header(`${profile.label} Level`),
    section(`See where you stand with ${profile.name}, and what the next level asks. About two minutes.`),
    actions(
      button(ids.open, 'Set my level', { value: profile.skill, style: 'primary' }),
      button(ids.browse, 'Read what levels ask', { value: profile.skill }),
    ),
    section(`*Why:* growth, not ranking. *Who sees your level:* only you.`),
  ]
}

/** `show` with a name: one answer, whoever it is about. */
export function nothingToShowMessage(mention: string, name: string): Message {
  const rest = 'A level is seen by its owner.'
  return sentence(`There is nothing to show for ${mention}. ${rest}`, `There is nothing to show for ${name}. ${rest}`)
}

export function oneNameMessage(command: string): Message {
  return sentence(`One name at a time, please: \`${command} show @ivan\`.`)
}

export function noSuchNameMessage(typed: string): Message {
  const said = `“${escaped([...typed].slice(0, 40).join(''))}” is not a person Slack could find; choose the name from the list that appears while typing.`
  return sentence(said, said)
}

function sentence(marked: string, plain = unmarked(marked)): Message {
  return { text: plain, blocks: [section(marked)] }
}

function openHere(profile: Profile, { rank }: Given, gap: Gap): KnownBlock[] {
  return openList(
    `*Still open at ${levelOf(profile, rank).text}: ${gap.openHere.length} of ${gap.askedHere}*`,
    gap.openHere,
  )
}

function missing(profile: Profile, gap: Gap): KnownBlock[] {
  if (gap.nextRank === null) return []
  const next = levelOf(profile, gap.nextRank).text
  return gap.missing.length > 0
    ? openList(`*Missing for ${next}: ${missingOf(gap)}*`, gap.missing)
    : [section(allMet(next))]
}

function openList(heading: string, items: readonly OpenItem[]): KnownBlock[] {
  return items.length > 0
    ? listSections(
        heading,
        items.map(({ item, answer }) => `${escaped(item.text)} — _${answerLabel(answer)}_`),
      )
    : []
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

function topicLine(topic: Profile['topics'][number], ratings: Ratings): string {
  const rating = ratings.get(topic.id)
  return [
    `${escaped(topic.name)} — ${rating === undefined ? 'not rated yet' : ratingLabel(rating)}`,
    `<${topic.link}|Read about it>`,
  ].join(' · ')
}

function topicLines(profile: Profile, ratings: Ratings): string[] {
  return profile.topics.map((topic) => {
    const rating = ratings.get(topic.id)
    return `• ${escaped(topic.name)} — ${rating === undefined ? 'not rated yet' : ratingLabel(rating)}`
  })
}

function since(profile: Profile, { kind, now, before, zone }: Recorded): string {
  if (!before) return 'Your first entry. The next one will show what moved.'
  const day = recordDate(before.saidAt, zone)
  if (kind === 'confirmed') return `*Since ${day}*\nNothing has changed.`
  return `*Since ${day}*\n${movedSentences(profile, whatMoved(profile, before, now))}`
}

function nextStepBlocks(profile: Profile, gap: Gap, nextStep: NextStep | undefined): KnownBlock[] {
  if (nextStep)
    return [
      section(
        `*One next step*\n${nextStep.sentence}`,
        button(nextStep.actionId, nextStep.buttonText, { value: profile.skill }),
      ),
    ]
  if (gap.nextRank === null) return []
  return [
    section(
      `*One next step*\nRead what ${levelOf(profile, gap.nextRank).text} asks, and pick one item to begin with.`,
      whatNextAsks(profile, gap.nextRank),
    ),
  ]
}

function whatNextAsks(profile: Profile, rank: number) {
  return button(ids.next, `See what ${levelOf(profile, rank).text} asks`, { value: profile.skill })
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

function topicMove(profile: Profile, { topicId, from, to }: Moved['topics'][number]): string {
  return `${escaped(profile.topics.find(({ id }) => id === topicId)?.name ?? topicId)} ${from} → ${to}`
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

function whenRecorded({ saidAt, givenAt }: Standing, zone: string): string {
  const confirmed = saidAt.getTime() === givenAt.getTime() ? '' : `, confirmed ${recordDate(saidAt, zone)}`
  return `Recorded ${recordDate(givenAt, zone)}${confirmed}.`
}

function recordSentence(profile: Profile, { role, rank, givenAt }: Standing, gap: Gap, zone: string): string {
  const start = `You are ${levelWithPlace(profile, rank)} in ${profile.label} for ${roleOf(profile, role).short}, recorded ${longDate(givenAt, zone)}`
  if (gap.nextRank === null) return `${start}.`
  const next = levelOf(profile, gap.nextRank).text
  return gap.missing.length > 0
    ? `${start}; ${missingOf(gap)} ${next} items are open.`
    : `${start}; every ${next} item is met.`
}

function missingCount(profile: Profile, gap: Gap): string {
  return gap.nextRank === null
    ? ''
    : ` Missing for ${levelOf(profile, gap.nextRank).text}: ${gap.missing.length === 0 ? 'none' : missingOf(gap)}.`
}

function missingOf(gap: Gap): string {
  return `${gap.missing.length} of ${gap.askedNext}`
}

function allMet(next: string): string {
  return `Every ${next} item is met on your own. Worth bringing to your manager.`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
