import { idIn } from '../managers/rules-import.ts'
import type { Table } from '../managers/table.ts'
import type { Account } from '../rules.ts'
import { eligibilityOf, type NotEligible, type Source } from './rules.ts'

/** Who shall be taken in, as an admin has said it. */
export interface Wish {
  readonly slackIds: readonly string[]
  readonly channelId: string | undefined
  /** Everybody there is; then the others say nothing more. */
  readonly everyone: boolean
  /** Whether ids came from a list that was pasted or chosen as a file. */
  readonly fromList: boolean
}

export function sourceOf({ channelId, everyone, fromList }: Wish): Source {
  if (everyone) return 'everyone'
  if (channelId !== undefined) return 'channel'
  return fromList ? 'csv' : 'picked'
}

export type ReadIds =
  | { readonly kind: 'ids'; readonly slackIds: readonly string[] }
  /** The first line that names nobody, and how many do not. */
  | { readonly kind: 'no-id'; readonly line: number; readonly found: string; readonly lines: number }

/**
 * Slack ids from a table: of the column that its header names, else of the first. The list of people as it leaves is
 * such a table; so is one id a line.
 */
export function readIds({ rows }: Table): ReadIds {
  const [first] = rows
  const named = first?.cells.some((cell) => idIn(cell) !== undefined) ? -1 : columnOf(first?.cells ?? [])
  const body = named < 0 ? rows : rows.slice(1)
  const read = body.map(({ line, cells }) => {
    const found = cells[Math.max(0, named)] ?? ''
    return { line, found, id: idIn(found) }
  })
  const wrong = read.filter(({ id }) => id === undefined)
  const [worst] = wrong
  if (worst) return { kind: 'no-id', line: worst.line, found: worst.found, lines: wrong.length }
  return { kind: 'ids', slackIds: [...new Set(read.flatMap(({ id }) => id ?? []))] }
}

/** −1 where no cell names it. */
function columnOf(cells: readonly string[]): number {
  const names = cells.map((cell) =>
    cell
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, ' ')
      .trim(),
  )
  return (
    ['person id', 'member id', 'slack id', 'user id', 'id', 'person', 'member']
      .map((name) => names.indexOf(name))
      .find((at) => at >= 0) ?? -1
  )
}

/** Somebody on the list: all that a row of theirs is made of. */
export type Listed = Pick<Account, 'slackId' | 'name' | 'zone'>

/** The account of somebody of whom is known that they are a member, and nothing more. */
export function memberOf(workspaceId: string, { slackId, name, zone }: Listed): Account {
  return {
    slackId,
    name,
    zone,
    workspaceIds: [workspaceId],
    bot: false,
    guest: false,
    stranger: false,
    invited: false,
    closed: false,
    away: undefined,
    updated: undefined,
  }
}

/** Those who are not taken in, by the reason; who they are is written down nowhere. */
export interface Refused {
  readonly why: NotEligible
  readonly count: number
}

export interface List {
  readonly ready: readonly Listed[]
  /** In the check-in already. */
  readonly enrolled: number
  readonly refused: readonly Refused[]
}

/** What is known here about the accounts of a list. */
export interface OnRecord {
  /** Slack ids. */
  readonly enrolled: ReadonlySet<string>
  readonly forgotten: ReadonlySet<string>
}

/** `unknown`: so many were named that Slack does not show to the app, as it does with people of another workspace. */
export function listOf(
  accounts: readonly Account[],
  workspaceId: string,
  { enrolled, forgotten }: OnRecord,
  unknown = 0,
): List {
  const sorted = [...new Map(accounts.map((account) => [account.slackId, account])).values()].map((account) => ({
    account,
    eligible: eligibilityOf(account, workspaceId, forgotten.has(account.slackId)),
  }))
  const fit = sorted.flatMap(({ account, eligible }) => (eligible.kind === 'eligible' ? [account] : []))
  const refused = sorted.flatMap(({ eligible }) => (eligible.kind === 'not-eligible' ? [eligible.why] : []))
  const ready = fit.filter(({ slackId }) => !enrolled.has(slackId))
  return {
    ready: ready.map(({ slackId, name, zone }) => ({ slackId, name, zone })).sort(byName),
    enrolled: fit.length - ready.length,
    refused: countedBy([...refused, ...Array.from({ length: unknown }, () => 'stranger' as const)]),
  }
}

/** The same list without those whom nothing may be stored about any more. */
export function withoutSome(list: List, gone: ReadonlyMap<string, NotEligible>): List {
  const whys = list.ready.flatMap(({ slackId }) => gone.get(slackId) ?? [])
  const before = list.refused.flatMap(({ why, count }) => Array.from({ length: count }, () => why))
  return {
    ...list,
    ready: list.ready.filter(({ slackId }) => !gone.has(slackId)),
    refused: countedBy([...before, ...whys]),
  }
}

/** In the order in which the sentence names them. */
const order: readonly NotEligible[] = ['guest', 'bot', 'stranger', 'closed', 'invited', 'forgotten']

function countedBy(whys: readonly NotEligible[]): readonly Refused[] {
  const counts = new Map<NotEligible, number>()
  for (const why of whys) counts.set(why, (counts.get(why) ?? 0) + 1)
  return order.flatMap((why) => {
    const count = counts.get(why)
    return count === undefined ? [] : [{ why, count }]
  })
}

function byName(one: Listed, other: Listed): number {
  return names.compare(one.name, other.name) || (one.slackId < other.slackId ? -1 : 1)
}

const names = new Intl.Collator('en')
