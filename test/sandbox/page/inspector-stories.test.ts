import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../../sandbox/clock.ts'
import { type Json, text } from '../../../sandbox/json.ts'
import { sentenceOf } from '../../../sandbox/page/inspector/filter.js'
import { storiesOf } from '../../../sandbox/page/inspector/stories.js'
import { actAs, journal, type Person } from '../../support/person.ts'
import { control, noted } from '../api.ts'
import { type Stage, startStage } from '../bot.ts'
import { actions, button, nameField, openWindow, plain, windowOf } from '../windows.ts'

const IVAN = 'U0IVANPET'
const PAVEL = 'U0PAVELDOR'
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage
let ivan: Person
let pavel: Person

beforeEach(async () => {
  stage = await startStage({ clock, scopes: ['files:write'] })
  ivan = actAs(stage.sandbox.url, IVAN)
  pavel = actAs(stage.sandbox.url, PAVEL)
})

afterEach(() => stage.close())

const names: Readonly<Record<string, string>> = { [IVAN]: 'Ivan', [PAVEL]: 'Pavel' }
const nameOf = (id: string): string => names[id] ?? id
const told = async () => storiesOf(await journal(stage.sandbox.url))
const sentences = async () => (await told()).map((story) => sentenceOf(story, nameOf))
const arm = (fault: object) => control(stage.sandbox.url, 'faults', fault)
const timesPassed = async (times: number, ms: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await clock.advance(ms)
}

describe('a deed and what followed', () => {
  it('begins with what was typed and ends with where the answer stands', async () => {
    stage.bot.answers('command', async (payload) => {
      await stage.bot.respond(payload.response_url, { text: 'Middle.' })
      return undefined
    })
    await ivan.command('/nats-level show')
    expect(await sentences()).toEqual(['Ivan typed /nats-level show → acked in 0 ms → answered privately'])
  })

  it('goes from a command to its window, and from Submit to the errors at its fields', async () => {
    await openWindow(stage, IVAN)
    stage.bot.answers('view_submission', () => ({ response_action: 'errors', errors: { name: 'Too short.' } }))
    await ivan.submit({ 'Your name': 'I' })
    expect(await sentences()).toEqual([
      'Ivan typed /nats-level → acked in 0 ms → opened “A window”',
      'Ivan submitted the window → acked in 0 ms → 1 field error',
    ])
    const [opened, submitted] = await told()
    expect(opened?.steps.map(({ what }) => what)).toEqual(['command /nats-level', 'views.open · window · “A window”'])
    expect(submitted?.steps).toMatchObject([
      { what: 'view_submission window · “A window”', after: 0, notes: ['name: Too short.'] },
    ])
  })

  it('belong together by the machine’s clock, where the workspace’s stands still or runs away', async () => {
    for (const rate of [0, 3600]) {
      await control(stage.sandbox.url, 'clock', { rate })
      stage.bot.answers('command', async (payload) => {
        await clock.advance(40)
        await stage.bot.respond(payload.response_url, { text: 'Middle.' })
        return undefined
      })
      await ivan.command('/nats-level show')
    }
    expect(await sentences()).toEqual([
      'Time was frozen',
      'Ivan typed /nats-level show → acked in 40 ms → answered privately',
      'Time runs 3600×',
      'Ivan typed /nats-level show → acked in 40 ms → answered privately',
    ])
  })

  it('says what the ack of a submission asks for', async () => {
    await openWindow(stage, IVAN)
    const view = windowOf([nameField], { title: plain('Once more') })
    stage.bot.answers('view_submission', () => ({ response_action: 'update', view }))
    await ivan.submit({ 'Your name': 'Ivan' })
    expect((await sentences()).at(-1)).toBe('Ivan submitted the window → acked in 0 ms → ack: update “Once more”')
  })

  it('is the same deed however it was spaced', async () => {
    await ivan.command('/nats-level   show   me ')
    expect((await told()).map(({ steps }) => steps.length)).toEqual([1])
  })

  it('says why Slack refused a call, with every sentence of it', async () => {
    stage.bot.answers('command', async (payload) => {
      await stage.bot.call('views.open', { trigger_id: text(payload.trigger_id), view: windowOf([{ type: 'sofa' }]) })
      return undefined
    })
    await ivan.command('/nats-level')
    const [story] = await told()
    expect(sentenceOf(story ?? never(), nameOf)).toContain('refused: invalid_arguments')
    expect(story?.isProblem).toBe(true)
    expect(story?.steps.at(-1)?.notes.join()).toContain('sofa')
  })

  it('says that nothing was sent, when Slack itself found a field empty', async () => {
    await openWindow(stage, IVAN)
    await ivan.submit()
    expect((await sentences()).at(-1)).toBe('Ivan submitted the window → nothing for the bot')
  })

  it('is nothing to tell when somebody only looked', async () => {
    await ivan.view()
    await ivan.messages()
    await control(stage.sandbox.url, 'faults')
    await control(stage.sandbox.url, 'state')
    expect(await told()).toEqual([])
  })

  it('is nothing to tell when a field told the app nothing', async () => {
    await openWindow(stage, IVAN)
    await control(stage.sandbox.url, 'type', { user: IVAN, action: 'Your name', value: 'Iv' })
    expect(await told()).toHaveLength(1)
  })

  it('is told with the sentence it was refused with', async () => {
    await ivan.click('Nowhere').catch(() => undefined)
    expect(await sentences()).toEqual(['Ivan pressed Nowhere → refused with 400'])
  })
})

describe('two people at once', () => {
  it('each have their own window, though the answers come the other way round', async () => {
    const triggers: Record<string, string> = {}
    stage.bot.answers('command', (payload) => {
      triggers[text(payload.user_id)] = text(payload.trigger_id)
      return undefined
    })
    await Promise.all([ivan.command('/nats-level'), pavel.command('/nats-level')])
    for (const user of [PAVEL, IVAN])
      await stage.bot.call('views.open', {
        trigger_id: triggers[user],
        view: windowOf([nameField], { title: plain(nameOf(user)) }),
      })
    expect((await sentences()).toSorted()).toEqual([
      'Ivan typed /nats-level → acked in 0 ms → opened “Ivan”',
      'Pavel typed /nats-level → acked in 0 ms → opened “Pavel”',
    ])
  })

  it('keep apart what comes later into a window', async () => {
    const { view } = await openWindow(stage, IVAN)
    stage.bot.answers('command', () => undefined)
    await ivan.command('/nats-level show')
    await pavel.command('/nats-level next')
    await stage.bot.call('views.update', { view_id: view?.id, view: windowOf([nameField]) })
    expect(await sentences()).toEqual([
      'Ivan typed /nats-level → acked in 0 ms → opened “A window” → redrew “A window”',
      'Ivan typed /nats-level show → acked in 0 ms',
      'Pavel typed /nats-level next → acked in 0 ms',
    ])
  })

  it('are told of their own answers and refusals, however late', async () => {
    const last: Record<string, Json> = {}
    stage.bot.answers('command', (payload) => {
      last[text(payload.user_id)] = payload
      return undefined
    })
    await ivan.command('/nats-level')
    await pavel.command('/nats-level')
    await clock.advance(3000)
    await stage.bot.call('views.open', { trigger_id: last[IVAN]?.trigger_id, view: windowOf([nameField]) })
    await stage.bot.respond(last[IVAN]?.response_url, { text: 'Sorry, that took too long.' })
    expect(await sentences()).toEqual([
      'Ivan typed /nats-level → acked in 0 ms → refused: expired_trigger_id → answered privately',
      'Pavel typed /nats-level → acked in 0 ms',
    ])
  })

  it('leave what goes on with a file where it began', async () => {
    await ivan.command('/nats-level export')
    await stage.bot.call('files.getUploadURLExternal', { filename: 'levels.csv', length: 1 })
    await pavel.command('/nats-level show')
    await stage.bot.call('files.completeUploadExternal', { files: [{ id: 'F0NONE' }] })
    expect((await told()).map(({ steps }) => steps.length)).toEqual([3, 1])
  })

  it('leave what names nobody to the latest deed', async () => {
    await ivan.command('/nats-level show')
    await pavel.command('/nats-level show')
    await stage.bot.call('users.list', {})
    expect((await told()).map(({ steps }) => steps.length)).toEqual([1, 2])
  })
})

describe('what was asked to go wrong', () => {
  it('stands where it struck, and a call that was repeated after it', async () => {
    await arm({ method: 'chat.postMessage', kind: '429' })
    const post = () => stage.bot.call('chat.postMessage', { channel: IVAN, text: 'Hello.' })
    stage.bot.answers('command', async () => {
      await post()
      await post()
      return undefined
    })
    await ivan.command('/nats-level')
    expect(await sentences()).toEqual([
      'Fault asked for: 429 for chat.postMessage',
      'Ivan typed /nats-level → acked in 0 ms → fault: 429, asked for → sent a message',
    ])
  })

  it('is a payload that came twice', async () => {
    await arm({ delivery: 'command', kind: 'duplicate' })
    await ivan.command('/nats-level')
    await noted(stage.sandbox.url, ({ kind }) => kind === 'delivery', 2)
    const story = (await told()).at(-1)
    expect(story?.steps.map(({ what, marks }) => [what, marks[0]?.words])).toEqual([
      ['command /nats-level', 'fault: duplicate, asked for'],
      ['command /nats-level', 'acked in 0 ms'],
      ['command /nats-level', 'acked in 0 ms'],
    ])
  })

  it('is a late command, which is still its own though another was typed meanwhile', async () => {
    await arm({ delivery: 'command', kind: 'late', ms: 3500 })
    const first = ivan.command('/nats-level history')
    await noted(stage.sandbox.url, ({ kind }) => kind === 'fault')
    await clock.advance(3000)
    await first
    await ivan.command('/nats-level')
    await clock.advance(500)
    await noted(stage.sandbox.url, ({ kind }) => kind === 'delivery', 2)
    const stories = (await told()).slice(1)
    expect(stories.map((story) => sentenceOf(story, nameOf))).toEqual([
      'Ivan typed /nats-level history → fault: late, asked for → trouble: operation_timeout → acked in 0 ms',
      'Ivan typed /nats-level → acked in 0 ms',
    ])
    expect(stories[0]?.steps.map(({ after }) => after)).toEqual([0, 3000, 3500])
  })
})

describe('what came of no deed', () => {
  it('is the bot looking after itself', async () => {
    await ivan.command('/nats-level')
    await stage.bot.call('auth.test', {})
    await stage.bot.call('auth.test', {})
    expect((await told()).map(({ words, steps }) => [words, steps.length])).toEqual([
      ['typed /nats-level', 1],
      ['The bot asked who it is itself', 2],
    ])
  })

  it('is a question that the bot asks, in words and by name', async () => {
    await stage.bot.call('users.info', { user: PAVEL })
    await stage.bot.call('users.info', { user: PAVEL })
    await stage.bot.call('users.list', {})
    expect(await sentences()).toEqual(['The bot asked who Pavel is, asked who is here'])
  })

  it('is an event that comes again a minute later; what comes again at once belongs to its deed', async () => {
    stage.bot.answers('app_home_opened', () => ({ status: 500 }))
    await ivan.home()
    await clock.advance(0)
    await noted(stage.sandbox.url, ({ kind }) => kind === 'delivery', 2)
    await timesPassed(1, 60_000)
    await noted(stage.sandbox.url, ({ kind }) => kind === 'delivery', 3)
    const stories = await told()
    expect(stories.map(({ words, steps }) => [words, steps.length])).toEqual([
      ['opened Home', 2],
      ['Once more: event app_home_opened', 1],
    ])
    expect(stories[1]?.marks[0]?.words).toBe('attempt 3, http_error')
  })

  it('is a letter that the bot sends when nobody did anything', async () => {
    await stage.bot.call('chat.postMessage', { channel: IVAN, text: 'Still right?' })
    expect(await told()).toMatchObject([{ words: 'The bot, on its own', who: '', people: [IVAN] }])
  })

  it('is a request that was refused', async () => {
    await control(stage.sandbox.url, 'view?user=nobody').catch(() => undefined)
    expect(await sentences()).toEqual(['A request was refused → refused with 404'])
  })
})

describe('an ack', () => {
  const delivered = (ack: object) =>
    storiesOf([{ seq: 1, at: 9000, kind: 'delivery', what: 'command /nats-level', content: {}, ack }])[0]?.marks[0]

  it.each([
    [{ outcome: 'acked', ms: 9 }, 'good', 'acked in 9 ms'],
    [{ outcome: 'acked', ms: 1400 }, 'warn', 'slow: acked in 1.4 s'],
    [{ outcome: 'acked', ms: 3200 }, 'bad', 'too late: no ack in 3.2 s'],
    [{ outcome: 'late', ms: 3000 }, 'bad', 'too late: no ack in 3 s'],
    [{ outcome: 'refused', ms: 4, status: 401 }, 'bad', 'refused with 401 in 4 ms'],
    [{ outcome: 'unreachable', ms: 0, reason: 'ECONNREFUSED' }, 'bad', 'not reached: ECONNREFUSED'],
  ])('%j is %s, and says “%s”', (ack, tone, words) => {
    expect(delivered(ack)).toEqual({ tone, words })
  })
})

describe('a click', () => {
  it('names what was pressed, and counts what it led to', async () => {
    await stage.bot.call('chat.postMessage', {
      channel: IVAN,
      text: 'Choose.',
      blocks: [actions(button('history', 'History'))],
    })
    stage.bot.answers('block_actions', async (payload) => {
      await stage.bot.respond(payload.response_url, { text: 'Done.', replace_original: true })
      return undefined
    })
    await ivan.click('History')
    expect((await sentences()).at(-1)).toBe('Ivan pressed History → acked in 0 ms → changed the message')
  })
})

function never(): never {
  throw new Error('There is no story.')
}
