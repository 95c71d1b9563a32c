import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MovedClock, movedClock } from '../../sandbox/clock.ts'
import type { Json } from '../../sandbox/json.ts'
import { changedPace, keepLimits, type Limits, SLACKS_PACE } from '../../sandbox/pace.ts'
import { journal } from '../support/person.ts'
import { callWith, control, type Replied } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { otherCompany, smallCompany } from './company.ts'

let clock: MovedClock
beforeEach(() => {
  clock = movedClock(Date.UTC(2026, 10, 23, 8))
})

describe('a tier', () => {
  let limits: Limits
  const call = (): number => limits.call('users.list', 2)

  beforeEach(() => {
    limits = keepLimits(clock.now, SLACKS_PACE)
  })

  it('lets so many calls of a method through in any sixty seconds', () => {
    for (let count = 0; count < 20; count += 1) {
      expect(call()).toBe(0)
      clock.advance(1000)
    }
    expect(call()).toBe(40)
    clock.advance(39_999)
    expect(call()).toBe(1)
    clock.advance(1)
    expect(call()).toBe(0)
    expect(call()).toBe(1)
  })

  it('does not count what it refused', () => {
    for (let count = 0; count < 20; count += 1) call()
    for (let second = 1; second <= 30; second += 1) {
      clock.advance(1000)
      expect(call()).toBe(60 - second)
    }
    clock.advance(30_000)
    for (let count = 0; count < 20; count += 1) expect(call()).toBe(0)
  })

  it('is counted for each method', () => {
    for (let count = 0; count < 20; count += 1) call()
    expect(limits.call('users.info', 4)).toBe(0)
  })

  it.each([
    [1, 1],
    [2, 20],
    [3, 50],
    [4, 100],
  ] as const)('%i allows %i calls a minute', (tier, most) => {
    const answers = Array.from({ length: most + 1 }, () => limits.call('some.method', tier))
    expect(answers).toEqual([...Array(most).fill(0), 60])
  })

  it('forgets what the clock says is still to come', () => {
    for (let count = 0; count < 20; count += 1) call()
    clock.advance(-3_600_000)
    expect(call()).toBe(0)
  })
})

describe('posting', () => {
  const limitsWith = (posting: Partial<typeof SLACKS_PACE.posting> = {}): Limits =>
    keepLimits(clock.now, changedPace(SLACKS_PACE, { posting }))

  it('allows one message a second into one conversation, without a burst', () => {
    const limits = limitsWith()
    expect([limits.post('D1'), limits.post('D1'), limits.post('D2')]).toEqual([0, 1, 0])
    clock.advance(999)
    expect(limits.post('D1')).toBe(1)
    clock.advance(1)
    expect([limits.post('D1'), limits.post('D1')]).toEqual([0, 1])
  })

  it('allows ten at once into a workspace after a rest, and then five a second', () => {
    const limits = limitsWith()
    let next = 0
    const burst = (most: number): number => {
      const answers = Array.from({ length: most }, () => limits.post(`D${next++}`))
      return answers.filter((wait) => wait === 0).length
    }
    expect(burst(15)).toBe(10)
    clock.advance(1000)
    expect(burst(15)).toBe(5)
    clock.advance(200)
    expect(burst(3)).toBe(1)
    clock.advance(600_000)
    expect(burst(15)).toBe(10)
  })

  it('takes nothing from the workspace for a message that its conversation refused', () => {
    const limits = limitsWith({ burst: 2 })
    expect([limits.post('D1'), limits.post('D1'), limits.post('D1'), limits.post('D2')]).toEqual([0, 1, 1, 0])
  })

  it('never shuts the workspace, however small the burst', () => {
    const limits = keepLimits(clock.now, changedPace(SLACKS_PACE, { posting: { burst: 0.5 } }))
    expect(limits.post('D1')).toBe(0)
  })

  it('says how long a slower pace has to wait', () => {
    const limits = limitsWith({ perConversation: 0.1 })
    limits.post('D1')
    clock.advance(3000)
    expect(limits.post('D1')).toBe(7)
  })
})

describe('a call too many', () => {
  let stage: Stage

  beforeEach(async () => {
    stage = await startStage({ clock, company: smallCompany, workspaces: [{ company: otherCompany }] })
  })
  afterEach(() => stage.close())

  const ask = (method: string, args: Json = {}, whose = 0): Promise<Replied> =>
    callWith(stage.sandbox.url, stage.sandbox.workspaces[whose]?.botToken ?? '', method, args)
  const say = (channel: string, whose = 0): Promise<Replied> =>
    ask('chat.postMessage', { channel, text: 'Hello.' }, whose)

  it('is answered with 429 and how many seconds to wait, and nothing else', async () => {
    await control(stage.sandbox.url, 'limits', { tiers: { 'users.list': 1 } })
    expect((await ask('users.list')).body.ok).toBe(true)
    clock.advance(12_300)
    const { status, headers, body } = await ask('users.list')
    expect([status, headers.get('retry-after'), body]).toEqual([429, '48', { ok: false, error: 'ratelimited' }])
    expect(headers.get('x-oauth-scopes')).toBe('chat:write,commands,users:read')
  })

  it('posts nothing, and the same call succeeds once it has waited', async () => {
    expect((await say('U0ADA')).status).toBe(200)
    const refused = await say('U0ADA')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    clock.advance(1000)
    expect((await say('U0ADA')).body.ok).toBe(true)
    const { messages } = await control(stage.sandbox.url, 'messages?user=U0ADA')
    expect(messages).toHaveLength(2)
    const calls = (await journal(stage.sandbox.url)).filter(({ method }) => method === 'chat.postMessage')
    expect(calls.map(({ ok, error }) => error ?? ok)).toEqual([true, 'ratelimited', true])
  })

  it('does not count a message that was refused for what it says', async () => {
    expect((await ask('chat.postMessage', { channel: 'U0ADA', text: '' })).body.error).toBe('no_text')
    expect((await say('U0ADA')).body.ok).toBe(true)
  })

  it('is one only in its own workspace', async () => {
    await control(stage.sandbox.url, 'limits', { tiers: { 'users.list': 1 } })
    await ask('users.list')
    expect((await ask('users.list')).status).toBe(429)
    expect((await ask('users.list', {}, 1)).status).toBe(200)
    expect((await ask('users.list', {}, 1)).status).toBe(200)
    await say('U0ADA')
    expect((await say('U0ADA', 1)).status).toBe(200)
  })
})

describe('the limits themselves', () => {
  let stage: Stage

  beforeEach(async () => {
    stage = await startStage({ clock, company: smallCompany, limits: { posting: { burst: 3 } } })
  })
  afterEach(() => stage.close())

  const limits = (body?: Json): Promise<Json> => control(stage.sandbox.url, 'limits', body)

  it('can be read, changed, switched off and on, and are the first ones after a reset', async () => {
    const first = { ok: true, tiers: SLACKS_PACE.tiers, posting: { ...SLACKS_PACE.posting, burst: 3 }, off: false }
    expect(await limits()).toEqual(first)
    const changed = await limits({ tiers: { 3: 60 }, posting: { perConversation: 2 } })
    expect(changed).toMatchObject({ tiers: { 2: 20, 3: 60 }, posting: { perConversation: 2, burst: 3 } })
    expect((await limits({ off: true })).off).toBe(true)
    const all = await Promise.all(
      Array.from({ length: 12 }, () => stage.bot.call('chat.postMessage', { channel: 'U0ADA', text: 'Hello.' })),
    )
    expect(all.every(({ ok }) => ok)).toBe(true)
    expect((await limits({ off: false })).off).toBe(false)
    await control(stage.sandbox.url, 'reset', {})
    expect(await limits()).toEqual(first)
  })

  it.each([
    [{ tiers: { 5: 1 } }, 'There is no “tiers.5”; expected 1, 2, 3, 4, api.test'],
    [{ tiers: { 1: 0 } }, '“tiers.1” is 0; expected a number above 0.'],
    [{ posting: { speed: 1 } }, 'There is no “posting.speed”; expected perConversation, perWorkspace, burst.'],
    [{ posting: [] }, '“posting” is []; expected an object of numbers.'],
    [{ off: 'yes' }, '“off” is "yes"; expected true or false.'],
  ])('refuse %j', async (body, sentence) => {
    expect((await limits(body)).error).toContain(sentence)
  })
})
