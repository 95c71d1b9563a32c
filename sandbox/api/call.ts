import { isRecord, type Json, readJson } from '../json.ts'
import type { Slack, Workspaces } from '../slack.ts'
import { type Answer, limited, missingScope, no, type Refusal, waitIn } from './answer.ts'
import { readArguments } from './arguments.ts'
import { type Caller, callerOf } from './caller.ts'
import { METHODS } from './methods.ts'
import { lackedBy, ruleOf } from './rules.ts'
import { whomOf } from './whom.ts'

export interface ApiRequest {
  readonly method: string
  readonly contentType: string
  readonly authorization: string
  readonly body: string
  /** Arguments in the address, of a GET. */
  readonly query: URLSearchParams
}

/** An answer of the Web API as it goes out. */
export interface ApiReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Answer | Refusal
}

/** What can be said of a call before it is answered. */
interface Look {
  /** Whose call it is; the first workspace's, when its token does not say. */
  readonly slack: Slack
  /** Its arguments as they came. */
  readonly args: Json
  /** What any answer to it carries. */
  readonly headers: ApiReply['headers']
}

export function lookAt(workspaces: Workspaces, request: ApiRequest): Look {
  const raw = rawArguments(request)
  const args = 'error' in raw ? {} : raw.args
  const caller = callerOf(workspaces, request, args.token)
  return { slack: caller.slack ?? workspaces.first, args, headers: scopeHeaders(caller, request.method) }
}

/** Answers one Web API call, in the workspace whose token it shows, and writes it into the journal. */
export function callMethod(workspaces: Workspaces, request: ApiRequest): ApiReply {
  const raw = rawArguments(request)
  const { token, ...given } = 'error' in raw ? {} : raw.args
  const caller = callerOf(workspaces, request, token)
  // A window that is opened or closed by the call is looked for before it.
  const user = caller.slack && whomOf(caller.slack, given)
  const body = 'error' in raw ? no(raw.error) : answerTo(workspaces, caller, request.method, given)
  const journal = caller.slack?.journal ?? workspaces.shared.book
  journal.write('api', {
    method: request.method,
    ...(user ? { user } : {}),
    args: readable(given),
    ok: body.ok,
    ...(body.ok ? {} : { error: body.error, messages: body.errors ?? [] }),
    ...(body.ok && isRecord(body.view) ? { view: body.view.id } : {}),
    ...(body.ok && typeof body.warning === 'string' ? { warning: body.warning } : {}),
  })
  return replyWith(body, scopeHeaders(caller, request.method))
}

/** Too many calls are said by the status and a header, not in the body. */
function replyWith(answered: Answer | Refusal, headers: ApiReply['headers']): ApiReply {
  const seconds = waitIn(answered)
  if (seconds === undefined) return { status: 200, headers, body: answered }
  return { status: 429, headers: { ...headers, 'retry-after': String(seconds) }, body: no('ratelimited') }
}

/** Every answer to a good token names what was granted with it, and what the method would take. */
function scopeHeaders(caller: Caller, name: string): ApiReply['headers'] {
  const accepted = ruleOf(name)?.scopes ?? []
  if (caller.kind === 'nobody') return {}
  return {
    'x-oauth-scopes': caller.kind === 'app' ? 'connections:write' : caller.slack.installation.granted.join(','),
    ...(accepted.length > 0 ? { 'x-accepted-oauth-scopes': accepted.join(',') } : {}),
  }
}

function answerTo(workspaces: Workspaces, caller: Caller, name: string, raw: Json): Answer | Refusal {
  const method = METHODS.get(name)
  const rule = ruleOf(name)
  if (!method || !rule) return { ...no('unknown_method'), req_method: name }
  const { token: wanted = 'bot' } = method
  if (wanted !== 'none' && caller.kind === 'nobody') return no(caller.error)
  if (wanted !== 'none' && caller.kind !== wanted) return no('not_allowed_token_type')
  const slack: Slack = caller.slack ?? workspaces.first
  const wait = slack.limits.call(name, rule.tier)
  if (wait > 0) return limited(wait)
  // The official client adds its workspace to every call, whatever the method.
  const { team_id: team = slack.workspace.company.team.id, ...args } = raw
  if (team !== slack.workspace.company.team.id) return no('team_access_not_granted')
  const read = readArguments(method, args)
  const lacked = lackedBy(slack, rule, 'given' in read ? read.given : undefined)
  if (lacked) return missingScope(slack, lacked)
  return 'refusal' in read ? read.refusal : method.answer(slack, read.given)
}

type RawArguments = { readonly args: Json } | { readonly error: 'invalid_json' | 'invalid_post_type' }

function rawArguments({ contentType, body, query }: ApiRequest): RawArguments {
  if (body === '') return { args: Object.fromEntries(query) }
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return { args: Object.fromEntries(new URLSearchParams(body)) }
  if (!contentType.startsWith('application/json')) return { error: 'invalid_post_type' }
  const json = readJson(body)
  return isRecord(json) ? { args: json } : { error: 'invalid_json' }
}

/** Arguments as one wants to read them: what a form carries as JSON text becomes JSON again. */
function readable(given: Json): Json {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'string' && /^[[{]/.test(value) ? (readJson(value) ?? value) : value,
    ]),
  )
}
