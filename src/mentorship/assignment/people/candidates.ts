import { type Graph, mergedWith, rowsOf, turned } from '../graph.ts'

/** Pairs that are to be looked at from now on, in columns that grow. A pair may be added twice. */
export interface Candidates {
  add(mentee: number, mentor: number, fit: number): void
  size(): number
  /** The pairs of the graph and those that were added, each once; the columns begin anew. */
  joinedTo(graph: Graph): Graph
}

/** @param room for how many pairs there is at first: columns that need not grow need no copy. */
export function noCandidates(room: number): Candidates {
  let mentee = new Int32Array(room)
  let mentor = new Int32Array(room)
  let fit = new Int32Array(room)
  let size = 0
  return {
    add(i, j, points) {
      if (size === mentee.length) {
        mentee = grown(mentee)
        mentor = grown(mentor)
        fit = grown(fit)
      }
      mentee[size] = i
      mentor[size] = j
      fit[size++] = points
    },
    size: () => size,
    joinedTo({ rows, columns }) {
      const added = { mentee: mentee.subarray(0, size), mentor: mentor.subarray(0, size), fit: fit.subarray(0, size) }
      const all = mergedWith(rows, rowsOf(added, rows.start.length - 1))
      size = 0
      mentee = new Int32Array(0)
      mentor = new Int32Array(0)
      fit = new Int32Array(0)
      return { rows: all, columns: turned(all, columns.start.length - 1) }
    },
  }
}

function grown(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(Math.max(2 * from.length, 1_024))
  to.set(from)
  return to
}
