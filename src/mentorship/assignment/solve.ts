import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { assign } from './assign.ts'
import { assignPeople, type PeopleOptions, type PeopleSolution, type Progress } from './people/assign-people.ts'
import type { People } from './people/people.ts'
import type { Pairs, Problem, Solution } from './problem.ts'

export interface SolveOptions {
  /** Ends the work; the promise is then rejected with the signal’s reason. */
  readonly signal?: AbortSignal
}

export type Task =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | {
      readonly kind: 'people'
      readonly people: People
      readonly options: Pick<PeopleOptions, 'timeLimit' | 'writtenPairs'>
    }

export type Report =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly solution: Solution | PeopleSolution }
  | { readonly kind: 'failed'; readonly message: string; readonly isRange: boolean }

/**
 * `assign` without holding up this thread: what may take longer than a moment is done in another one. The problem must
 * not be changed meanwhile.
 * @returns a promise that is rejected with the same RangeError for a malformed problem.
 */
export async function solve(problem: Problem, { signal }: SolveOptions = {}): Promise<Solution> {
  signal?.throwIfAborted()
  if (isQuick(problem)) return assign(problem)
  const pairs = await sharedPairs(problem.pairs)
  signal?.throwIfAborted()
  return inThread({ kind: 'problem', problem: { ...problem, pairs } }, signal)
}

/** `assignPeople` in the same way; progress is told as it comes. */
export async function solvePeople(
  people: People,
  { signal, onProgress, ...options }: PeopleOptions & SolveOptions = {},
): Promise<PeopleSolution> {
  signal?.throwIfAborted()
  const pairs = people.mentees.role.length * people.mentors.role.length
  if (pairs * people.mentees.role.length <= quickSteps)
    return assignPeople(people, { ...options, ...(onProgress && { onProgress }) })
  const solution = await inThread({ kind: 'people', people, options }, signal, onProgress)
  if (!('gap' in solution)) throw new Error('solvePeople: found a solution without its gap, expected one with it.')
  return solution
}

/** Pairs that may be read before the thread has been held up for some 10 ms. */
const quickSteps = 4_000_000

/** At worst, each mentee and each place is one search, and each search reads each pair once. */
function isQuick({ menteeCount, pairs }: Problem): boolean {
  return 2 * menteeCount * (pairs.fit?.length ?? 0) <= quickSteps
}

function inThread(
  task: Task,
  signal?: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<Solution | PeopleSolution> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const module = new URL(`./worker.${extension}`, import.meta.url).href
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./boot.mjs', import.meta.url), { workerData: { module, task } })
    const abort = (): void => {
      void worker.terminate()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (report: Report) => {
      switch (report.kind) {
        case 'progress':
          return onProgress?.(report.progress)
        case 'done':
          return resolve(report.solution)
        case 'failed':
          return reject(new (report.isRange ? RangeError : Error)(report.message))
      }
    })
    worker.on('error', reject)
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', abort)
      // Does nothing where the answer has come.
      reject(new Error(`The solver’s thread ended with code ${code}, expected an answer before.`))
    })
  })
}

/** Numbers copied at a time before others get their turn; smaller columns are copied by posting them. */
const atOnce = 2 ** 19

async function sharedPairs({ mentee, mentor, fit }: Pairs): Promise<Pairs> {
  return { mentee: await shared(mentee), mentor: await shared(mentor), fit: await shared(fit) }
}

async function shared(column: Int32Array): Promise<Int32Array> {
  if (!(column instanceof Int32Array) || column.length <= atOnce || column.buffer instanceof SharedArrayBuffer)
    return column
  const copy = new Int32Array(new SharedArrayBuffer(column.byteLength))
  for (let at = 0; at < column.length; at += atOnce) {
    copy.set(column.subarray(at, at + atOnce), at)
    await setImmediate()
  }
  return copy
}
