import { int, real } from './numbers.ts'

/**
 * Mentors by distance, nearest first. Distances here are mostly ties: what is no farther than the mentor taken last
 * waits in a plain list, and only the rest in a binary heap. A mentor may stand in it more than once; the caller
 * passes over those that are no longer that near.
 */
export interface Queue {
  /** Distance of the mentor taken last. */
  distance: number
  put(mentor: number, distance: number): void
  /** The nearest mentor, or −1 when nobody is left. */
  take(): number
  clear(): void
}

export function emptyQueue(): Queue {
  let level: Int32Array = new Int32Array(256)
  let read = 0
  let written = 0
  let keys: Float64Array = new Float64Array(256)
  let mentors: Int32Array = new Int32Array(256)
  let size = 0

  function push(mentor: number, key: number): void {
    if (size === keys.length) {
      keys = grown(keys, new Float64Array(2 * size))
      mentors = grown(mentors, new Int32Array(2 * size))
    }
    let at = size++
    while (at > 0) {
      const above = (at - 1) >> 1
      if (real(keys, above) <= key) break
      keys[at] = real(keys, above)
      mentors[at] = int(mentors, above)
      at = above
    }
    keys[at] = key
    mentors[at] = mentor
  }

  function pop(): number {
    const first = int(mentors, 0)
    const key = real(keys, --size)
    const mentor = int(mentors, size)
    let at = 0
    for (let below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size && real(keys, below + 1) < real(keys, below)) below++
      if (real(keys, below) >= key) break
      keys[at] = real(keys, below)
      mentors[at] = int(mentors, below)
      at = below
    }
    keys[at] = key
    mentors[at] = mentor
    return first
  }

  return {
    distance: 0,
    put(mentor, distance) {
      if (distance > this.distance) return push(mentor, distance)
      if (written === level.length) level = grown(level, new Int32Array(2 * written))
      level[written++] = mentor
    },
    take() {
      if (read < written) return int(level, read++)
      read = 0
      written = 0
      if (size === 0) return -1
      this.distance = real(keys, 0)
      return pop()
    },
    clear() {
      this.distance = 0
      read = 0
      written = 0
      size = 0
    },
  }
}

function grown<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from)
  return to
}
