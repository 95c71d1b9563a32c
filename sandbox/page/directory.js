/** @import { Channel, Directory, Person } from './blocks/surface.js' */

/**
 * Looks people and channels up, for one reader.
 * @param {string} me
 * @param {readonly Person[]} people
 * @param {readonly Channel[]} channels
 * @param {() => number} [now]  the workspace's clock; the browser's own without it
 * @returns {Directory}
 */
export function directoryOf(me, people, channels, now = Date.now) {
  const peopleById = new Map(people.map((person) => [person.id, person]))
  const channelsById = new Map(channels.map((channel) => [channel.id, channel]))
  return {
    me,
    zone: peopleById.get(me)?.zone ?? 'UTC',
    people,
    channels,
    person: (id) => peopleById.get(id),
    channel: (id) => channelsById.get(id),
    now,
  }
}

/** Whether somebody can sit at a keyboard. @param {Person} person */
export function canAct({ id, isBot, isDeleted, isInvited }) {
  return !isBot && !isDeleted && !isInvited && id !== 'USLACKBOT'
}

/** How a conversation is called in front of one reader. @param {Channel} channel @param {Directory} directory @param {string} appName */
export function channelName({ name, kind, members }, directory, appName) {
  if (kind === 'im') return appName
  if (kind !== 'mpim') return name
  const others = (members ?? []).filter((id) => id !== directory.me)
  return [...others.map((id) => directory.person(id)?.name ?? id), appName].join(', ')
}

/** Making one takes longer than using it a hundred times. @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map()

/** The clock on somebody's wall. @param {string | null} zone @param {number} at */
export function timeThere(zone, at) {
  if (!zone) return ''
  const clock =
    clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  clocks.set(zone, clock)
  return clock.format(at)
}
