import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Beat, startBeat } from '../../src/schedules/beat.ts'

let beat: Beat | undefined
let said: string[]

beforeEach(() => {
  said = []
  vi.useFakeTimers({ now: new Date('2026-11-23T09:00:00.500Z') })
})

afterEach(async () => {
  await beat?.stop()
  vi.useRealTimers()
})

describe('the beat', () => {
  it('wakes everything once a second, until it is stopped', async () => {
    let [one, other] = [0, 0]
    begin([async () => void one++, async () => void other++])
    await seconds(3)
    expect([one, other]).toEqual([3, 3])
    await beat?.stop()
    await seconds(3)
    expect([one, other]).toEqual([3, 3])
  })

  it('does not begin again what still runs, and lets the others go on', async () => {
    const slow = something()
    let [begun, other] = [0, 0]
    begin([
      () => {
        begun++
        return slow.ended
      },
      async () => void other++,
    ])
    await seconds(5)
    expect([begun, other]).toEqual([1, 5])
    slow.end()
    await seconds(1)
    expect(begun).toBe(2)
  })

  it('has stopped when what was under way has ended', async () => {
    const slow = something()
    begin([() => slow.ended])
    await seconds(1)
    let stopped = false
    const stopping = beat?.stop().then(() => {
      stopped = true
    })
    await seconds(1)
    expect(stopped).toBe(false)
    slow.end()
    await stopping
    expect(stopped).toBe(true)
  })

  it('survives what throws, and tells of it when it begins, changes and is over', async () => {
    const answers = ['away', 'away', 'asleep', undefined, undefined, 'away']
    let nth = 0
    begin([
      async () => {
        const answer = answers[nth++]
        if (answer) throw new Error(answer)
      },
    ])
    await seconds(answers.length)
    expect(nth).toBe(answers.length)
    expect(said).toEqual([
      'away: The schedules wait; trying again every second.',
      'asleep: The schedules wait; trying again every second.',
      'The schedules go on.',
      'away: The schedules wait; trying again every second.',
    ])
  })
})

function begin(work: readonly (() => Promise<void>)[]): void {
  const write = (line: string) => {
    const { err, msg } = JSON.parse(line)
    said.push(err ? `${err.message}: ${msg}` : msg)
  }
  beat = startBeat(work, pino({}, { write }))
}

/** Work that ends when it is told to. */
function something(): { readonly ended: Promise<void>; readonly end: () => void } {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { ended, end: () => end() }
}

async function seconds(count: number): Promise<void> {
  for (let nth = 0; nth < count; nth++) await vi.advanceTimersByTimeAsync(1_000)
}
