import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type ParsedUrlQuery, parse } from 'node:querystring'
import { HTTPModuleFunctions, isRawBodyError, verifySlackRequest } from '@slack/bolt'

/** What a request to Slack’s path turned out to be. */
export type Admitted =
  | { readonly kind: 'payload'; readonly body: unknown }
  /** Slack looks at the certificate: no signature, no payload, a plain yes. */
  | { readonly kind: 'ssl-check' }
  /** The address given on the app’s page is tried out: the challenge comes back. */
  | { readonly kind: 'address-check'; readonly challenge: string }
  | Refused

export interface Refused {
  readonly kind: 'refused'
  readonly status: 400 | 401 | 413 | 415
  /** For the log: never anything that was sent. */
  readonly why: string
}

/** In bytes. Slack’s payloads stay far below. */
export const bodyLimit = 1024 * 1024

/** Seconds by which Slack’s clock and ours may differ, either way. */
const mostApart = 5 * 60

/**
 * Reads a request and decides whether Slack sent it. Cheapest question first, nothing parsed before the signature holds.
 * Bolt’s own receiver takes stamps of any future, reads a body before it looks at its announced length, and ends the
 * process over the body `null`.
 */
export async function admit(request: IncomingMessage, signingSecret: string, now: number): Promise<Admitted> {
  const { headers } = request
  const type = mediaType(headers)
  if (type === undefined) return refused(415, 'its content type or encoding is none that Slack uses')
  if (Number(headers['content-length']) > bodyLimit) return tooLarge
  const text = await textOf(request)
  if (typeof text !== 'string') return text
  const isForm = type === 'form'
  if (isForm && sslCheck.test(text)) return { kind: 'ssl-check' }
  return refusedBySignature(headers, text, signingSecret, now) ?? payloadIn(isForm ? parse(text) : undefined, text)
}

/** One field of a form, found without parsing what nobody has signed. */
const sslCheck = /(?:^|&)ssl_check=1(?:&|$)/

const types: Readonly<Record<string, 'form' | 'json'>> = {
  'application/x-www-form-urlencoded': 'form',
  'application/json': 'json',
}

/** Commands and interactions come as forms, events as JSON; a proxy may add that they are UTF-8. */
function mediaType(headers: IncomingHttpHeaders): 'form' | 'json' | undefined {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
  const isUtf8 = parameters.every((each) => /^\s*charset\s*=\s*"?utf-8"?\s*$/.test(each))
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity'
  return isUtf8 && isPlain && Object.hasOwn(types, type.trim()) ? types[type.trim()] : undefined
}

async function textOf(request: IncomingMessage): Promise<string | Refused> {
  try {
    const { rawBody } = await HTTPModuleFunctions.bufferIncomingMessage(request, bodyLimit)
    return rawBody.toString()
  } catch (error) {
    // What is still to come is read away, or the next request on this connection would never get its turn.
    request.resume()
    if (isRawBodyError(error) && error.statusCode === 413) return tooLarge
    return refused(400, 'its body broke off')
  }
}

function refusedBySignature(
  headers: IncomingHttpHeaders,
  body: string,
  signingSecret: string,
  now: number,
): Refused | undefined {
  const signature = headers['x-slack-signature']
  const stamp = headers['x-slack-request-timestamp']
  if (typeof signature !== 'string' || typeof stamp !== 'string') return refused(401, 'it is not signed')
  if (!/^\d{1,12}$/.test(stamp)) return refused(401, 'its time stamp is no number of seconds')
  const ahead = Number(stamp) - Math.floor(now / 1_000)
  if (Math.abs(ahead) > mostApart) {
    const apart = `${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead' : 'old'}`
    return refused(401, `its time stamp is ${apart}. Is this machine’s clock right?`)
  }
  try {
    verifySlackRequest({
      signingSecret,
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(stamp) },
      nowMilliseconds: now,
    })
    return undefined
  } catch {
    return refused(401, 'its signature does not match. Is SLACK_SIGNING_SECRET right?')
  }
}

function payloadIn(form: ParsedUrlQuery | undefined, text: string): Admitted {
  const read = form && typeof form.payload !== 'string' ? form : jsonIn(String(form?.payload ?? text))
  if (read === undefined) return refused(400, 'it is signed, and its payload is no JSON')
  const { type, challenge }: { readonly type?: unknown; readonly challenge?: unknown } = Object(read)
  if (type !== 'url_verification') return { kind: 'payload', body: read }
  if (typeof challenge !== 'string')
    return refused(400, 'it is signed, and asks to verify the address without a challenge')
  return { kind: 'address-check', challenge }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refused(status: Refused['status'], why: string): Refused {
  return { kind: 'refused', status, why }
}

const tooLarge = refused(413, `its body has more than ${bodyLimit} bytes`)
