import { int, startsOf } from '../numbers.ts'
import type { Kinds } from './fits.ts'

/** People of one side who are alike to all on the other: same group and same profile. Kinds of a group stand together. */
export interface Crowd {
  readonly count: number
  /** By kind. */
  readonly group: Int32Array
  readonly profile: Int32Array
  /** By group, where its kinds begin. */
  readonly ofGroup: Int32Array
  /** By kind, where its people begin in `people`. */
  readonly start: Int32Array
  readonly people: Int32Array
  /** By person. */
  readonly kind: Int32Array
}

export function crowdOf({ group, groupCount, profile, profileCount }: Kinds): Crowd {
  const keys = Float64Array.from(group, (of, person) => of * profileCount + int(profile, person))
  const distinct = new Float64Array(new Set(keys)).sort()
  const kindOf = new Map(Array.from(distinct, (key, kind) => [key, kind]))
  const kind = Int32Array.from(keys, (key) => kindOf.get(key) ?? 0)
  const groups = Int32Array.from(distinct, (key) => Math.floor(key / profileCount))
  return {
    count: distinct.length,
    group: groups,
    profile: Int32Array.from(distinct, (key) => key % profileCount),
    ofGroup: startsOf(countsOf(groups, groupCount)),
    ...membersOf(kind, distinct.length),
    kind,
  }
}

function membersOf(kind: Int32Array, count: number): { readonly start: Int32Array; readonly people: Int32Array } {
  const start = startsOf(countsOf(kind, count))
  const next = start.slice(0, count)
  const people = new Int32Array(kind.length)
  kind.forEach((of, person) => {
    people[int(next, of)] = person
    next[of] = int(next, of) + 1
  })
  return { start, people }
}

export function countsOf(classes: Int32Array, count: number): Int32Array {
  const sizes = new Int32Array(count)
  for (const of of classes) sizes[of] = int(sizes, of) + 1
  return sizes
}
