import { beforeEach, describe, expect, it } from 'vitest'
import { type MovedClock, movedClock } from '../../sandbox/clock.ts'
import { type Errands, keepErrands } from '../../sandbox/errands.ts'

describe('what Slack does later', () => {
  let clock: MovedClock
  let errands: Errands
  let done: string[]
  const plan = (ms: number, what: string): void => errands.after(ms, () => void done.push(what))

  beforeEach(() => {
    clock = movedClock(Date.UTC(2026, 10, 23, 8))
    errands = keepErrands(clock)
    done = []
  })

  it('is done in its time, and once', () => {
    plan(20, 'second')
    plan(10, 'first')
    clock.advance(19)
    expect(done).toEqual(['first'])
    clock.advance(60_000)
    expect(done).toEqual(['first', 'second'])
  })

  it('is forgotten when told so, and what is planned afterwards is not', () => {
    plan(10, 'forgotten')
    errands.clear()
    plan(10, 'done')
    clock.advance(10)
    expect(done).toEqual(['done'])
  })

  it('is nothing any more once it is closed, whoever plans it', () => {
    plan(10, 'before')
    errands.close()
    plan(10, 'after')
    clock.advance(10)
    expect(done).toEqual([])
  })
})
