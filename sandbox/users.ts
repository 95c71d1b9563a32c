import type { Company, Person, Status } from './company.ts'
import type { Json } from './json.ts'

/** A person as `users.info` and `users.list` answer them; shape: docs.slack.dev/reference/objects/user-object. */
export function userObject(person: Person, company: Company, now: number, told: Told = {}): Json {
  return {
    id: person.id,
    team_id: person.teamId ?? company.team.id,
    name: person.handle,
    deleted: person.isDeleted ?? false,
    real_name: person.realName,
    ...(person.isDeleted ? {} : zoneOf(person, now)),
    profile: { ...profileObject(person, now, told), team: person.teamId ?? company.team.id },
    // Slack leaves the flags of membership out for a closed account.
    ...(person.isDeleted ? {} : membership(person)),
    is_bot: person.isBot ?? false,
    is_app_user: false,
    updated: person.updated ?? JOINED,
  }
}

/** When those were last changed who have been as they are from the first morning on: 2026-01-01. */
const JOINED = 1_767_225_600

/** The address is shown only to an app that may see it. */
export interface Told {
  readonly withEmail?: boolean
}

/** What somebody says of themselves, without the custom fields. */
export function profileObject(person: Person, now: number, { withEmail }: Told): Json {
  const { realName, handle, title = '', email } = person
  const status = statusAt(person, now)
  return {
    title,
    real_name: realName,
    real_name_normalized: realName,
    display_name: handle,
    display_name_normalized: handle,
    status_text: status?.text ?? '',
    status_emoji: status?.emoji ?? '',
    status_expiration: status?.expiration ?? 0,
    ...(withEmail && email !== undefined ? { email } : {}),
  }
}

/** A status that has run out is gone. */
function statusAt({ status }: Person, now: number): Status | undefined {
  const isOver = status !== undefined && status.expiration > 0 && status.expiration * 1000 <= now
  return isOver ? undefined : status
}

function membership(person: Person): Json {
  return {
    is_admin: person.isAdmin ?? false,
    is_owner: person.isOwner ?? false,
    is_primary_owner: person.isOwner ?? false,
    is_restricted: (person.isGuest || person.isSingleChannelGuest) ?? false,
    is_ultra_restricted: person.isSingleChannelGuest ?? false,
    is_email_confirmed: !person.isInvited,
    ...(person.isStranger ? { is_stranger: true } : {}),
    ...(person.isInvited ? { is_invited_user: true } : {}),
  }
}

function zoneOf(person: Person, now: number): Json {
  if (!person.tz) return {}
  return { tz: person.tz, tz_label: zoneLabel(person.tz, now), tz_offset: zoneOffset(person.tz, now) }
}

function zonePart(zone: string, style: 'long' | 'longOffset', now: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: style }).formatToParts(new Date(now))
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

function zoneLabel(zone: string, now: number): string {
  return zonePart(zone, 'long', now)
}

/** Seconds east of Greenwich, as Slack counts them. */
function zoneOffset(zone: string, now: number): number {
  const found = /([+-])(\d\d):(\d\d)/.exec(zonePart(zone, 'longOffset', now))
  if (!found) return 0
  const [, sign, hours, minutes] = found
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}

export const SLACKBOT: Person = {
  id: 'USLACKBOT',
  handle: 'slackbot',
  realName: 'Slackbot',
  tz: 'America/Los_Angeles',
}
