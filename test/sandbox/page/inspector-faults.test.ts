import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METHODS as REAL_METHODS } from '../../../sandbox/api/methods.ts'
import { BESIDE_METHODS, CALL_KINDS, DEACTIVATING, DELIVERY_KINDS, EVERYTHING } from '../../../sandbox/faults/kinds.ts'
import { records } from '../../../sandbox/json.ts'
import {
  armedWords,
  changed,
  deliveryNames,
  faultBody,
  KINDS,
  kindsFor,
  METHODS,
  NO_WISH,
  PRESETS,
} from '../../../sandbox/page/inspector/misbehaving.js'
import { control } from '../api.ts'
import { type Stage, startStage } from '../bot.ts'

describe('the form for faults', () => {
  it('offers every method that the sandbox knows, and what is beside the methods', () => {
    expect(METHODS).toEqual([EVERYTHING, ...REAL_METHODS.keys(), ...BESIDE_METHODS])
  })

  it('has words for every kind of misfortune, and for no other', () => {
    expect(Object.keys(KINDS.method).toSorted()).toEqual([...CALL_KINDS].toSorted())
    expect(Object.keys(KINDS.delivery).toSorted()).toEqual([...DELIVERY_KINDS].toSorted())
  })

  it('closes accounts around the calls that reach a person alone', () => {
    const closing = METHODS.filter((name) => kindsFor({ ...NO_WISH, name }).some(([kind]) => kind === 'deactivated'))
    expect(closing.toSorted()).toEqual([...DEACTIVATING].toSorted())
  })

  it('drops a kind that fits no more', () => {
    const wish = changed(changed(NO_WISH, { name: 'chat.postMessage' }), { kind: 'deactivated' })
    expect(wish.kind).toBe('deactivated')
    expect(changed(wish, { name: 'views.open' }).kind).toBe('429')
    expect(changed(wish, { about: 'delivery' }).kind).toBe('duplicate')
    expect(changed({ ...NO_WISH, kind: 'hang' }, { about: 'delivery' }).kind).toBe('hang')
  })

  it('suggests the payloads that came so far', () => {
    const names = deliveryNames([
      { seq: 1, at: 0, kind: 'delivery', what: 'command /nats-level' },
      { seq: 2, at: 0, kind: 'delivery', what: 'view_submission assessment.step-level' },
      { seq: 3, at: 0, kind: 'delivery', what: 'command /nats-level' },
      { seq: 4, at: 0, kind: 'api', what: 'not a payload' },
    ])
    expect(names.slice(-2)).toEqual(['/nats-level', 'assessment.step-level'])
  })

  it('sends what fits the kind, and leaves the rest to the sandbox', () => {
    const wish = { ...NO_WISH, name: ' views.open ', times: '', retryAfter: '7', ms: '900' }
    expect(faultBody(wish)).toEqual({ method: 'views.open', kind: '429', retry_after: 7 })
    expect(faultBody({ ...wish, kind: 'slow' })).toEqual({ method: 'views.open', kind: 'slow', ms: 900 })
    expect(faultBody({ ...wish, kind: '500', times: '3', chance: '0.5', seed: '42' })).toEqual({
      method: 'views.open',
      kind: '500',
      times: 3,
      chance: 0.5,
      seed: 42,
    })
  })

  it('sends a number that is none as it was typed, for the sandbox to say so', () => {
    expect(faultBody({ ...NO_WISH, name: 'views.open', times: 'twice' }).times).toBe('twice')
  })
})

describe('a running sandbox', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  it('takes every preset, and tells what is left in words', async () => {
    for (const [, body] of PRESETS) await control(stage.sandbox.url, 'faults', body)
    const { faults } = await control(stage.sandbox.url, 'faults')
    expect(records(faults).map(armedWords)).toEqual([
      'chat.postMessage: 429: too many calls, once, retry after 1 s',
      'views.update: connection reset, done all the same, once',
      'view_submission: delivered twice, once',
      'command: delivered late, once, 3500 ms',
    ])
  })

  it('takes every kind that the form offers for what it is about', async () => {
    const wishes = (['method', 'delivery'] as const).flatMap((about) => {
      const name = about === 'method' ? 'chat.postMessage' : 'command'
      return kindsFor({ ...NO_WISH, about, name }).map(([kind]) => faultBody({ ...NO_WISH, about, name, kind }))
    })
    for (const wish of wishes) expect(await control(stage.sandbox.url, 'faults', wish)).toMatchObject({ ok: true })
  })
})
