import { type Account, type AccountKind, accountKind } from '../rules.ts'

/** Somebody who runs the programme and can act. */
export interface Admin {
  readonly id: string
  readonly slackId: string
  readonly name: string
  /** By the environment: always an admin, and not to be dismissed here. */
  readonly isNamed: boolean
  readonly isAppointed: boolean
}

export interface Appointment {
  /** Undefined where whoever did it has erased themselves. */
  readonly by: { readonly slackId: string; readonly name: string } | undefined
}

/** So many may run a programme at once. */
export const mostAdmins = 50

/** Why somebody can neither run the programme nor answer for it. */
export type NotPermitted = Exclude<AccountKind, 'member'> | 'invited' | 'forgotten' | 'unknown'

/** Undefined for a member; `account` is absent where Slack knows nobody of that id. */
export function whyNot(account: Account | undefined, workspaceId: string): NotPermitted | undefined {
  if (!account) return 'unknown'
  const kind = accountKind(account, workspaceId)
  if (kind !== 'member') return kind
  return account.invited ? 'invited' : undefined
}

/** Why somebody cannot be what an admin would like them to be; they are told by name where no mention can stand. */
export interface NotPossible {
  readonly why: NotPermitted | 'named' | 'no-admin'
  readonly slackId: string
  readonly name: string
}

export type Refusal = { readonly why: 'last' | 'too-many' } | NotPossible

/** Who is to be an admin from now on, and who is not any more; Slack ids. */
export interface Wanted {
  readonly appoint: readonly string[]
  readonly dismiss: readonly string[]
}

export type Decision =
  | ({ readonly kind: 'change' } & Wanted)
  | { readonly kind: 'refuse'; readonly why: 'last' | 'too-many' }
  /** Whoever asks is no admin (any more). */
  | { readonly kind: 'not-admin' }

/**
 * What becomes of the admins. Whoever asks has to be one at this moment; the last one is never dismissed, and whoever
 * cannot act does not count. Nobody is appointed twice, so that nobody is told twice.
 */
export function decideAdmins(present: readonly Admin[], askedBy: string, wanted: Wanted): Decision {
  const are = new Set(present.map(({ slackId }) => slackId))
  if (!are.has(askedBy)) return { kind: 'not-admin' }
  const named = present.filter(({ isNamed }) => isNamed).map(({ slackId }) => slackId)
  const appoint = [...new Set(wanted.appoint)].filter((slackId) => !are.has(slackId))
  const dismiss = [...new Set(wanted.dismiss)].filter((slackId) => !wanted.appoint.includes(slackId))
  const left = new Set([...are, ...appoint].filter((slackId) => named.includes(slackId) || !dismiss.includes(slackId)))
  if (left.size === 0) return { kind: 'refuse', why: 'last' }
  if (left.size > mostAdmins && appoint.length > 0) return { kind: 'refuse', why: 'too-many' }
  return { kind: 'change', appoint, dismiss }
}
