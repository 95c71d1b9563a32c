import { text } from '../json.ts'
import type { Slack, Workspaces } from '../slack.ts'

/** Who calls, by the token that was shown: the app in one workspace, the app itself, or nobody Slack would listen to. */
export type Caller =
  | { readonly kind: 'bot'; readonly slack: Slack }
  | { readonly kind: 'app'; readonly slack?: undefined }
  | { readonly kind: 'nobody'; readonly error: TokenError; readonly slack?: Slack }

type TokenError = 'not_authed' | 'invalid_auth' | 'account_inactive' | 'token_revoked'

export interface Shown {
  readonly contentType: string
  readonly authorization: string
  readonly query: URLSearchParams
}

export function callerOf(workspaces: Workspaces, shown: Shown, argument: unknown): Caller {
  const token = tokenIn(shown, argument)
  if (token === '') return { kind: 'nobody', error: 'not_authed' }
  // Slack takes this one in a header only.
  if (token === workspaces.shared.secrets.appToken)
    return shown.authorization === '' ? { kind: 'nobody', error: 'not_authed' } : { kind: 'app' }
  for (const slack of workspaces.all) {
    const worth = slack.installation.worthOf(token)
    if (worth === 'valid') return { kind: 'bot', slack }
    if (worth) return { kind: 'nobody', error: worth, slack }
  }
  return { kind: 'nobody', error: 'invalid_auth' }
}

/** A token may be a header or a field of a form, never part of JSON or of an address. */
function tokenIn({ authorization, contentType, query }: Shown, argument: unknown): string {
  const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  return bearer ?? (contentType.startsWith('application/json') || query.has('token') ? '' : text(argument))
}
