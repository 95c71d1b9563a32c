import { int, startsOf } from './numbers.ts'
import { type Pairs, refuse } from './problem.ts'

/** Feasible pairs seen from both sides: those of mentee i stand from `rows.start[i]` to before `rows.start[i + 1]`. */
export interface Graph {
  readonly rows: Side
  readonly columns: Side
}

/** The pairs of each person of one side, by the number of the person on the other. */
export interface Side {
  readonly start: Int32Array
  readonly other: Int32Array
  readonly fit: Int32Array
}

/**
 * The order of `pairs` leaves no trace.
 * @throws RangeError when a pair stands there twice.
 */
export function graphOf(pairs: Pairs, mentees: number, mentors: number): Graph {
  // Sorting by one side and then stably by the other leaves each person’s pairs in order.
  const columns = turned(sideOf(pairs.mentee, pairs.mentor, pairs.fit, mentees), mentors)
  const rows = turned(columns, mentees)
  refuseTwice(rows)
  return { rows, columns }
}

/** No pairs at all. */
export function emptyGraph(mentees: number, mentors: number): Graph {
  const none = (people: number): Side => ({
    start: new Int32Array(people + 1),
    other: new Int32Array(0),
    fit: new Int32Array(0),
  })
  return { rows: none(mentees), columns: none(mentors) }
}

/** Each mentee’s pairs in order, where some may stand more than once and each mentee has few. */
export function rowsOf(pairs: Pairs, mentees: number): Side {
  const side = sideOf(pairs.mentee, pairs.mentor, pairs.fit, mentees)
  for (let i = 0; i < mentees; i++) putInOrder(side, int(side.start, i), int(side.start, i + 1))
  return side
}

/** Insertion sort: nothing is quicker for some dozens, most of them in order. */
function putInOrder({ other, fit }: Side, first: number, end: number): void {
  for (let at = first + 1; at < end; at++) {
    const mentor = int(other, at)
    const points = int(fit, at)
    let to = at
    for (; to > first && int(other, to - 1) > mentor; to--) {
      other[to] = int(other, to - 1)
      fit[to] = int(fit, to - 1)
    }
    other[to] = mentor
    fit[to] = points
  }
}

/** All pairs of both, each person’s in order and each pair once. */
export function mergedWith(one: Side, another: Side): Side {
  const people = one.start.length - 1
  const start = new Int32Array(people + 1)
  const other = new Int32Array(one.other.length + another.other.length)
  const fit = new Int32Array(other.length)
  let to = 0
  for (let i = 0; i < people; i++) {
    const first = to
    let [left, right] = [int(one.start, i), int(another.start, i)]
    const [leftEnd, rightEnd] = [int(one.start, i + 1), int(another.start, i + 1)]
    while (left < leftEnd || right < rightEnd) {
      const isLeft = right === rightEnd || (left < leftEnd && int(one.other, left) <= int(another.other, right))
      const from = isLeft ? one : another
      const at = isLeft ? left++ : right++
      if (to > first && int(other, to - 1) === int(from.other, at)) continue
      other[to] = int(from.other, at)
      fit[to++] = int(from.fit, at)
    }
    start[i + 1] = to
  }
  return { start, other: other.subarray(0, to), fit: fit.subarray(0, to) }
}

/** The same pairs from the other side, each person’s in order. */
export function turned({ start, other, fit }: Side, others: number): Side {
  const to = placesFor(other, others)
  const next = to.start.slice(0, others)
  for (let i = 0; i + 1 < start.length; i++)
    for (let at = int(start, i); at < int(start, i + 1); at++) put(to, next, int(other, at), i, int(fit, at))
  return to
}

function sideOf(person: Int32Array, partner: Int32Array, points: Int32Array, people: number): Side {
  const to = placesFor(person, people)
  const next = to.start.slice(0, people)
  for (let at = 0; at < person.length; at++) put(to, next, int(person, at), int(partner, at), int(points, at))
  return to
}

function placesFor(person: Int32Array, people: number): Side {
  const sizes = new Int32Array(people)
  for (let at = 0; at < person.length; at++) sizes[int(person, at)] = int(sizes, int(person, at)) + 1
  return { start: startsOf(sizes), other: new Int32Array(person.length), fit: new Int32Array(person.length) }
}

function put({ other, fit }: Side, next: Int32Array, person: number, partner: number, points: number): void {
  const to = int(next, person)
  next[person] = to + 1
  other[to] = partner
  fit[to] = points
}

function refuseTwice({ start, other }: Side): void {
  for (let i = 0; i + 1 < start.length; i++)
    for (let at = int(start, i) + 1; at < int(start, i + 1); at++)
      if (int(other, at) === int(other, at - 1))
        refuse('problem.pairs', `mentee ${i} with mentor ${int(other, at)} twice`, 'each pair once')
}
