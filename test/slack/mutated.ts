import fc from 'fast-check'
import { isRecord } from '../../sandbox/json.ts'

/** A payload with up to three of its parts gone, turned into something else, or said twice. */
export function mutated(payload: unknown): fc.Arbitrary<unknown> {
  const places = pathsIn(payload)
  const change = fc.record({ path: fc.constantFrom(...places), value: fc.oneof(gone, odd, fc.json().map(parsed)) })
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((value, { path, value: put }) => changed(value, path, put), payload))
}

const nothing = Symbol('nothing')
const gone = fc.constant(nothing)
const odd = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1.5,
  8.64e15 + 1,
  '',
  ' ',
  'x',
  '\u0000',
  '\ud83d',
  '__proto__',
  'x'.repeat(4_000),
  [],
  {},
  [null],
  { value: null },
  { values: [] },
)

type Path = readonly (string | number)[]

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  const inner = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : []
  return [path, ...inner.flatMap(([step, each]) => pathsIn(each, [...path, step]))]
}

function changed(value: unknown, [step, ...rest]: Path, put: unknown): unknown {
  if (step === undefined) return put === nothing ? undefined : put
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value]
    copy[Number(step)] = changed(copy[Number(step)], rest, put)
    return rest.length === 0 && put === nothing ? copy.filter((_, at) => at !== step) : copy
  }
  if (!isRecord(value)) return value
  const { [step]: before, ...others } = value
  const after = changed(before, rest, put)
  return rest.length === 0 && put === nothing ? others : { ...others, [step]: after }
}

function parsed(text: string): unknown {
  return JSON.parse(text)
}
