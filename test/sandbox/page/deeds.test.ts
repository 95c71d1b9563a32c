import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Control } from '../../../sandbox/page/control.js'
import { deedsOf } from '../../../sandbox/page/deeds.js'

type Json = Readonly<Record<string, unknown>>

const NAME = { in: 'view', block: 'name', action: 'name.value' }

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A sandbox that notes what reached it, and what it has answered; it answers `slow` addresses when it is told to. */
function startControl({ slow = [], refused = [] }: { slow?: readonly string[]; refused?: readonly string[] } = {}) {
  const reached: (readonly [path: string, body: Json])[] = []
  const waiting: (() => void)[] = []
  const control: Control = {
    get: async () => ({}),
    remove: async () => ({}),
    async post(path, body) {
      reached.push([path, body])
      if (slow.includes(path)) await new Promise<void>((resolve) => waiting.push(resolve))
      if (refused.includes(path)) throw new Error('“name” is not in this window.')
      return { ok: true }
    },
  }
  const paths = (): readonly string[] => reached.map(([path]) => path)
  const answer = (): void => {
    for (const go of waiting.splice(0)) go()
  }
  return { deeds: deedsOf(control, 'U0IVAN'), reached, paths, answer }
}

describe('what is typed', () => {
  it('is sent after a pause, and only as it stands then', async () => {
    const { deeds, reached } = startControl()
    for (const value of ['I', 'Iv', 'Iva']) deeds.type({ ...NAME, value })
    await vi.advanceTimersByTimeAsync(299)
    expect(reached).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(reached).toEqual([['/control/type', { ...NAME, user: 'U0IVAN', wait: 'ack', value: 'Iva' }]])
  })

  it('reaches Slack before what is pressed', async () => {
    const { deeds, paths, answer } = startControl({ slow: ['/control/type'] })
    deeds.type({ ...NAME, value: 'Ivan' })
    const submitted = deeds.do('/control/submit')
    await vi.advanceTimersByTimeAsync(0)
    expect(paths()).toEqual(['/control/type'])
    answer()
    expect(await submitted).toEqual({ ok: true })
    expect(paths()).toEqual(['/control/type', '/control/submit'])
  })

  it('goes at once when the page is left', async () => {
    const { deeds, paths } = startControl()
    deeds.type({ ...NAME, value: 'Ivan' })
    await deeds.flush()
    expect(paths()).toEqual(['/control/type'])
  })

  it('stops nothing when its field is gone', async () => {
    const { deeds, paths } = startControl({ refused: ['/control/type'] })
    deeds.type({ ...NAME, value: 'Ivan' })
    expect(await deeds.do('/control/close')).toEqual({ ok: true })
    expect(paths()).toEqual(['/control/type', '/control/close'])
  })
})

describe('what is picked', () => {
  it('reaches Slack before it is submitted', async () => {
    const { deeds, paths, answer } = startControl({ slow: ['/control/click'] })
    const picked = deeds.do('/control/click', { value: 'a long file' })
    const submitted = deeds.do('/control/submit')
    await vi.advanceTimersByTimeAsync(0)
    expect(paths()).toEqual(['/control/click'])
    answer()
    await Promise.all([picked, submitted])
    expect(paths()).toEqual(['/control/click', '/control/submit'])
  })

  it('keeps nobody from submitting when it was refused', async () => {
    const { deeds, paths } = startControl({ refused: ['/control/click'] })
    const picked = deeds.do('/control/click', { value: 'a' })
    await expect(picked).rejects.toThrow('not in this window')
    expect(await deeds.do('/control/submit')).toEqual({ ok: true })
    expect(paths()).toEqual(['/control/click', '/control/submit'])
  })

  it('is not a button, whose answer may be slow: what follows is sent at once', async () => {
    const { deeds, paths, answer } = startControl({ slow: ['/control/click'] })
    const pressed = deeds.do('/control/click', { action: 'go' })
    await deeds.do('/control/submit')
    expect(paths()).toEqual(['/control/click', '/control/submit'])
    answer()
    await pressed
  })

  it('does not hold another pick', async () => {
    const { deeds, paths, answer } = startControl({ slow: ['/control/click'] })
    const both = [deeds.do('/control/click', { value: 'a' }), deeds.do('/control/click', { value: 'b' })]
    await vi.advanceTimersByTimeAsync(0)
    expect(paths()).toEqual(['/control/click', '/control/click'])
    answer()
    await Promise.all(both)
  })
})
