import { beforeEach, describe, expect, it } from 'vitest'
import { type MovedClock, movedClock } from '../../../sandbox/clock.ts'
import type { Anchor } from '../../../sandbox/time/anchor.ts'
import { keepTime, type Time } from '../../../sandbox/time/time.ts'

const START = Date.UTC(2026, 10, 23, 8)
const HOUR = 3_600_000
let machine: MovedClock
let time: Time

beforeEach(() => {
  machine = movedClock(START)
  time = keepTime(machine)
})

/** An app that notes when it was told, and comes back at once with what it has to do next. */
function follow(next: (now: number) => number | undefined = () => undefined): {
  readonly seen: readonly number[]
  die(): void
} {
  const seen: number[] = []
  const end = new AbortController()
  const run = async (): Promise<void> => {
    let { version, at } = time.anchor
    while (!end.signal.aborted) {
      const told: Anchor = await time.look({ seen: version, next: next(at), gone: end.signal })
      version = told.version
      at = told.at
      seen.push(at - START)
    }
  }
  void run()
  return { seen, die: () => end.abort() }
}

describe('the time of the workspace', () => {
  it('is the machine’s until it is moved', () => {
    machine.advance(HOUR)
    expect(time.now()).toBe(START + HOUR)
    expect(time.kept()).toBeNull()
  })

  it.each([
    [0, 0],
    [1, HOUR],
    [60, 60 * HOUR],
    [3600, 3600 * HOUR],
  ] as const)('goes %i times as fast as the machine’s', async (rate, passed) => {
    await time.move({ rate })
    machine.advance(HOUR)
    expect(time.now() - START).toBe(passed)
  })

  it('goes on from where it was set, as fast as before', async () => {
    await time.move({ rate: 60 })
    await time.move({ at: START + HOUR })
    machine.advance(1000)
    expect(time.now()).toBe(START + HOUR + 60_000)
  })

  it('can be set back, and then stamps nothing earlier than before', async () => {
    await time.move({ at: START + HOUR, rate: 0 })
    expect(time.stamp()).toBe(START + HOUR)
    await time.move({ at: START })
    expect([time.now(), time.stamp()]).toEqual([START, START + HOUR])
  })

  it('is the machine’s again after a reset', async () => {
    await time.move({ at: START + HOUR, rate: 0 })
    time.stamp()
    machine.advance(5000)
    const { version, at, rate } = await time.reset()
    expect({ version, at, rate }).toEqual({ version: 3, at: START + 5000, rate: 1 })
    expect(time.kept()).toBeNull()
    expect(time.stamp()).toBe(START + 5000)
  })
})

describe('an app that follows', () => {
  it('is answered at once when it has seen an older version', async () => {
    await time.move({ rate: 0 })
    const gone = new AbortController().signal
    expect(await time.look({ seen: 1, next: undefined, gone })).toEqual(time.anchor)
  })

  it('is waited for after a move: every one of them', async () => {
    const gone = new AbortController().signal
    const looks = [1, 2].map(() => time.look({ seen: 1, next: undefined, gone }))
    const order: string[] = []
    const moved = time.move({ at: START + HOUR }).then(() => order.push('moved'))
    const [one, other] = await Promise.all(looks)
    order.push('one is back')
    void time.look({ seen: one?.version ?? 0, next: undefined, gone })
    await settled()
    order.push('the other is back')
    void time.look({ seen: other?.version ?? 0, next: undefined, gone })
    await moved
    expect(order).toEqual(['one is back', 'the other is back', 'moved'])
  })

  it('is waited for from its first question on', async () => {
    const gone = new AbortController().signal
    const { version } = await time.look({ seen: undefined, next: undefined, gone })
    const moved = time.move({ rate: 0 })
    expect(await isDone(moved)).toBe(false)
    expect(await time.look({ seen: version, next: undefined, gone })).toMatchObject({ version: 2 })
    expect(await isDone(moved)).toBe(false)
    void time.look({ seen: 2, next: undefined, gone })
    expect((await moved).version).toBe(2)
  })

  it('is waited for ten seconds when it does not come back, and then not again', async () => {
    void time.look({ seen: 1, next: undefined, gone: new AbortController().signal })
    const moved = time.move({ rate: 0 })
    await settled()
    machine.advance(9_999)
    expect(await isDone(moved)).toBe(false)
    machine.advance(1)
    expect((await moved).version).toBe(2)
    expect((await time.move({ rate: 1 })).version).toBe(3)
  })

  it('is not waited for when it went away while nothing happened', async () => {
    const app = follow()
    app.die()
    await settled()
    expect((await time.move({ rate: 0 })).version).toBe(2)
  })

  it('is let go after half a minute without news, and is then out until it is back', async () => {
    const gone = new AbortController().signal
    const looking = time.look({ seen: 1, next: undefined, gone })
    machine.advance(30_000)
    expect((await looking).version).toBe(1)
    const moved = time.move({ rate: 0 })
    expect(await isDone(moved)).toBe(false)
    void time.look({ seen: 2, next: undefined, gone })
    expect((await moved).version).toBe(2)
  })
})

describe('playing', () => {
  it('stops at every moment at which an app has something to do, in order, and at every hour', async () => {
    const dues = [10, 20, 95].map((minutes) => START + minutes * 60_000)
    const one = follow((now) => dues.find((due) => due > now))
    const other = follow((now) => (now < START + 30 * 60_000 ? START + 30 * 60_000 : undefined))
    await settled()
    await time.move({ rate: 0 })
    const { at, rate } = await time.play(START + 3 * HOUR)
    expect([at - START, rate]).toEqual([3 * HOUR, 0])
    const minutes = [...new Set(one.seen.map((ms) => ms / 60_000))]
    expect(minutes).toEqual([0, 10, 20, 30, 90, 95, 155, 180])
    expect(other.seen).toEqual(one.seen)
  })

  it('goes on afterwards as it went before', async () => {
    follow()
    await settled()
    await time.move({ rate: 60 })
    const { at, rate } = await time.play(START + HOUR)
    expect([at - START, rate]).toEqual([HOUR, 60])
  })

  it('is one step when nobody follows', async () => {
    await time.move({ rate: 0 })
    const { version, at } = await time.play(START + 1000 * HOUR)
    expect([version, at - START]).toEqual([5, 1000 * HOUR])
  })

  it('does not stand still over what an app could not do', async () => {
    follow(() => START - HOUR)
    await settled()
    expect((await time.play(START + HOUR)).at).toBe(START + HOUR)
  })

  it('gives its pace back to whatever ends it: a jump, or another play', async () => {
    follow()
    await settled()
    await time.move({ rate: 60 })
    const first = time.play(START + 1000 * HOUR)
    const second = time.play(START + 2 * HOUR)
    expect(await second).toMatchObject({ at: START + 2 * HOUR, rate: 60 })
    await first
    const third = time.play(START + 1000 * HOUR)
    expect(time.kept()?.rate).toBe(60)
    expect(await time.move({ at: START })).toMatchObject({ at: START, rate: 60 })
    await third
  })

  it('ends where it is when somebody moves the clock meanwhile', async () => {
    const app = follow()
    await settled()
    const playing = time.play(START + 1000 * HOUR)
    await Promise.resolve()
    const frozen = await time.move({ rate: 0 })
    expect((await playing).version).toBe(frozen.version)
    expect(frozen.at).toBeLessThan(START + 1000 * HOUR)
    expect(app.seen.length).toBeLessThan(100)
  })
})

describe('after a restart', () => {
  const again = (): Time => {
    const restarted = keepTime(machine)
    restarted.restore(time.kept(), time.stamp())
    return restarted
  }

  it.each([
    [0, 0],
    [1, HOUR],
    [3600, HOUR],
  ] as const)('time at %i× has gone on no faster than people’s', async (rate, passed) => {
    await time.move({ at: START + 10 * HOUR, rate })
    machine.advance(1000)
    const before = time.now()
    time.close()
    machine.advance(HOUR)
    const restarted = again()
    expect(restarted.now() - before).toBe(passed)
    expect(restarted.anchor.rate).toBe(rate)
  })

  it('time has gone on as it went after a kill, as it did for those who follow', async () => {
    await time.move({ rate: 60 })
    machine.advance(HOUR)
    const restarted = again()
    expect(restarted.anchor).toEqual(time.anchor)
    expect(restarted.now()).toBe(START + 60 * HOUR)
  })

  it('nothing is stamped earlier than before', async () => {
    await time.move({ at: START + HOUR, rate: 0 })
    time.stamp()
    await time.move({ at: START })
    expect(again().stamp()).toBe(START + HOUR)
  })
})

/** Lets everything that is ready run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function isDone(work: Promise<unknown>): Promise<boolean> {
  let done = false
  void work.then(() => {
    done = true
  })
  await settled()
  return done
}
