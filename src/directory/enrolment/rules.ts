import { type Account, type AccountKind, accountKind } from '../rules.ts'

/** Why somebody is not asked in the check-in. */
export type NotEligible =
  | Exclude<AccountKind, 'member'>
  /** They have not accepted their invitation to Slack yet. */
  | 'invited'
  /** They have erased themselves: no list takes them in again. */
  | 'forgotten'

export type Eligibility = { readonly kind: 'eligible' } | { readonly kind: 'not-eligible'; readonly why: NotEligible }

/** What decides it, from an account as Slack describes it or from a row of ours. */
export interface EligibilityFacts {
  readonly kind: AccountKind
  readonly invited?: boolean
  readonly forgotten?: boolean
}

/** What somebody is comes before what they did: a guest who has erased themselves is a guest. */
export function eligibility({ kind, invited = false, forgotten = false }: EligibilityFacts): Eligibility {
  if (kind !== 'member') return { kind: 'not-eligible', why: kind }
  if (invited) return { kind: 'not-eligible', why: 'invited' }
  return forgotten ? { kind: 'not-eligible', why: 'forgotten' } : { kind: 'eligible' }
}

/** Of an account that Slack has just described. */
export function eligibilityOf(account: Account, workspaceId: string, forgotten = false): Eligibility {
  return eligibility({ kind: accountKind(account, workspaceId), invited: account.invited, forgotten })
}

/** Where an enrolment came from. */
export const sources = ['picked', 'channel', 'everyone', 'csv', 'self'] as const

export type Source = (typeof sources)[number]
