import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { company } from '../../../bench/matching/company.ts'
import {
  assign,
  assignPeople,
  check,
  checkPeople,
  type Progress,
  problemOf,
  solve,
  solvePeople,
} from '../../../src/mentorship/assignment/index.ts'
import { problem } from './problems.ts'

test('a small problem is solved at once, with the same answer', async () => {
  const given = problemOf(company(40, 'tight'))
  expect(await solve(given)).toEqual(assign(given))
})

test('a large problem is solved in another thread with the same answer, and nobody waits for it here', async () => {
  const given = problemOf(company(1_000, 'tight'))
  const { answer, lag } = await whileWatched(() => solve(given))
  expect(check(given, answer)).toEqual({ ok: true })
  expect(answer).toEqual(assign(given))
  expect(lag).toBeLessThan(20)
})

test('so is a programme of people, which tells how far it is', async () => {
  const people = company(2_000, 'scarce')
  const told: Progress[] = []
  const { answer, lag } = await whileWatched(() =>
    solvePeople(people, { onProgress: (progress) => told.push(progress) }),
  )
  expect(checkPeople(people, answer)).toEqual({ ok: true })
  expect(answer).toEqual(assignPeople(people))
  expect(told.at(-1)).toMatchObject({ served: 1_500, gap: { people: 0, points: 0 } })
  expect(lag).toBeLessThan(20)
})

test('columns of any length reach the other thread', async () => {
  const mentees = 1_000
  const pairs = Array.from({ length: 600_000 }, (_, at) => [at % mentees, Math.floor(at / mentees), at % 7] as const)
  const given = problem(mentees, new Int32Array(600).fill(2), pairs)
  expect(await solve(given)).toEqual(assign(given))
})

test('a malformed problem is refused in the same words, wherever that is found', async () => {
  const given = problemOf(company(1_000, 'tight'))
  const capacities = given.capacities.map(() => -1)
  await expect(solve({ ...given, capacities })).rejects.toThrow(
    new RangeError('problem.capacities[0]: found -1, expected a whole number from 0 to 2147483647.'),
  )
  await expect(solve(problem(1, [0.5], ''))).rejects.toThrow(RangeError)
})

test('it can be called off', async () => {
  const calling = new AbortController()
  const solving = solve(problemOf(company(1_000, 'tight')), { signal: calling.signal })
  calling.abort(new Error('Nobody needs it any more.'))
  await expect(solving).rejects.toThrow('Nobody needs it any more.')
})

/** How long anything else had to wait here, in milliseconds: 99 of 100 times less. */
async function whileWatched<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly lag: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const answer = await work()
  delay.disable()
  return { answer, lag: delay.percentile(99) / 1e6 }
}
