import { parentPort, workerData } from 'node:worker_threads'
import { assign } from './assign.ts'
import { assignPeople } from './people/assign-people.ts'
import type { Solution } from './problem.ts'
import type { Report, Task } from './solve.ts'

const { task }: { readonly task: Task } = workerData
const report = (said: Report, given: readonly ArrayBuffer[] = []) => parentPort?.postMessage(said, given)

try {
  const solution = solutionOf(task)
  report({ kind: 'done', solution }, buffersOf(solution))
} catch (error) {
  report({
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
    isRange: error instanceof RangeError,
  })
}

function solutionOf(given: Task): Solution {
  switch (given.kind) {
    case 'problem':
      return assign(given.problem)
    case 'people':
      return assignPeople(given.people, {
        ...given.options,
        onProgress: (progress) => report({ kind: 'progress', progress }),
      })
  }
}

/** Handed over instead of copied. */
function buffersOf({ mentorOf, certificate: { worth, price, cover } }: Solution): readonly ArrayBuffer[] {
  const buffers = [mentorOf, worth, price, cover.mentees, cover.mentors].map(({ buffer }) => buffer)
  return buffers.filter((buffer) => buffer instanceof ArrayBuffer)
}
