import { WebAPIRateLimitedError } from '@slack/web-api'
import { expect, it } from 'vitest'
import { inTurn } from '../../src/slack/pace.ts'

it('waits a second between two messages, and not before the first', async () => {
  const { pauses, next } = paced()
  for (const nth of [1, 2, 3]) expect(await next(async () => nth)).toBe(nth)
  expect(pauses).toEqual([1_050, 1_050])
})

it('makes the same call again after the time that Slack names', async () => {
  const { pauses, next } = paced()
  expect(await next(putOff(3, 7))).toBe('posted')
  expect(pauses).toEqual([7_000, 7_000, 7_000])
})

it.each([
  ['is put off again and again', putOff(5, 1), [1_000, 1_000, 1_000, 1_000]],
  ['is put off for longer than anybody waits', putOff(1, 61), []],
])('gives up a message that %s', async (_how, post, waited) => {
  const { pauses, next } = paced()
  await expect(next(post)).rejects.toThrow('A rate-limit has been reached')
  expect(pauses).toEqual(waited)
})

it('does not make a call again whose outcome nobody knows', async () => {
  const calls = { made: 0 }
  const { next } = paced()
  const lost = async () => {
    calls.made++
    throw new Error('socket hang up')
  }
  await expect(next(lost)).rejects.toThrow('socket hang up')
  expect(calls.made).toBe(1)
})

function paced() {
  const pauses: number[] = []
  return { pauses, next: inTurn(async (milliseconds) => void pauses.push(milliseconds)) }
}

/** A call that Slack takes after so many refusals. */
function putOff(times: number, seconds: number): () => Promise<string> {
  let left = times
  return async () => {
    if (left-- > 0) throw new WebAPIRateLimitedError(seconds)
    return 'posted'
  }
}
