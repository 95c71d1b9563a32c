import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, record, records, text } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { type Stage, startStage } from './bot.ts'
import { startChangedStage } from './sockets.ts'
import { actions, button, field, nameField, openWindow, option, windowOf } from './windows.ts'

const IVAN = 'U0IVANPET'
let stage: Stage
let ivan: Person

beforeEach(async () => {
  stage = await startStage()
  ivan = actAs(stage.sandbox.url, IVAN)
})

afterEach(() => stage.close())

const post = async (path: string, body: Json, at = stage): Promise<Json> => {
  const answer = await fetch(`${at.sandbox.url}/control/${path}`, {
    method: 'POST',
    body: JSON.stringify({ user: IVAN, ...body }),
  })
  return record(await answer.json())
}
const entered = async (block: string): Promise<unknown> => {
  const { view } = record(await (await fetch(`${stage.sandbox.url}/control/view?user=${IVAN}`)).json())
  const values = record(record(record(record(view).state).values)[block])
  return record(Object.values(values)[0]).value
}

describe('typing into a field', () => {
  it('fills it, and the app hears nothing', async () => {
    await openWindow(
      stage,
      IVAN,
      windowOf([field('name', 'Name', { type: 'plain_text_input' }, { dispatch_action: true })]),
    )
    expect(await post('type', { block: 'name', action: 'name.value', value: 'Iv' })).toMatchObject({
      ok: true,
      ack_ms: null,
    })
    expect(await entered('name')).toBe('Iv')
    expect(stage.bot.received.map(({ kind }) => kind)).toEqual(['command'])
  })

  it('tells an app that asked for every character', async () => {
    const element = {
      type: 'plain_text_input',
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    }
    await openWindow(stage, IVAN, windowOf([field('name', 'Name', element, { dispatch_action: true })]))
    await post('type', { block: 'name', action: 'name.value', value: 'I' })
    expect(stage.bot.received.at(-1)).toMatchObject({ kind: 'block_actions', payload: { actions: [{ value: 'I' }] } })
  })

  it('is refused where there is nothing to type into', async () => {
    await openWindow(stage, IVAN, windowOf([nameField, actions(button('go', 'Go'))]))
    expect(await post('type', { block: 'actions', action: 'go', value: 'x' })).toEqual({
      ok: false,
      error: 'actions (go) is a button; nothing is typed there.',
    })
  })
})

describe('somebody who names the very block', () => {
  const two = windowOf([
    field('one', 'Once', { type: 'plain_text_input', action_id: 'same' }),
    field('two', 'Again', { type: 'plain_text_input', action_id: 'same' }),
  ])

  it('is understood where an action id stands twice', async () => {
    await openWindow(stage, IVAN, two)
    await post('click', { block: 'two', action: 'same', value: 'here' })
    expect([await entered('one'), await entered('two')]).toEqual([null, 'here'])
  })

  it('is told what there is when it is gone', async () => {
    await openWindow(stage, IVAN, two)
    expect(await post('click', { block: 'three', action: 'same', value: 'x' })).toMatchObject({
      ok: false,
      error: expect.stringContaining(
        '“three (same)” is not in this window; there is: one (same, Once); two (same, Again).',
      ),
    })
  })
})

describe('a list of the app’s own', () => {
  const zones = field('zone', 'Zone', { type: 'multi_external_select', min_query_length: 1 })
  const offering = (payload: Json): Json => ({
    options: ['Europe/Berlin', 'Europe/Lisbon', 'Asia/Tokyo']
      .filter((zone) => zone.toLowerCase().includes(text(payload.value)))
      .map((zone) => option(zone, zone)),
  })

  it('says what it offers for the letters so far', async () => {
    await openWindow(stage, IVAN, windowOf([zones]))
    stage.bot.answers('block_suggestion', offering)
    const { options } = await post('options', { block: 'zone', action: 'zone.value', typed: 'euro' })
    expect(records(options).map(({ value }) => value)).toEqual(['Europe/Berlin', 'Europe/Lisbon'])
  })

  it('keeps what was chosen for other letters', async () => {
    await openWindow(stage, IVAN, windowOf([zones]))
    stage.bot.answers('block_suggestion', offering)
    const pick = (value: readonly string[], typed: string): Promise<Json> =>
      post('click', { block: 'zone', action: 'zone.value', value, typed })
    expect(await pick(['Europe/Berlin'], 'ber')).toMatchObject({ ok: true })
    const { view } = await pick(['Europe/Berlin', 'Asia/Tokyo'], 'tok')
    const { selected_options: chosen } = record(record(record(record(record(view).state).values).zone)['zone.value'])
    expect(records(chosen).map(({ value }) => value)).toEqual(['Europe/Berlin', 'Asia/Tokyo'])
  })
})

describe('a choice that the app is asked about', () => {
  it('leaves what was typed meanwhile where it stands', async () => {
    const zone = field('zone', 'Zone', { type: 'external_select' })
    await openWindow(stage, IVAN, windowOf([nameField, zone]))
    stage.bot.answers('block_suggestion', async () => {
      await post('type', { block: 'name', action: 'name.value', value: 'Ivan', wait: 'ack' })
      return { options: [option('utc', 'UTC')] }
    })
    await post('click', { block: 'zone', action: 'zone.value', value: 'utc', typed: 'u' })
    expect(await entered('name')).toBe('Ivan')
  })

  it('is made in the window that the app drew meanwhile, when a form is filled', async () => {
    const zoneOf = (draw: number): Json => field(`zone#${draw}`, 'Zone', { type: 'external_select', action_id: 'zone' })
    const { view } = await openWindow(stage, IVAN, windowOf([zoneOf(1)]))
    stage.bot.answers('block_suggestion', async () => {
      await stage.bot.call('views.update', { view_id: view?.id, view: windowOf([zoneOf(2)]) })
      return { options: [option('utc', 'UTC')] }
    })
    await post('submit', { values: { zone: 'utc' } })
    const { payload } = stage.bot.received.at(-1) ?? {}
    expect(record(record(record(payload).view).state).values).toMatchObject({
      'zone#2': { zone: { selected_option: { value: 'utc' } } },
    })
  })
})

describe('a deed that is in a hurry', () => {
  it('is answered with the ack, while the bot still works', async () => {
    // A call of the bot's that hangs: it is not quiet before five seconds are over.
    await fetch(`${stage.sandbox.url}/control/faults`, { method: 'POST', body: '{"method":"api.test","kind":"hang"}' })
    const hanging = fetch(`${stage.sandbox.env.SLACK_API_URL}api.test`, { method: 'POST' }).catch(() => 'cut off')
    const started = performance.now()
    expect(await post('command', { text: '/nats-level', wait: 'ack' })).toMatchObject({ ack_ms: expect.any(Number) })
    expect(performance.now() - started).toBeLessThan(3000)
    await stage.close()
    expect(await hanging).toBe('cut off')
  })

  it('says so when it asks for something else', async () => {
    expect(await post('command', { text: '/nats-level', wait: 'long' })).toEqual({
      ok: false,
      error: '“wait” is "long"; expected quiet or ack.',
    })
  })
})

describe('a plain message', () => {
  it('is read by everybody in the channel, its mentions as mentions', async () => {
    await post('say', { channel: 'C0PLATFORM', text: 'Thanks, @maria <3' })
    expect((await actAs(stage.sandbox.url, 'U0MARIAKOW').messages()).at(-1)).toMatchObject({
      user: IVAN,
      text: 'Thanks, <@U0MARIAKOW|maria> &lt;3',
      ephemeral: false,
    })
    expect(stage.bot.received).toEqual([])
  })

  it('is not for an app whose messages are read only, for a command, or for a channel one is not in', async () => {
    await stage.bot.call('chat.postMessage', { channel: IVAN, text: 'Hello.' })
    const direct = text((await ivan.messages()).at(-1)?.channel)
    expect(await post('say', { channel: direct, text: 'Hi' })).toMatchObject({
      error: 'Sending messages to this app has been turned off.',
    })
    expect(await post('say', { text: '/nats-level' })).toMatchObject({
      error: expect.stringContaining('POST /control/command'),
    })
    expect(await post('say', { channel: 'C0PAYMENTS', text: 'Hi' })).toMatchObject({
      error: expect.stringContaining('is not in C0PAYMENTS'),
    })
    expect(await post('say', { text: '   ' })).toMatchObject({ error: '“text” is empty; expected something to say.' })
  })

  it('is told to an app that subscribes to such messages and may read them', async () => {
    const subscribed = await startChangedStage({ scopes: ['channels:history'] }, (own) =>
      own.replace('- app_home_opened', '- app_home_opened\n      - message.channels'),
    )
    await post('say', { text: 'Anybody here?' }, subscribed)
    expect(subscribed.bot.received.at(-1)?.payload).toMatchObject({
      event: { type: 'message', channel_type: 'channel', user: IVAN, text: 'Anybody here?' },
    })
    await subscribed.close()
  })
})

describe('what somebody has read', () => {
  const reads = async (user: string): Promise<unknown> => {
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(`${stage.sandbox.url.replace('http', 'ws')}/control/live?user=${user}`)
    const heard = await new Promise<Json>((resolve) => {
      socket.on('message', (data) => {
        const piece = record(JSON.parse(data.toString()))
        if (piece.part === 'reads') resolve(piece)
      })
    })
    socket.terminate()
    return heard.reads
  }

  it('is remembered for them alone, to the last message', async () => {
    const { ts } = await stage.bot.call('chat.postMessage', { channel: 'C0PLATFORM', text: 'News.' })
    expect(await post('read', { channel: 'C0PLATFORM' })).toEqual({ ok: true })
    expect(await reads(IVAN)).toEqual({ C0PLATFORM: ts })
    expect(await reads('U0MARIAKOW')).toEqual({})
  })

  it('is refused for a conversation one is not in', async () => {
    expect(await post('read', { channel: 'C0PAYMENTS' })).toEqual({
      ok: false,
      error: 'U0IVANPET is in no conversation “C0PAYMENTS”.',
    })
  })
})

describe('a visitor', () => {
  const visitor = async (last: string): Promise<Json> =>
    record(await (await fetch(`${stage.sandbox.url}/control/visitor?last=${last}`)).json())

  it.each([
    ['nobody yet', '', IVAN],
    ['whoever they were last', 'U0MARIAKOW', 'U0MARIAKOW'],
    ['the company’s choice, when that account is closed', 'U0OLGASID', IVAN],
  ])('is given somebody to be: %s', async (_, last, user) => {
    expect(await visitor(last)).toEqual({ ok: true, user })
  })

  it('is given the first usual member where the company does not say', async () => {
    const people = [
      { id: 'U1', handle: 'one', realName: 'One', isAdmin: true },
      { id: 'U2', handle: 'two', realName: 'Two' },
    ]
    const company = { team: { id: 'T1', name: 'One', domain: 'one' }, people, channels: [] }
    const other = await startStage({ company })
    expect(record(await (await fetch(`${other.sandbox.url}/control/visitor`)).json())).toEqual({ ok: true, user: 'U2' })
    await other.close()
  })
})
