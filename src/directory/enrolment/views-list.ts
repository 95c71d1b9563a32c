import { asTyped, escaped, type Message, mention, said, unmarked } from '../../slack/kit.ts'
import type { Removed } from './flow-list.ts'
import type { NotEligible } from './rules.ts'
import type { List } from './rules-list.ts'

/** “*32 people would be added.* 4 are enrolled already, 2 are guests, 1 is an app.” */
export function checkedSentence({ ready, enrolled, refused }: List): string {
  const first = ready.length > 0 ? `${peopleCounted(ready.length)} would be added.` : 'Nobody would be added.'
  const rest = [
    ...(enrolled > 0 ? [`${grouped(enrolled)} ${enrolled === 1 ? 'is' : 'are'} enrolled already`] : []),
    ...refused.map(({ why, count }) => `${grouped(count)} ${whyWords[why][count === 1 ? 0 : 1]}`),
  ]
  return rest.length > 0 ? `*${first}* ${rest.join(', ')}.` : `*${first}*`
}

/** Of one, of several. */
const whyWords: Readonly<Record<NotEligible, readonly [string, string]>> = {
  guest: ['is a guest', 'are guests'],
  bot: ['is an app', 'are apps'],
  stranger: ['is of another workspace', 'are of another workspace'],
  closed: ['has a closed account', 'have closed accounts'],
  invited: ['has not accepted the invitation to Slack yet', 'have not accepted the invitation to Slack yet'],
  forgotten: [
    'has erased their data and can come back only by themselves',
    'have erased their data and can come back only by themselves',
  ],
}

/** Up to ten of them by name, and how many more. */
export function amongThem(slackIds: readonly string[]): string {
  const named = slackIds.slice(0, mostNamed).map(mention).join(', ')
  const more = slackIds.length - mostNamed
  return more > 0 ? `${named} and ${grouped(more)} more` : named
}

const mostNamed = 10

/** Of a list of ids: the first line that holds none. */
export function noIdSentence(line: number, found: string, lines: number): string {
  const shown = [...found].length > mostEchoed ? `${[...found].slice(0, mostEchoed).join('')}…` : found
  const others = lines > 1 ? ` ${grouped(lines)} lines are like that.` : ''
  return `Line ${grouped(line)}: found “${shown}”, expected a Slack member id such as U0123ABCDEF. Copy it from the person’s profile.${others}`
}

export const readingMembers = 'Reading the member list… If nothing appears within a minute, close this and try again.'

export function readSoFar(accounts: number): string {
  return `Reading the member list… ${accounts === 1 ? '1 account' : `${grouped(accounts)} accounts`} so far. Large workspaces take some minutes, because Slack lets the list be read only so fast.`
}

export const addingPeople =
  'Adding people… If nothing appears within a minute, close this and look at the list of people.'

/** Done: all of the list. */
export function addedSentence(added: number, before: number): string {
  const already = before > 0 ? ` ${grouped(before)} ${before === 1 ? 'was' : 'were'} enrolled already.` : ''
  if (added === 0) return `*Nobody was added.*${already}`
  return `*${peopleCounted(added)} ${added === 1 ? 'was' : 'were'} added.*${already}`
}

/** Somebody left or erased themselves between the look and the click. */
export const listChanged = 'This list has changed meanwhile, so nothing was done yet; here is how it stands now.'

export const listOver =
  'This list does not stand any more: it was added already, is more than a day old, or somebody on it has erased their data. Nothing was changed just now.'

/** The app cannot look into the channel; `which` is a mention, or “that channel”. */
export function notInChannelSentence(which: string): string {
  return `The app is not in ${which}; invite it there or choose people.`
}

export function mayNotReadSentence(which: string): string {
  return `The app may not read who is in ${which}; choose people.`
}

/** The file of a list cannot be had. */
export const fileTrouble = {
  'too-large': 'This file is larger than 5 MB. Please cut it in two.',
  gone: 'Slack does not hand this file out any more. Please choose it again.',
} as const

/** `admin enrol #channel` where the permission is missing. */
export function channelsOff(command: string, admin: string): Message {
  const sentence = (who: string) =>
    `Reading who is in a channel needs a permission that ${who} can grant. Until then: \`${command} admin enrol\` and names, or \`everyone\`.`
  return said('directory.enrol.channels-off', sentence(admin), unmarked(sentence('an admin')))
}

/** `admin enrol` with words that are no names. */
export function notNames(typed: string, command: string): Message {
  const shown = [...asTyped(typed)]
  const echoed = `${escaped(shown.slice(0, mostEchoed).join(''))}${shown.length > mostEchoed ? '…' : ''}`
  const sentence = (quoted: string) =>
    `“${quoted}” is not a person or channel Slack could find; choose the name from the list that appears while typing, or type \`${command} admin enrol everyone\`.`
  return said('directory.enrol.not-names', sentence(echoed), unmarked(sentence(echoed)))
}

const mostEchoed = 40

/** Two channels in one line. */
export function oneChannel(command: string): Message {
  return said('directory.enrol.one-channel', `One channel at a time, please: \`${command} admin enrol #general\`.`)
}

/** `admin remove`, done. */
export function removedMessage({ out, notIn }: Removed): Message {
  const sentences = (named: (ids: readonly string[]) => string) => {
    const first =
      out.length > 0
        ? `${peopleCounted(out.length)} ${out.length === 1 ? 'is' : 'are'} out of the check-in${named(out)}. ${out.length === 1 ? 'Their level is kept, and is theirs alone.' : 'Their levels are kept, and are theirs alone.'}`
        : 'Nobody was taken out.'
    const rest =
      notIn.length > 0
        ? ` ${peopleCounted(notIn.length)} ${notIn.length === 1 ? 'was' : 'were'} not in it${named(notIn)}.`
        : ''
    return `${first}${rest}`
  }
  return said(
    'directory.enrol.removed',
    sentences((ids) => `: ${amongThem(ids)}`),
    sentences(() => ''),
  )
}

/** `admin remove` without a name. */
export function removeWhom(command: string): Message {
  const marked = `Who shall be taken out? Type \`${command} admin remove @ivan\`, and choose the name from the list that appears while typing.`
  return said('directory.enrol.remove-whom', marked, unmarked(marked))
}

/** “1 person”, “50,000 people”. */
export function peopleCounted(count: number): string {
  return count === 1 ? '1 person' : `${grouped(count)} people`
}

export function grouped(count: number): string {
  return count.toLocaleString('en')
}
