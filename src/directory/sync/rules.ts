import { type Account, accountKind } from '../rules.ts'

/** How fast Slack is asked, in milliseconds of the machine from one call to the next: a little less than it takes. */
export const paces = {
  /** `users.list` is Tier 2: twenty pages a minute. */
  page: 3_050,
  /** `users.profile.get` is Tier 4: a hundred a minute. */
  field: 610,
  /** `team.profile.get` is Tier 3: fifty a minute. */
  definitions: 1_250,
  /** Until Slack is asked again that could not be reached, or had a failure. */
  away: 30_000,
  /** The same while there is no token that works. */
  withoutToken: 60_000,
} as const

/** What Slack recommends: above it, it may answer late or not at all. It refuses a thousand. */
export const pageSize = 200

/** How a walk through a directory goes: its members, then what their profiles say of managers. */
export type Phase = 'members' | 'fields' | 'done'

/** What of an account stands in the row of its person. */
export interface Described {
  readonly slackId: string
  /** Null: as it stands, since Slack has left it out. */
  readonly name: string | null
  readonly zone: string | null
  readonly kind: 'member' | 'guest' | 'bot' | 'stranger' | null
  readonly active: boolean
  readonly away: boolean
  readonly awayUntil: Date | null
  readonly updated: Date | null
}

/**
 * Slack says little of a closed account: neither its zone nor whether it was a guest’s. Both stay as they are, for the day
 * on which it is opened again.
 */
export function described(account: Account, workspaceId: string): Described {
  const kind = accountKind(account, workspaceId)
  const away = account.closed ? undefined : account.away
  return {
    slackId: account.slackId,
    name: account.name || null,
    zone: account.zone ?? null,
    kind: kind === 'closed' ? null : kind,
    active: !account.closed,
    away: away !== undefined,
    awayUntil: away?.until ?? null,
    updated: account.updated ?? null,
  }
}

/** Somebody whose row has changed. */
export interface Changed {
  readonly id: string
  readonly wasHere: boolean
  readonly isHere: boolean
  /** False when their account was closed; a member who has become a guest has an open one. */
  readonly isActive: boolean
}

export type LeaveReason = 'account_closed' | 'not_a_member'

/** Who of these is no member any more, and why. */
export function leavers(changed: readonly Changed[]): ReadonlyMap<LeaveReason, readonly string[]> {
  const left = changed.filter(({ wasHere, isHere }) => wasHere && !isHere)
  const of = (isActive: boolean) => left.filter((each) => each.isActive === isActive).map(({ id }) => id)
  const all: readonly (readonly [LeaveReason, readonly string[]])[] = [
    ['account_closed', of(false)],
    ['not_a_member', of(true)],
  ]
  return new Map(all.filter(([, ids]) => ids.length > 0))
}

/** A field of the profiles, as Slack defines it. */
export interface FieldDefinition {
  readonly id: string
  readonly label: string
  readonly type: string
}

/** The field that an admin named by its id or its label; undefined when there is none of that name that holds people. */
export function fieldNamed(named: string, definitions: readonly FieldDefinition[]): string | undefined {
  const people = definitions.filter(({ type }) => type === 'user')
  const label = plain(named)
  return (people.find(({ id }) => id === named) ?? people.find((each) => plain(each.label) === label))?.id
}

/** The first account in what a profile field holds: a field of people may hold several. */
export function accountIn(value: string): string | undefined {
  return /\b[UW][A-Z0-9]{2,}\b/.exec(value)?.[0]
}

function plain(label: string): string {
  return label.normalize('NFC').trim().toLowerCase()
}
