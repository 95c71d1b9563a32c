import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { type FollowedClock, followClock } from '../src/clock.ts'

const START = Date.parse('2027-01-04T08:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
let sandbox: Sandbox
let following: readonly FollowedClock[]
let lines: { readonly msg: string }[]

const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })

beforeEach(async () => {
  following = []
  lines = []
  sandbox = await startSandbox()
  await move({ rate: 0 })
  await move({ set: START })
})

afterEach(async () => {
  await sandbox.close()
  await Promise.all(following.map(({ stop }) => stop()))
})

interface Answer {
  readonly ok: boolean
  readonly at: number
  readonly rate: number
}

async function move(body: object): Promise<Answer> {
  const answer = await fetch(`${sandbox.url}/control/clock`, { method: 'POST', body: JSON.stringify(body) })
  return (await answer.json()) as Answer
}

/** A bot with something to do at these minutes, which notes when it did it. */
async function bot(minutes: readonly number[] = [], work: (minute: number) => unknown = () => {}) {
  const done: { readonly minute: number; readonly at: number }[] = []
  const clock = followClock(`${sandbox.url}/control/clock`, {
    log,
    pause: async () => {},
    work: async (now) => {
      for (const minute of minutes) {
        if (START + minute * MINUTE > now.getTime() || done.some((each) => each.minute === minute)) continue
        await work(minute)
        done.push({ minute, at: (clock.now().getTime() - START) / MINUTE })
      }
      const next = minutes.find((minute) => !done.some((each) => each.minute === minute))
      return next === undefined ? undefined : new Date(START + next * MINUTE)
    },
  })
  following = [...following, clock]
  await clock.heard
  return { clock, done }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

describe('a bot that follows the clock', () => {
  it('has the workspace’s time, standing or running', async () => {
    const { clock } = await bot()
    expect(clock.now()).toEqual(new Date(START))
    await move({ rate: 3600 })
    await move({ advance: '1h' })
    const behind = sandbox.now().getTime() - clock.now().getTime()
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(START + HOUR)
    expect(Math.abs(behind)).toBeLessThan(HOUR)
  })

  it('knows the time before it has anything to do', async () => {
    const order: string[] = []
    const worked = new Promise<void>((resolve) => {
      const clock = followClock(`${sandbox.url}/control/clock`, {
        log,
        work: async (now) => {
          order.push(`work at ${now.toISOString()}`)
          resolve()
          return undefined
        },
      })
      following = [...following, clock]
      void clock.heard.then(() => order.push(`heard ${clock.now().toISOString()}`))
    })
    await worked
    expect(order).toEqual(['heard 2027-01-04T08:00:00.000Z', 'work at 2027-01-04T08:00:00.000Z'])
  })

  it('has done what became due when the move is answered, a jump as one piece of downtime', async () => {
    const { done } = await bot([30, 90])
    await move({ set: START })
    await move({ advance: '1d' })
    expect(done).toEqual([
      { minute: 30, at: 1440 },
      { minute: 90, at: 1440 },
    ])
  })

  it('does each thing at its own moment, in order, while the clock is played', async () => {
    const { done } = await bot([10, 10.5, 75, 300])
    const { at } = await move({ play: START + 24 * HOUR })
    expect(at).toBe(START + 24 * HOUR)
    expect(done).toEqual([10, 10.5, 75, 300].map((minute) => ({ minute, at: minute })))
  })

  it('keeps its moments beside another that has its own', async () => {
    const one = await bot([10, 95])
    const other = await bot([20, 50])
    await move({ play: START + 3 * HOUR })
    expect([one.done, other.done].map((done) => done.map(({ at }) => at))).toEqual([
      [10, 95],
      [20, 50],
    ])
  })

  it('keeps nobody waiting once it has ended', async () => {
    const dead = await bot()
    await move({ set: START })
    await dead.clock.stop()
    const { done } = await bot([5])
    await move({ set: START })
    await move({ advance: '1h' })
    expect(done).toEqual([{ minute: 5, at: 60 }])
  })

  it('goes on after work that failed, and says so once', async () => {
    let failures = 2
    const { done } = await bot([10], () => {
      if (failures-- > 0) throw new Error('no database')
    })
    await move({ play: START + 5 * HOUR })
    expect(done).toEqual([{ minute: 10, at: 130 }])
    expect(lines.map(({ msg }) => msg)).toEqual(['Work that is due stays due: it failed after the clock was moved.'])
  })

  it('is a few milliseconds behind', async () => {
    await bot()
    const took: number[] = []
    for (let round = 0; round < 50; round++) {
      const started = performance.now()
      await move({ advance: '1h' })
      took.push(performance.now() - started)
    }
    const median = took.toSorted((one, other) => one - other)[25] ?? Number.NaN
    console.log(`A move is answered after ${median.toFixed(1)} ms (median of ${took.length}).`)
    expect(median).toBeLessThan(100)
  })
})

describe('a bot whose sandbox is away', () => {
  it('goes on in time as it went, says so once, and follows again', async () => {
    const { clock } = await bot()
    const { port } = new URL(sandbox.url)
    await sandbox.close()
    while (lines.length === 0) await turn()
    expect(clock.now()).toEqual(new Date(START))
    sandbox = await startSandbox({ port: Number(port) })
    while (lines.length < 2) await turn()
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(MINUTE)
    expect(lines.map(({ msg }) => msg)).toEqual([
      'The sandbox’s clock does not answer; time goes on as it went.',
      'The sandbox’s clock is followed again.',
    ])
  })

  it('asks ever less often', async () => {
    const pauses: number[] = []
    await new Promise<void>((resolve) => {
      const clock = followClock('http://127.0.0.1:1/control/clock', {
        log,
        work: async () => undefined,
        pause: async (milliseconds) => {
          if (pauses.push(milliseconds) === 8) resolve(clock.stop())
        },
      })
    })
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000])
  })

  it('takes no other answer for a clock', async () => {
    const clock = followClock(`${sandbox.url}/control/state`, { log, work: async () => undefined })
    await clock.heard
    await clock.stop()
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(MINUTE)
    expect(lines.map(({ msg }) => msg)).toEqual(['The sandbox’s clock does not answer; time goes on as it went.'])
  })
})
