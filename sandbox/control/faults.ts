import { METHODS } from '../api/methods.ts'
import {
  BESIDE_METHODS,
  CALL_KINDS,
  DEACTIVATING,
  DELIVERY_KINDS,
  EVERYTHING,
  type Fault,
  LATE_MS,
  SLOW_MS,
} from '../faults/kinds.ts'
import { type Json, shown } from '../json.ts'
import type { Slack } from '../slack.ts'
import { readBody, readText } from './input.ts'
import { refuse } from './refusal.ts'

const KNOWN = ['method', 'delivery', 'kind', 'times', 'retry_after', 'ms', 'chance', 'seed', 'clear']

/** What is still armed, in the order in which it was asked for. */
export function listFaults({ faults }: Slack): Json {
  const calls = faults.calls.left().map((fault) => ({ method: fault.name, ...shownFault(fault) }))
  const deliveries = faults.deliveries.left().map((fault) => ({ delivery: fault.name, ...shownFault(fault) }))
  return { ok: true, faults: [...calls, ...deliveries] }
}

export function disarmFaults(slack: Slack): Json {
  slack.faults.calls.clear()
  slack.faults.deliveries.clear()
  return listFaults(slack)
}

export function armFault(slack: Slack, body: unknown): Json {
  const given = readBody(body, KNOWN)
  if (given.clear === true) return disarmFaults(slack)
  if ((given.method === undefined) === (given.delivery === undefined))
    return refuse('A fault is about a “method” or about a “delivery”; expected one of the two.')
  if (given.method !== undefined) slack.faults.calls.arm(callFault(given))
  else
    slack.faults.deliveries.arm({
      ...common(given),
      ...kindOf(given, DELIVERY_KINDS),
      name: readText(given, 'delivery'),
    })
  return listFaults(slack)
}

function callFault(given: Json): Fault<(typeof CALL_KINDS)[number]> {
  const name = readText(given, 'method')
  const fault = { ...common(given), ...kindOf(given, CALL_KINDS), name }
  const known = [EVERYTHING, ...BESIDE_METHODS, ...METHODS.keys()]
  if (!known.includes(name)) return refuse(`“method” is “${name}”; expected one of ${known.join(', ')}.`)
  if (fault.kind === 'deactivated' && !DEACTIVATING.includes(name))
    return refuse(`“deactivated” strikes ${DEACTIVATING.join(' or ')}; found “${name}”.`)
  return fault
}

function kindOf<Kind extends string>(
  given: Json,
  kinds: readonly Kind[],
): { readonly kind: Kind; readonly ms: number } {
  const kind = kinds.find((each) => each === given.kind || Number(each) === given.kind)
  if (!kind) {
    const whose = given.method === undefined ? 'delivery' : 'method'
    return refuse(`“kind” is ${shown(given.kind)}; for a ${whose} expected ${kinds.join(', ')}.`)
  }
  return { kind, ms: readNumber(given, 'ms', kind === 'late' ? LATE_MS : SLOW_MS, 0) }
}

function common(given: Json): Omit<Fault, 'name' | 'kind' | 'ms'> {
  const chance = given.chance ?? 1
  if (typeof chance !== 'number' || !(chance >= 0 && chance <= 1))
    return refuse(`“chance” is ${shown(chance)}; expected a number from 0 to 1.`)
  return {
    chance,
    times: readNumber(given, 'times', 1, 1),
    retryAfter: readNumber(given, 'retry_after', 1, 0),
    seed: readNumber(given, 'seed', 1, 0),
  }
}

function readNumber(given: Json, name: string, usual: number, least: number): number {
  const value = given[name] ?? usual
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value
  return refuse(`“${name}” is ${shown(value)}; expected a whole number, ${least} or more.`)
}

function shownFault({ kind, times, chance, seed, ms, retryAfter }: Fault): Json {
  return {
    kind,
    times,
    ...(kind === '429' ? { retry_after: retryAfter } : {}),
    ...(kind === 'slow' || kind === 'late' ? { ms } : {}),
    ...(chance < 1 ? { chance, seed } : {}),
  }
}
