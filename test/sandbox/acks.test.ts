import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { actAs, journal, type Person } from '../support/person.ts'
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

/** Lets three seconds pass once the bot has what it will not answer. */
async function unanswered<T>(kind: string, deed: () => Promise<T>): Promise<T> {
  stage.bot.answers(kind, () => 'hang')
  const arrival = stage.bot.next()
  const outcome = deed()
  await arrival
  clock.advance(3000)
  return outcome
}

const troubles = async (): Promise<readonly unknown[]> =>
  (await journal(stage.sandbox.url)).filter(({ kind }) => kind === 'trouble').map(({ failure }) => failure)

describe('the ack of a command', () => {
  it('may say nothing', async () => {
    expect(await ivan.command('/nats-level')).toMatchObject({ ok: true, ack_ms: 0, responses: [], view: null })
  })

  it('may be plain text, for the one who typed', async () => {
    stage.bot.answers('command', () => 'Hello.')
    expect((await ivan.command('/nats-level')).responses).toMatchObject([
      { text: 'Hello.', ephemeral: true, channel: 'C0GENERAL' },
    ])
    expect(await actAs(stage.sandbox.url, 'U0ANNALIND').messages()).toEqual([])
  })

  it('may be a message for everybody', async () => {
    stage.bot.answers('command', () => ({
      response_type: 'in_channel',
      text: 'Hello all.',
      blocks: [{ type: 'divider' }],
    }))
    await ivan.command('/nats-level')
    expect(await actAs(stage.sandbox.url, 'U0ANNALIND').messages()).toMatchObject([
      { text: 'Hello all.', ephemeral: false },
    ])
  })

  it('with broken blocks is a failure one can see', async () => {
    stage.bot.answers('command', () => ({ text: 'Hello.', blocks: [{ type: 'slider' }] }))
    expect((await ivan.command('/nats-level')).responses).toMatchObject([
      { text: '/nats-level failed with the error "invalid_command_response"' },
    ])
    expect(await troubles()).toEqual(['invalid_command_response'])
  })

  it('that does not come within three seconds is shown as Slack shows it', async () => {
    const seen = await unanswered('command', () => ivan.command('/nats-level'))
    expect(seen.ack_ms).toBeNull()
    expect(seen.responses).toMatchObject([
      { text: '/nats-level failed with the error "operation_timeout"', ephemeral: true, user: 'USLACKBOT' },
    ])
    expect(await troubles()).toEqual(['operation_timeout'])
  })

  it('with any status but 200 is a failed dispatch', async () => {
    stage.bot.answers('command', () => ({ status: 500 }))
    expect((await ivan.command('/nats-level')).responses).toMatchObject([
      { text: '/nats-level failed with the error "dispatch_failed"' },
    ])
  })

  it('cannot come from a bot that is not there', async () => {
    stage.sandbox.deliverTo('http://127.0.0.1:9/slack/events')
    expect((await ivan.command('/nats-level')).responses).toMatchObject([
      { text: '/nats-level failed with the error "dispatch_failed"' },
    ])
    const delivery = (await journal(stage.sandbox.url)).find(({ kind }) => kind === 'delivery')
    expect(delivery).toMatchObject({ ack: { outcome: 'unreachable', reason: expect.stringContaining('ECONNREFUSED') } })
  })
})

describe('the ack of a submission', () => {
  beforeEach(() => openWindow(stage, IVAN))

  const submit = (): ReturnType<Person['submit']> => ivan.submit({ name: 'Ivan' })
  const TROUBLE = 'We had some trouble connecting. Try again?'

  it('closes the window when it is empty', async () => {
    expect(await submit()).toMatchObject({ ok: true, ack_ms: 0, view: null })
  })

  it('puts errors on fields', async () => {
    stage.bot.answers('view_submission', () => ({ response_action: 'errors', errors: { name: 'Too short.' } }))
    const seen = await submit()
    expect(seen.errors).toEqual({ name: 'Too short.' })
    expect(seen.view?.state.values).toEqual({ name: { 'name.value': { type: 'plain_text_input', value: 'Ivan' } } })
  })

  it('fails visibly when it puts an error on what is no input', async () => {
    stage.bot.answers('view_submission', () => ({ response_action: 'errors', errors: { nowhere: 'Hm.' } }))
    const seen = await submit()
    expect(seen).toMatchObject({ notice: TROUBLE, view: { callback_id: 'window' } })
    expect(seen.errors).toBeUndefined()
    expect(await troubles()).toEqual(['errors has a key that is no input block: nowhere'])
  })

  it('redraws the window in place, keeping what was typed', async () => {
    const before = await ivan.view()
    stage.bot.answers('view_submission', () => ({
      response_action: 'update',
      view: windowOf([nameField], { title: plain('Again') }),
    }))
    const { view } = await submit()
    expect(view).toMatchObject({
      id: before?.id,
      title: { text: 'Again' },
      state: { values: { name: { 'name.value': { value: 'Ivan' } } } },
    })
  })

  it('puts another window on top', async () => {
    stage.bot.answers('view_submission', () => ({
      response_action: 'push',
      view: windowOf([], { callback_id: 'second', blocks: [{ type: 'divider' }] }),
    }))
    expect((await submit()).view).toMatchObject({ callback_id: 'second' })
    expect((await ivan.close()).view).toMatchObject({ callback_id: 'window' })
  })

  it('clears every window', async () => {
    stage.bot.answers('view_submission', () => ({ response_action: 'clear' }))
    expect((await submit()).view).toBeNull()
  })

  it.each([
    ['a broken view', { response_action: 'update', view: windowOf([{ type: 'slider' }]) }, 'invalid_arguments'],
    ['no view', { response_action: 'push' }, 'view must be an object, found nothing'],
    [
      'an unknown action',
      { response_action: 'dance' },
      'response_action must be errors, update, push or clear, found "dance"',
    ],
    ['an answer without an action', { errors: { name: 'Hm.' } }, 'an ack of a submission needs a response_action'],
    ['words', 'Saved!', 'the ack of a submission must be empty or JSON, found "Saved!"'],
  ])('fails visibly with %s', async (_what, ack, why) => {
    stage.bot.answers('view_submission', () => ack)
    expect(await submit()).toMatchObject({ notice: TROUBLE, view: { callback_id: 'window' } })
    expect(await troubles()).toEqual([why])
  })

  it('leaves the window open, with a warning, when it never comes', async () => {
    const seen = await unanswered('view_submission', submit)
    expect(seen).toMatchObject({ ack_ms: null, notice: TROUBLE, view: { callback_id: 'window' } })
    expect(await troubles()).toEqual(['operation_timeout'])
  })
})

describe('the ack of a click', () => {
  beforeEach(() => openWindow(stage, IVAN, windowOf([actions(button('go', 'Go'))])))

  it('is empty', async () => {
    expect(await ivan.click('go')).toMatchObject({ ok: true, ack_ms: 0 })
  })

  it('that says something is written down: Slack throws it away', async () => {
    stage.bot.answers('block_actions', () => 'Done!')
    await ivan.click('go')
    expect(await troubles()).toEqual(['an ack of block_actions must be empty; what it said is lost'])
  })

  it('that never comes leaves a warning beside the button', async () => {
    const seen = await unanswered('block_actions', () => ivan.click('go'))
    expect(seen).toMatchObject({ ack_ms: null, notice: expect.stringContaining('operation_timeout') })
  })
})
