import { isRecord, type Json, shown } from '../json.ts'
import type { Slack } from '../slack.ts'
import { RATES } from '../time/anchor.ts'
import { LEAPS, PLAYS } from '../time/moments.ts'
import { refuse } from './refusal.ts'

/**
 * The time, at once; or with `seen`, when it was changed. `next` is when whoever asks has something to do; even empty it
 * says that they follow.
 */
export async function readClock(slack: Slack, query: URLSearchParams, gone: AbortSignal): Promise<Json> {
  const seen = query.get('seen') ?? ''
  const next = query.get('next') ?? ''
  const isFollowing = seen !== '' || query.has('next')
  if (!/^\d{0,15}$/.test(seen)) return refuse(`“seen” is “${seen}”; expected the “version” of an earlier answer.`)
  // What is planned may well lie outside of what the clock can show.
  if (next !== '' && Number.isNaN(Date.parse(next)))
    return refuse(`“next” is “${next}”; expected an instant such as ${EXAMPLE}, or nothing.`)
  const poll = {
    seen: seen === '' ? undefined : Number(seen),
    next: next === '' ? undefined : Date.parse(next),
    gone,
  }
  return { ok: true, ...(isFollowing ? await slack.time.look(poll) : slack.time.anchor) }
}

const DEEDS = ['set', 'rate', 'advance', 'play']

/** Moves the time, and answers when every app that follows it has done what became due. */
export async function moveClock(slack: Slack, body: unknown): Promise<Json> {
  const [name, value] = readDeed(body)
  return { ok: true, ...(await deeds[name](slack, value)) }
}

type Deed = (slack: Slack, value: unknown) => Promise<Slack['time']['anchor']>

const deeds = {
  set: ({ time }, value) => time.move({ at: readInstant('set', value) }),
  rate({ time }, value) {
    const rate = RATES.find((each) => each === value)
    if (rate === undefined) return refuse(`“rate” is ${shown(value)}; expected ${RATES.join(', ')}.`)
    return time.move({ rate })
  },
  advance(slack, value) {
    const leap = Object.entries(LEAPS).find(([name]) => name === value)?.[1]
    if (!leap) return refuse(`“advance” is ${shown(value)}; expected ${Object.keys(LEAPS).join(', ')}.`)
    return slack.time.move({ at: inRange('advance', leap(slack.time.now(), firstAdminsZone(slack))) })
  },
  play(slack, value) {
    const { time } = slack
    const now = time.now()
    const known = Object.entries(PLAYS).find(([name]) => name === value)?.[1]
    const until = known ? inRange('play', known(now, firstAdminsZone(slack))) : readInstant('play', value)
    if (until <= now)
      return refuse(`“play” is ${shown(value)}; expected an instant after ${instant(now)}, which is now.`)
    if (until > now + LONGEST_PLAY_MS)
      return refuse(`“play” is ${shown(value)}; expected an instant within a year from ${instant(now)}, which is now.`)
    return time.play(until)
  },
} satisfies Record<string, Deed>

function readDeed(body: unknown): readonly [keyof typeof deeds, unknown] {
  const given = isRecord(body) ? Object.entries(body) : []
  const [deed] = given
  const name = Object.keys(deeds).find((each): each is keyof typeof deeds => each === deed?.[0])
  if (given.length === 1 && deed && name) return [name, deed[1]]
  const found = isRecord(body) ? given.map(([each]) => each).join(' and ') || 'nothing' : 'no JSON object'
  return refuse(`The body has ${found}; expected one of ${DEEDS.join(', ')}.`)
}

const EXAMPLE = '2027-01-04T08:00:00Z'
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
/** A `ts` has ten digits before its point from September 2001 on. */
const EARLIEST = Date.UTC(2002, 0, 1)
const LATEST = Date.UTC(2200, 0, 1)
const LONGEST_PLAY_MS = 366 * 24 * 3_600_000

/** An ISO instant with its zone, or milliseconds since 1970, as the answers have them. */
function readInstant(name: string, value: unknown): number {
  const at = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : value
  if (typeof at === 'number' && Number.isInteger(at)) return inRange(name, at)
  return refuse(`“${name}” is ${shown(value)}; expected an instant with its zone, such as ${EXAMPLE}.`)
}

function inRange(name: string, at: number): number {
  if (at >= EARLIEST && at < LATEST) return at
  return refuse(`“${name}” leads to ${instant(at)}; the clock goes from 2002 to 2199.`)
}

function instant(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : 'nowhere'
}

/** Where the company's mornings begin. */
function firstAdminsZone({ workspace }: Slack): string {
  return workspace.company.people.find(({ isAdmin, isDeleted }) => isAdmin && !isDeleted)?.tz ?? 'UTC'
}
