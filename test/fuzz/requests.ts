import type { OutgoingHttpHeaders } from 'node:http'
import { form, json, type Raw, signedHeaders } from '../support/raw.ts'
import { type Chance, chanceOf } from './chance.ts'
import { mutated, odd, put } from './mutate.ts'
import type { Sample } from './samples.ts'

/** One request, and how it may be answered. */
export interface Request {
  /** Which of the four families it is of, and from which payload it was made. */
  readonly what: string
  readonly raw: Raw
  readonly allowed: readonly number[]
}

export interface Material {
  readonly secret: string
  /** Payloads of somebody who has a record: let in as they are, most of them would write. */
  readonly member: readonly Sample[]
  /** The same payloads of a guest: nothing may be written for them, whatever they say. */
  readonly guest: readonly Sample[]
}

/**
 * The nth request of a seed. No request of any family may leave a row, so that one comparison of all tables, before and
 * after, judges them all:
 * - *odd*: of a guest, changed in any way and signed, however valid it stays;
 * - *broken*: of a member, changed in any way, and then without a part that it cannot do without;
 * - *unsigned*: of a member, unchanged or not, with a signature, stamp or type that must not be let in;
 * - *bytes*: of a member, broken, and then damaged as text or on its way.
 */
export function requestOf(seed: number, nth: number, material: Material): Request {
  const chance = chanceOf(seed, nth)
  const family = chance.pick(families)
  const { sample, allowed, raw } = family.make(chance, material)
  return { what: `${family.name}: ${sample.what}`, raw, allowed }
}

interface Made {
  readonly sample: Sample
  readonly raw: Raw
  readonly allowed: readonly number[]
}

interface Family {
  readonly name: string
  readonly make: (chance: Chance, material: Material) => Made
}

const letIn = [200, 400, 413]

const oddOnes: Family = {
  name: 'odd',
  make: (chance, { guest, secret }) => {
    const sample = chance.pick(guest)
    const body = bodyOf(sample, mutated(sample.content, chance), chance)
    return { sample, raw: { body, headers: signedHeaders(body, { secret, type: typeOf(sample) }) }, allowed: letIn }
  },
}

const broken: Family = {
  name: 'broken',
  make: (chance, { member, secret }) => {
    const sample = chance.pick(member)
    const body = bodyOf(sample, brokenContent(sample, chance), chance)
    const headers = { ...signedHeaders(body, { secret, type: typeOf(sample) }), ...retries(chance) }
    return { sample, raw: { body, headers }, allowed: letIn }
  },
}

const unsigned: Family = {
  name: 'unsigned',
  make: (chance, { member, secret }) => {
    const sample = chance.pick(member)
    const body = bodyOf(sample, chance.in(0.5) ? sample.content : mutated(sample.content, chance), chance)
    const right = signedHeaders(body, { secret, type: typeOf(sample) })
    const { headers, allowed } = chance.pick(spoilers)(right, body, chance)
    return { sample, raw: { body, headers: present(headers) }, allowed }
  },
}

const bytes: Family = {
  name: 'bytes',
  make: (chance, { member, secret }) => {
    const sample = chance.pick(member)
    const whole = bodyOf(sample, brokenContent(sample, chance), chance)
    const body = chance.pick(damages)(whole, chance)
    const headers = signedHeaders(body, { secret, type: typeOf(sample) })
    if (chance.in(0.05)) {
      const announced = Buffer.byteLength(body) + 1 + chance.below(100)
      return {
        sample,
        raw: { body, headers: { ...headers, 'content-length': announced }, breaksOff: true },
        allowed: [400],
      }
    }
    if (chance.in(0.1)) {
      const { 'content-length': _, ...others } = headers
      return { sample, raw: { body, headers: { ...others, 'transfer-encoding': 'chunked' } }, allowed: [...letIn, 401] }
    }
    return { sample, raw: { body, headers }, allowed: [...letIn, 401] }
  },
}

const families = [oddOnes, oddOnes, broken, broken, unsigned, bytes]

/** What a payload of each kind cannot do without. */
const essential: Readonly<Record<Sample['as'], readonly string[]>> = {
  command: ['team_id', 'user_id', 'command'],
  interaction: ['type', 'user', 'user.id', 'trigger_id'],
  event: ['type', 'team_id', 'event', 'event.type', 'event.user', 'api_app_id'],
}

const essentialToo: Readonly<Record<string, readonly string[]>> = {
  block_actions: ['actions', 'actions.0', 'actions.0.action_id', 'actions.0.action_ts', 'api_app_id'],
  view_submission: ['view', 'view.id', 'view.type', 'view.callback_id', 'view.private_metadata', 'api_app_id'],
  shortcut: ['callback_id'],
}

/** Fits nowhere: neither an id, nor a part, nor the memory of a window, nor a word after the command. */
const unfit: readonly unknown[] = [undefined, null, true, 7, [], {}, [null], '', '\u0000', 'x'.repeat(4_000)]

function brokenContent(sample: Sample, chance: Chance): unknown {
  const value = chance.in(0.5) ? mutated(sample.content, chance) : sample.content
  const path = chance.pick([...essential[sample.as], ...(essentialToo[String(sample.content.type)] ?? [])])
  return put(value, path.split('.'), chance.pick(unfit))
}

type Spoiler = (
  headers: OutgoingHttpHeaders,
  body: string,
  chance: Chance,
) => { readonly headers: OutgoingHttpHeaders; readonly allowed: readonly number[] }

const stamp = 'x-slack-request-timestamp'
const signature = 'x-slack-signature'

const spoilers: readonly Spoiler[] = [
  (headers) => ({ headers: { ...headers, [signature]: undefined }, allowed: [401] }),
  (headers) => ({ headers: { ...headers, [stamp]: undefined }, allowed: [401] }),
  (headers, body) => ({
    headers: { ...headers, ...signedHeaders(body, { secret: 'another', type: '' }) },
    allowed: [415],
  }),
  (headers, body) => ({
    headers: { ...headers, [signature]: signedHeaders(body, { secret: 'another' })[signature] },
    allowed: [401],
  }),
  (headers, _body, chance) => {
    const right = String(headers[signature])
    return { headers: { ...headers, [signature]: right.slice(0, chance.below(right.length)) }, allowed: [401] }
  },
  (headers, _body, chance) => ({
    headers: { ...headers, [signature]: chance.pick(['v0=', 'v1=0', '=', '0'.repeat(5_000), `v0=${'0'.repeat(64)}`]) },
    allowed: [401],
  }),
  (headers, _body, chance) => ({
    headers: { ...headers, [stamp]: chance.pick(['', '0', '-1', 'NaN', '1e300', '0x1', '9'.repeat(400), ' ']) },
    allowed: [401],
  }),
  (headers, _body, chance) => {
    const moved = Number(headers[stamp]) + (chance.in(0.5) ? 1 : -1) * (1 + chance.below(100_000))
    return { headers: { ...headers, [stamp]: String(moved) }, allowed: [401] }
  },
  (headers, _body, chance) => ({
    headers: {
      ...headers,
      'content-type': chance.pick(['', 'text/plain', 'multipart/form-data', `${json}; v=1`, '*']),
    },
    allowed: [415],
  }),
  (headers, _body, chance) => ({
    headers: { ...headers, 'content-encoding': chance.pick(['gzip', 'deflate', 'br', 'x']) },
    allowed: [415],
  }),
  (headers, _body, chance) => ({ headers: { ...headers, ...forged(chance), [signature]: undefined }, allowed: [401] }),
]

/** Headers with which somebody would like to be taken for somebody else. */
function forged(chance: Chance): OutgoingHttpHeaders {
  return chance.pick<OutgoingHttpHeaders>([
    { 'x-forwarded-for': '127.0.0.1', host: 'localhost' },
    { 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' },
    { authorization: 'Bearer xoxb-1' },
    { 'x-slack-signature-verified': 'true', 'x-original-url': '/healthz' },
    { cookie: 'x'.repeat(4_000) },
  ])
}

function retries(chance: Chance): OutgoingHttpHeaders {
  if (chance.in(0.9)) return {}
  const retryNum = chance.pick(['1', '-1', 'x', '', '9'.repeat(300)])
  return { 'x-slack-retry-num': retryNum, 'x-slack-retry-reason': chance.pick(['http_timeout', '__proto__', '']) }
}

const damages: readonly ((body: string, chance: Chance) => string | Buffer)[] = [
  (body, chance) => body.slice(0, chance.below(body.length + 1)),
  (body, chance) => body.slice(chance.below(body.length + 1)),
  (body) => `\ufeff${body}`,
  (body) => body + body,
  (body) => Buffer.from(body, 'utf16le'),
  (body, chance) => Buffer.concat([Buffer.from(body), Buffer.from([0xff, 0xfe, 0x80, 0, chance.below(256)])]),
  (body, chance) => flipped(Buffer.from(body), chance),
  (body, chance) => `${body}${chance.pick(['%', '%ZZ', '%00', '&', '&payload', '&&=&=', '}', '\u0000'])}`,
  (body) => body.replace('payload=', 'Payload='),
  (body) => body.replaceAll('%22', '"'),
  (body) => body.replaceAll('&', '&amp;'),
  (_body, chance) => chance.pick(['[', '{'].map((open) => open.repeat(1 + chance.below(100_000)))),
  (_body, chance) => chance.pick(['', 'null', '0', '"x"', '[]', '{}', 'payload=', 'payload=null', 'payload=[]']),
]

/** One to eight bytes with one bit each turned over. */
function flipped(bytes: Buffer, chance: Chance): Buffer {
  for (let times = 1 + chance.below(8); times > 0 && bytes.length > 0; times--) {
    const at = chance.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  }
  return bytes
}

function typeOf({ as }: Sample): string {
  return as === 'event' ? json : form
}

function bodyOf({ as }: Sample, content: unknown, chance: Chance): string {
  if (as === 'event') return twice(textOf(content), chance)
  if (as === 'interaction') return new URLSearchParams({ payload: twice(textOf(content), chance) }).toString()
  const fields = Object.entries(Object(content)).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : textOf(value),
  ])
  return new URLSearchParams(chance.in(0.1) ? [...fields, ...fields.slice(0, 3)] : fields).toString()
}

function textOf(content: unknown): string {
  return JSON.stringify(content) ?? ''
}

/** Now and then a name stands there twice, which JSON allows. */
function twice(text: string, chance: Chance): string {
  if (!text.startsWith('{"') || chance.in(0.95)) return text
  const name = /^\{("[^"]*"):/.exec(text)?.[1] ?? '""'
  return `{${name}:${JSON.stringify(odd(chance))},${text.slice(1)}`
}

function present(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}
