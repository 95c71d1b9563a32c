import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, record, records, text } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { type Stage, startStage } from './bot.ts'
import { actions, button, field, openWindow, option, plain, windowOf } from './windows.ts'

const IVAN = 'U0IVANPET'
let stage: Stage
let ivan: Person

beforeEach(async () => {
  // Two messages in one second are a convenience here.
  stage = await startStage({ limits: { off: true } })
  ivan = actAs(stage.sandbox.url, IVAN)
})

afterEach(() => stage.close())

const levels = [option('junior', 'Junior (1 of 5)'), option('middle', 'Middle (2 of 5)')]
const levelField = field('level#1', 'Your level', {
  type: 'radio_buttons',
  action_id: 'assessment.level',
  options: levels,
})
const noteField = field(
  'note#1',
  'Note',
  { type: 'plain_text_input', action_id: 'note', min_length: 3, max_length: 10 },
  { optional: true },
)

const sent = (kind: string): readonly Json[] =>
  stage.bot.received.filter((each) => each.kind === kind).map(({ payload }) => payload)
const lastValues = (): unknown => record(record(sent('view_submission').at(-1)?.view).state).values

describe('filling a window', () => {
  beforeEach(() => openWindow(stage, IVAN, windowOf([levelField, noteField])))

  const middle = { 'level#1': { 'assessment.level': { type: 'radio_buttons', selected_option: { value: 'middle' } } } }

  it.each([['level#1'], ['level'], ['assessment.level'], ['Your level'], ['your level']])(
    'finds a field as “%s”',
    async (key) => {
      await ivan.submit({ [key]: 'middle' })
      expect(lastValues()).toMatchObject(middle)
    },
  )

  it.each([['middle'], ['Middle (2 of 5)'], ['middle (2 of 5)']])('picks an option as “%s”', async (wanted) => {
    await ivan.submit({ level: wanted })
    expect(lastValues()).toMatchObject(middle)
  })

  it('sends null for what was left empty', async () => {
    await ivan.submit({ level: 'junior' })
    expect(lastValues()).toMatchObject({ 'note#1': { note: { value: null } } })
  })

  it('names a key that is not in the window, and what is', async () => {
    const seen = await ivan.submit({ level: 'junior', salary: '1' })
    expect(seen).toEqual({
      ok: false,
      error: '“salary” is not in this window; there is: level#1 (assessment.level, Your level); note#1 (note, Note).',
    })
    expect(sent('view_submission')).toEqual([])
  })

  it('names the options when none fits', async () => {
    expect((await ivan.submit({ level: 'wizard' })).error).toBe(
      '“wizard” is not an option of level#1 (assessment.level); there are: junior (Junior (1 of 5)), middle (Middle (2 of 5)).',
    )
  })

  it('stops at an empty required field, as Slack does, without asking the app', async () => {
    const seen = await ivan.submit({ note: 'Hello' })
    expect(seen).toMatchObject({
      ok: true,
      ack_ms: null,
      errors: { 'level#1': 'Please complete this required field.' },
    })
    expect(sent('view_submission')).toEqual([])
  })

  it.each([
    ['Hi', 'Enter at least 3 characters; there are 2.'],
    ['Hello world', 'Enter at most 10 characters; there are 11.'],
  ])('stops at a text of the wrong length: %s', async (note, sentence) => {
    expect((await ivan.submit({ level: 'junior', note })).errors).toEqual({ 'note#1': sentence })
  })

  it('says so when no window is open', async () => {
    await ivan.close()
    expect((await ivan.submit({})).error).toMatch(/^No window is open for U0IVANPET/)
  })
})

describe('a field that dispatches', () => {
  const first = windowOf([
    field('level', 'Level', { type: 'radio_buttons', options: levels }, { dispatch_action: true }),
  ])
  const second = windowOf([
    field('level', 'Level', { type: 'radio_buttons', options: levels }, { dispatch_action: true }),
    field('item', 'An item', { type: 'static_select', options: [option('yes', 'Yes'), option('no', 'No')] }),
  ])

  beforeEach(async () => {
    await openWindow(stage, IVAN, first)
    // The ack leaves first, the new drawing after it.
    stage.bot.answers('block_actions', (payload) => {
      void stage.bot.call('views.update', { view_id: text(record(payload.view).id), view: second })
      return undefined
    })
  })

  it('waits for its redraw, so that what it brings can be filled in the same go', async () => {
    await ivan.submit({ item: 'Yes', level: 'middle' })
    expect(stage.bot.received.map(({ kind }) => kind)).toEqual(['command', 'block_actions', 'view_submission'])
    expect(lastValues()).toMatchObject({
      level: { 'level.value': { selected_option: { value: 'middle' } } },
      item: { 'item.value': { selected_option: { value: 'yes' } } },
    })
  })

  it('tells the app what was chosen', async () => {
    await ivan.click('Level', { value: 'middle' })
    expect(sent('block_actions')[0]).toMatchObject({
      container: { type: 'view' },
      actions: [
        { type: 'radio_buttons', block_id: 'level', action_id: 'level.value', selected_option: { value: 'middle' } },
      ],
      view: { state: { values: { level: { 'level.value': { selected_option: { value: 'middle' } } } } } },
    })
  })

  it('says nothing when what is chosen already is chosen again', async () => {
    await ivan.click('Level', { value: 'middle' })
    await ivan.click('Level', { value: 'middle' })
    expect(sent('block_actions')).toHaveLength(1)
  })

  it('still names a key that no redraw brought', async () => {
    expect((await ivan.submit({ level: 'middle', salary: '1' })).error).toMatch(/^“salary” is not in this window/)
  })
})

describe('clicking', () => {
  const list = { type: 'overflow', action_id: 'more', options: [option('edit', 'Edit'), option('drop', 'Remove')] }

  it('presses a button by its id or its words', async () => {
    await openWindow(stage, IVAN, windowOf([actions(button('go.on', 'Go on', { value: '7' }))]))
    await ivan.click('go.on')
    await ivan.click('Go on')
    expect(sent('block_actions').map(({ actions: pressed }) => records(pressed)[0])).toMatchObject([
      { type: 'button', action_id: 'go.on', value: '7', text: { text: 'Go on' } },
      { type: 'button', action_id: 'go.on', value: '7' },
    ])
  })

  it('tells equal buttons apart by their value', async () => {
    const line = (value: string): Json => ({
      type: 'section',
      text: plain(value),
      accessory: button('open', 'Open', { value }),
    })
    await openWindow(stage, IVAN, windowOf([line('anna'), line('maria')]))
    expect((await ivan.click('Open')).error).toContain('“Open” means 2 buttons; tell them apart by value (anna, maria)')
    expect((await ivan.click('Open', { value: 'leila' })).error).toBe(
      'No button “Open” has the value "leila"; there is: anna, maria.',
    )
    await ivan.click('Open', { value: 'maria' })
    expect(sent('block_actions')).toMatchObject([{ actions: [{ value: 'maria' }] }])
  })

  it('picks from the three dots', async () => {
    await openWindow(stage, IVAN, windowOf([actions(list)]))
    await ivan.click('more', { value: 'Remove' })
    expect(sent('block_actions')).toMatchObject([
      { actions: [{ type: 'overflow', selected_option: { value: 'drop' } }] },
    ])
  })

  it('names what is there when the button is not', async () => {
    await openWindow(stage, IVAN, windowOf([actions(button('go', 'Go'))]))
    expect((await ivan.click('Stop')).error).toBe('“Stop” is not in this window; there is: actions (go, Go).')
  })

  it('finds the newest message that has the button', async () => {
    for (const value of ['old', 'new']) {
      await stage.bot.call('chat.postMessage', {
        channel: IVAN,
        text: 'Still right?',
        blocks: [actions(button('yes', 'Yes', { value }))],
      })
    }
    await ivan.click('Yes')
    expect(sent('block_actions')).toMatchObject([
      {
        container: { type: 'message', is_ephemeral: false },
        message: { text: 'Still right?' },
        actions: [{ value: 'new' }],
      },
    ])
  })

  it('finds an older message by the value of its button', async () => {
    for (const value of ['old', 'new']) {
      await stage.bot.call('chat.postMessage', {
        channel: IVAN,
        text: value,
        blocks: [actions(button('yes', 'Yes', { value }))],
      })
    }
    await ivan.click('Yes', { value: 'old' })
    expect(sent('block_actions')).toMatchObject([{ message: { text: 'old' } }])
  })

  it('reaches an older message by its ts', async () => {
    const old = await stage.bot.call('chat.postMessage', {
      channel: IVAN,
      text: 'One',
      blocks: [actions(button('yes', 'Yes'))],
    })
    await stage.bot.call('chat.postMessage', { channel: IVAN, text: 'Two', blocks: [actions(button('yes', 'Yes'))] })
    await ivan.click('Yes', { channel: text(old.channel), ts: text(old.ts) })
    expect(sent('block_actions')).toMatchObject([{ message: { text: 'One' } }])
  })

  it('carries no copy of an ephemeral message', async () => {
    stage.bot.answers('command', () => ({ text: 'Only you.', blocks: [actions(button('yes', 'Yes'))] }))
    await ivan.command('/nats-level')
    await ivan.click('Yes', { in: 'message' })
    expect(sent('block_actions')[0]).toMatchObject({ container: { is_ephemeral: true } })
    expect(sent('block_actions')[0]).not.toHaveProperty('message')
  })

  it('reaches the Home tab', async () => {
    await stage.bot.call('views.publish', {
      user_id: IVAN,
      view: { type: 'home', blocks: [actions(button('update', 'Update'))] },
    })
    await ivan.click('Update', { in: 'home' })
    expect(sent('block_actions')).toMatchObject([{ view: { type: 'home' }, actions: [{ action_id: 'update' }] }])
  })

  it('picks a person by handle, id or name', async () => {
    await openWindow(stage, IVAN, windowOf([actions({ type: 'users_select', action_id: 'who' })]))
    await ivan.click('who', { value: '@anna' })
    await ivan.click('who', { value: 'U0MARIAKOW' })
    await ivan.click('who', { value: 'Grace Okonjo-Bell' })
    expect(sent('block_actions').map(({ actions: acted }) => records(acted)[0]?.selected_user)).toEqual([
      'U0ANNALIND',
      'U0MARIAKOW',
      'U0GRACEOKO',
    ])
  })

  it('asks the app for the options of its own list', async () => {
    await openWindow(stage, IVAN, windowOf([field('zone', 'Zone', { type: 'external_select', action_id: 'zone' })]))
    stage.bot.answers('block_suggestion', () => ({ options: [option('Europe/Berlin', 'Berlin')] }))
    await ivan.submit({ Zone: 'Berlin' })
    expect(sent('block_suggestion')).toMatchObject([{ action_id: 'zone', value: 'Berlin' }])
    expect(lastValues()).toMatchObject({ zone: { zone: { selected_option: { value: 'Europe/Berlin' } } } })
  })
})

describe('typing', () => {
  const typed = async (line: string): Promise<unknown> => {
    await ivan.command(line)
    return stage.bot.received.at(-1)?.payload.text
  }

  it.each([
    ['/nats-level show @anna', 'show <@U0ANNALIND|anna>'],
    ['/nats-level show <@U0ANNALIND>', 'show <@U0ANNALIND|anna>'],
    ['/nats-level show @nobody', 'show @nobody'],
    ['/nats-level show <@U0NOBODY00>', 'show &lt;@U0NOBODY00&gt;'],
    ['/nats-level in #platform', 'in <#C0PLATFORM|platform>'],
    ['/nats-level a < b & c', 'a &lt; b &amp; c'],
    ['/nats-level see https://nats.io/a', 'see <https://nats.io/a>'],
    ['/nats-level', ''],
  ])('“%s” reaches the app as “%s”', async (line, expected) => {
    expect(await typed(line)).toBe(expected)
  })

  it('tells who does not know a command that there is none', async () => {
    const seen = await ivan.command('/nets-level')
    expect(seen.responses).toMatchObject([
      { user: 'USLACKBOT', ephemeral: true, text: expect.stringContaining('/nets-level is not a valid command.') },
    ])
    expect(stage.bot.received).toEqual([])
  })

  it('uses a shortcut of the manifest, and no other', async () => {
    await ivan.shortcut('assessment.open')
    expect(sent('shortcut')).toMatchObject([{ callback_id: 'assessment.open', user: { id: IVAN, username: 'ivan' } }])
    expect((await ivan.shortcut('nowhere')).error).toBe(
      "No shortcut is called “nowhere”; the app's manifest has: assessment.open.",
    )
  })

  it('is for people who are there', async () => {
    expect((await actAs(stage.sandbox.url, 'U0NOBODY00').command('/nats-level')).error).toMatch(
      /^“user” is "U0NOBODY00"/,
    )
    expect((await actAs(stage.sandbox.url, 'U0OLGASID').command('/nats-level')).error).toMatch(/is deactivated/)
    expect((await actAs(stage.sandbox.url, 'USLACKBOT').command('/nats-level')).error).toMatch(/is a bot/)
  })
})
