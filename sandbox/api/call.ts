import { isRecord, type Json, readJson, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { type Answer, no, type Refusal } from './answer.ts'
import { readArguments } from './arguments.ts'
import { METHODS, NEEDS_NO_TOKEN } from './methods.ts'

export interface ApiRequest {
  readonly method: string
  readonly contentType: string
  readonly authorization: string
  readonly body: string
  /** Arguments in the address, of a GET. */
  readonly query: URLSearchParams
}

/** Answers one Web API call and writes it into the journal. */
export function callMethod(slack: Slack, request: ApiRequest): Answer | Refusal {
  const raw = rawArguments(request)
  const answer = 'error' in raw ? no(raw.error) : answerTo(slack, request, raw.args)
  const { token: _token, ...given } = 'error' in raw ? {} : raw.args
  slack.journal.write('api', {
    method: request.method,
    args: readable(given),
    ok: answer.ok,
    ...(answer.ok ? {} : { error: answer.error, messages: answer.errors ?? [] }),
    ...(answer.ok && typeof answer.warning === 'string' ? { warning: answer.warning } : {}),
  })
  return answer
}

function answerTo(slack: Slack, request: ApiRequest, raw: Json): Answer | Refusal {
  const method = METHODS.get(request.method)
  if (!method) return { ...no('unknown_method'), req_method: request.method }
  // The official client adds its workspace to every call, whatever the method.
  const { token: tokenArgument, team_id: team = slack.workspace.company.team.id, ...args } = raw
  const refusal = NEEDS_NO_TOKEN.has(request.method) ? undefined : tokenRefusal(slack, request, tokenArgument)
  if (refusal) return refusal
  if (team !== slack.workspace.company.team.id) return no('team_access_not_granted')
  const read = readArguments(method, args)
  return 'refusal' in read ? read.refusal : method.answer(slack, read.given)
}

function tokenRefusal(
  slack: Slack,
  { authorization, contentType, query }: ApiRequest,
  argument: unknown,
): Refusal | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  // A token may be a field of a form, never of JSON or of an address.
  const field = contentType.startsWith('application/json') || query.has('token') ? '' : text(argument)
  const token = bearer ?? field
  if (token === '') return no('not_authed')
  return token === slack.secrets.botToken ? undefined : no('invalid_auth')
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
