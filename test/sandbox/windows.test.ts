import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Json, record, text } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { control } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { actions, button, nameField, openWindow, plain, windowOf } from './windows.ts'

const IVAN = 'U0IVANPET'
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage
let ivan: Person

beforeEach(async () => {
  stage = await startStage({ clock })
  ivan = actAs(stage.sandbox.url, IVAN)
})

afterEach(() => stage.close())

/** The trigger id of the last payload that reached the bot. */
const lastTrigger = (): string => text(stage.bot.received.at(-1)?.payload.trigger_id)

const open = (trigger: string, view: Json = windowOf([nameField])): Promise<Json> =>
  stage.bot.call('views.open', { trigger_id: trigger, view })
const push = (trigger: string, view: Json = windowOf([nameField])): Promise<Json> =>
  stage.bot.call('views.push', { trigger_id: trigger, view })

describe('a trigger', () => {
  it('opens one window', async () => {
    await ivan.command('/nats-level')
    expect(await open(lastTrigger())).toMatchObject({ ok: true, view: { type: 'modal', callback_id: 'window' } })
    expect(await ivan.view()).toMatchObject({ callback_id: 'window' })
  })

  it('is exchanged after its first use', async () => {
    await ivan.command('/nats-level')
    await open(lastTrigger())
    expect(await open(lastTrigger())).toMatchObject({ ok: false, error: 'exchanged_trigger_id' })
  })

  it('still works a moment before three seconds have passed', async () => {
    await ivan.command('/nats-level')
    clock.advance(2999)
    expect(await open(lastTrigger())).toMatchObject({ ok: true })
  })

  it('is expired three seconds after it was sent', async () => {
    await ivan.command('/nats-level')
    clock.advance(3000)
    expect(await open(lastTrigger())).toMatchObject({ ok: false, error: 'expired_trigger_id' })
  })

  it('that nobody gave out is invalid', async () => {
    expect(await open('1.2.abc')).toMatchObject({ ok: false, error: 'invalid_trigger_id' })
  })

  it('is not used up by a view that was refused', async () => {
    await ivan.command('/nats-level')
    expect(await open(lastTrigger(), windowOf([{ type: 'slider' }]))).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
    })
    expect(await open(lastTrigger())).toMatchObject({ ok: true })
  })
})

const goButton = actions(button('go', 'Go'))

describe('the stack of windows', () => {
  it('holds three and no more', async () => {
    await openWindow(stage, IVAN, windowOf([goButton]))
    for (const expected of [{ ok: true }, { ok: true }, { ok: false, error: 'push_limit_reached' }]) {
      await ivan.click('go')
      expect(await push(lastTrigger(), windowOf([goButton]))).toMatchObject(expected)
    }
  })

  it('names the root and the view below', async () => {
    const first = (await openWindow(stage, IVAN, windowOf([goButton]))).view
    await ivan.click('go')
    expect((await push(lastTrigger())).view).toMatchObject({ root_view_id: first?.id, previous_view_id: first?.id })
  })

  it('needs an open window to push onto', async () => {
    await ivan.command('/nats-level')
    expect(await push(lastTrigger())).toMatchObject({ ok: false, error: 'not_found' })
  })

  it('makes way for a new window', async () => {
    const first = (await openWindow(stage, IVAN)).view
    const second = (await openWindow(stage, IVAN)).view
    expect(second?.root_view_id).not.toBe(first?.id)
    expect(
      await stage.bot.call('views.update', { view_id: text(first?.id), view: windowOf([nameField]) }),
    ).toMatchObject({ error: 'not_found' })
  })
})

describe('whoever names the window they mean', () => {
  let below: unknown
  beforeEach(async () => {
    below = (await openWindow(stage, IVAN, windowOf([nameField, goButton], { callback_id: 'below' }))).view?.id
  })

  const deeds: readonly (readonly [string, Json])[] = [
    ['submit', {}],
    ['close', {}],
    ['click', { action: 'go', in: 'view' }],
    ['click', { action: 'go' }],
    ['type', { action: 'name.value', value: 'Ivan' }],
  ]

  it.each(deeds)('does nothing in another that is on top: %s %j', async (deed, more) => {
    await ivan.click('go')
    await push(lastTrigger(), windowOf([nameField, goButton], { callback_id: 'above' }))
    const before = stage.bot.received.length
    const { error } = await control(stage.sandbox.url, deed, { user: IVAN, view: below, ...more })
    expect(error).toMatch(/^Another window \(V\w+\) is on top by now, so nothing was done in V\w+\.$/)
    expect(stage.bot.received).toHaveLength(before)
    expect(await ivan.view()).toMatchObject({ callback_id: 'above' })
  })

  it.each(deeds)('does it while that is on top: %s %j', async (deed, more) => {
    expect(await control(stage.sandbox.url, deed, { user: IVAN, view: below, ...more })).toMatchObject({ ok: true })
  })
})

describe('closing', () => {
  beforeEach(async () => {
    await openWindow(stage, IVAN, windowOf([goButton], { callback_id: 'below', notify_on_close: true }))
    await ivan.click('go')
  })

  it('shows the view below', async () => {
    await push(lastTrigger(), windowOf([nameField]))
    expect((await ivan.close()).view).toMatchObject({ callback_id: 'below' })
  })

  it('tells the app when it asked to be told, without what was typed', async () => {
    await ivan.close()
    const { kind, payload } = stage.bot.received.at(-1) ?? {}
    expect(kind).toBe('view_closed')
    expect(payload).toMatchObject({ is_cleared: false, view: { callback_id: 'below', state: { values: {} } } })
  })

  it('tells nothing when it did not ask', async () => {
    await push(lastTrigger(), windowOf([nameField]))
    const before = stage.bot.received.length
    await ivan.close()
    expect(stage.bot.received).toHaveLength(before)
  })

  it('takes every view along when the top one clears', async () => {
    await push(lastTrigger(), windowOf([nameField], { clear_on_close: true }))
    expect((await ivan.close()).view).toBeNull()
  })
})

describe('redrawing', () => {
  let view: Json
  const update = (args: Json): Promise<Json> =>
    stage.bot.call('views.update', { view: windowOf([nameField], { title: plain('New') }), ...args })

  beforeEach(async () => {
    const seen = await openWindow(stage, IVAN, windowOf([nameField], { external_id: 'form-1' }))
    view = record(seen.view)
  })

  it('keeps the id and changes the hash', async () => {
    const after = record((await update({ view_id: view.id })).view)
    expect(after).toMatchObject({ id: view.id, title: { text: 'New' } })
    expect(after.hash).not.toBe(view.hash)
  })

  it('is refused under an old hash', async () => {
    expect(await update({ view_id: view.id, hash: view.hash })).toMatchObject({ ok: true })
    expect(await update({ view_id: view.id, hash: view.hash })).toMatchObject({ ok: false, error: 'hash_conflict' })
  })

  it('finds a view by its external id', async () => {
    expect(await update({ external_id: 'form-1' })).toMatchObject({ ok: true })
  })

  it('needs one of the two ids', async () => {
    expect(await update({})).toMatchObject({ ok: false, error: 'invalid_arguments' })
  })

  it('finds no closed window', async () => {
    await ivan.close()
    expect(await update({ view_id: view.id })).toMatchObject({ ok: false, error: 'not_found' })
  })

  it('refuses an external id that another view has', async () => {
    const other = actAs(stage.sandbox.url, 'U0GRACEOKO')
    await other.command('/nats-level')
    stage.bot.answers('command', () => undefined)
    await other.command('/nats-level')
    expect(await open(lastTrigger(), windowOf([nameField], { external_id: 'form-1' }))).toMatchObject({
      error: 'duplicate_external_id',
    })
  })
})

describe('a Home tab', () => {
  const home = (words: string): Json => ({ type: 'home', blocks: [{ type: 'section', text: plain(words) }] })
  const publish = (args: Json): Promise<Json> => stage.bot.call('views.publish', { user_id: IVAN, ...args })

  it('is what the app published when somebody opened it', async () => {
    stage.bot.answers('app_home_opened', async () => {
      await publish({ view: home('Welcome') })
      return undefined
    })
    const seen = await ivan.home()
    expect(seen.view).toMatchObject({ type: 'home', blocks: [{ text: { text: 'Welcome' } }] })
    expect(stage.bot.received.at(-1)?.payload).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_home_opened', tab: 'home', user: IVAN },
    })
  })

  it('is nothing before that', async () => {
    expect((await ivan.home()).view).toBeNull()
  })

  it('keeps its id, and is refused under an old hash', async () => {
    const first = record((await publish({ view: home('One') })).view)
    expect(await publish({ view: home('Two'), hash: first.hash })).toMatchObject({ ok: true, view: { id: first.id } })
    expect(await publish({ view: home('Three'), hash: first.hash })).toMatchObject({
      ok: false,
      error: 'hash_conflict',
    })
  })

  it('belongs to somebody of the workspace', async () => {
    expect(await publish({ view: home('One'), user_id: 'U0NOBODY00' })).toMatchObject({
      ok: false,
      error: 'user_not_found',
    })
  })
})
