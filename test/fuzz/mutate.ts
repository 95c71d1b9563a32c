import { isRecord } from '../../sandbox/json.ts'
import type { Chance } from './chance.ts'

type Step = string | number

/** A payload of any shape with one to four of its parts gone, turned into something else, said twice or buried. */
export function mutated(payload: unknown, chance: Chance): unknown {
  let value = payload
  for (let times = 1 + chance.below(4); times > 0; times--) value = changedSomewhere(value, chance)
  return value
}

/** The value with this part put to another; `undefined` takes it away. Where the way does not lead on, nothing happens. */
export function put(value: unknown, [step, ...rest]: readonly Step[], to: unknown): unknown {
  if (step === undefined) return to
  if (Array.isArray(value)) {
    const copy = [...value]
    if (rest.length === 0 && to === undefined) copy.splice(Number(step), 1)
    else copy[Number(step)] = put(copy[Number(step)], rest, to)
    return copy
  }
  if (!isRecord(value)) return value
  const { [step]: before, ...others } = value
  const after = put(before, rest, to)
  return after === undefined ? others : { ...others, [step]: after }
}

/** Whatever somebody may have thought of putting where something else belongs. */
export function odd(chance: Chance): unknown {
  return chance.in(0.005) ? 'x'.repeat(chance.below(300_000)) : chance.pick(odds)
}

const odds: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'x',
  '0',
  '-1',
  'null',
  'undefined',
  '[object Object]',
  '\u0000',
  '\ud83d',
  '\ude00\ud83d',
  '\u202e\u2066',
  '\u001b[31m',
  '\ufeff',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  "'; drop table person; --",
  '{"k":"nats-jetstream"}',
  '../../etc/passwd',
  '<!channel>',
  '{{7*7}}',
  'x'.repeat(256),
  'x'.repeat(4_000),
  [],
  {},
  [null],
  [[[[[]]]]],
  { value: null },
  { values: [] },
  { toString: 1, valueOf: 1, toJSON: 1 },
  { type: 'plain_text', text: 7 },
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  JSON.parse('{"constructor":{"prototype":{"isAdmin":true}}}'),
]

const changes: readonly ((value: unknown, chance: Chance) => unknown)[] = [
  () => undefined,
  (_value, chance) => odd(chance),
  (_value, chance) => odd(chance),
  (value) => [value],
  (value) => [value, value],
  (value) => ({ value }),
  (value) => JSON.stringify(value) ?? '',
  (value) => (typeof value === 'string' ? [...value].reverse().join('') : value),
  (value, chance) => (typeof value === 'string' ? value.slice(0, chance.below(value.length + 1)) : value),
  (value, chance) =>
    typeof value === 'string' ? `${value}${chance.pick(['\u0000', '\ud83d', '#', ' ', '.'])}` : value,
  (value, chance) => (typeof value === 'string' ? value.toUpperCase() : odd(chance)),
  (value, chance) => (isRecord(value) ? { ...value, [chance.pick(names)]: odd(chance) } : value),
  (value, chance) => buried(value, 1 + chance.below(chance.in(0.1) ? 2_000 : 40)),
]

const names = ['__proto__', 'constructor', 'toJSON', 'then', 'event', 'command', 'name', 'actions', 'ssl_check', '']

function changedSomewhere(value: unknown, chance: Chance): unknown {
  const path: Step[] = []
  for (let inner = value; ; ) {
    const steps: readonly Step[] = Array.isArray(inner) ? [...inner.keys()] : isRecord(inner) ? Object.keys(inner) : []
    if (steps.length === 0 || (path.length > 0 && chance.in(0.25))) return changedAt(value, path, inner, chance)
    const step = chance.pick(steps)
    path.push(step)
    inner = Array.isArray(inner) ? inner[Number(step)] : isRecord(inner) ? inner[step] : undefined
  }
}

function changedAt(value: unknown, path: readonly Step[], inner: unknown, chance: Chance): unknown {
  return put(value, path, chance.pick(changes)(inner, chance))
}

function buried(value: unknown, depth: number): unknown {
  let outer = value
  for (let level = 0; level < depth; level++) outer = level % 2 === 0 ? { value: outer } : [outer]
  return outer
}
