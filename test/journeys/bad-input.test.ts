import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, test } from 'vitest'
import { parse, stringify } from 'yaml'
import {
  acked,
  drawn,
  enveloped,
  filled,
  hand,
  rowsIn,
  sender,
  stepsOf,
  submissionOf,
  windowOf,
} from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { type SeenView, wordsIn } from '../support/person.ts'
import { olderRelease } from '../support/seen.ts'

// The workspace has installed the app with what an older release had besides.
const folder = mkdtempSync(join(tmpdir(), 'nats-level-older-'))
const manifest = join(folder, 'manifest.yml')
const shipped = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'))
shipped.features.slash_commands.push({ command: '/nats-old', description: 'Of an older release' })
shipped.features.shortcuts.push({
  name: 'Of old',
  type: 'global',
  callback_id: 'assessment.old',
  description: 'Of old',
})
writeFileSync(manifest, stringify(shipped))
afterAll(() => rmSync(folder, { recursive: true }))

const journey = await startJourney({ contact: 'U0ANNALIND', manifest })
const ivan = journey.as('U0IVANPET')

const older = 'This button belongs to an older message. Here is where that lives now:'
const outdated =
  'This window was opened before an update, and nothing in it was recorded. Here is where that lives now:'
const wayOn = 'Update my level\nOpen Home'
const nothing = { assessment: 0, form_draft: 0, seen: 0 }

afterEach(async () => {
  await journey.database.sql('truncate seen, workspace cascade')
})

describe('what nobody has bound is answered at once, with a way on', () => {
  it('a word, however it is dressed up', async () => {
    const answers: Readonly<Record<string, string>> = {
      hisory: 'There is no `hisory` here. Did you mean `history`?',
      '*bold* `code`': 'There is no `*bold*` here. Here is what there is.',
      '<!channel>': 'There is no `&lt;!channel&gt;` here. Here is what there is.',
      '`quoted`': 'There is no `’quoted’` here. Here is what there is.',
      '\u202elive': 'There is no `\u202elive` here. Here is what there is.',
      __proto__: 'There is no `__proto__` here. Here is what there is.',
      ['x'.repeat(3_000)]: `There is no \`${'x'.repeat(40)}…\` here. Here is what there is.`,
    }
    for (const [typed, sentence] of Object.entries(answers)) {
      const seen = await ivan.command(`/nats-level ${typed}`)
      expect(wordsIn(seen.responses.at(-1) ?? null).split('\n')[0]).toBe(sentence)
    }
  })

  it('a command', async () => {
    const [answer = null] = (await ivan.command('/nats-old now')).responses
    expect(wordsIn(answer)).toBe(
      `\`/nats-old\` is not a command of this app any more. Here is where that lives now:\n${wayOn}`,
    )
    expect(answer).toMatchObject({
      ephemeral: true,
      text: '/nats-old is not a command of this app any more. Type /nats-level, or open the app’s Home tab, to go on.',
    })
  })

  it('a shortcut', async () => {
    const seen = await ivan.shortcut('assessment.old')
    expect(wordsIn(seen.view)).toBe(
      'This shortcut belongs to an older release. Here is where that lives now:\nUpdate my level',
    )
  })

  it('a shortcut on a message: acked at once, and the window comes when its trigger still lives', async () => {
    const message = { channel: { id: 'C1', name: 'general' }, message: { type: 'message', text: 'Whose?', ts: '1.2' } }
    const used = { type: 'message_action', ...sender(ivan.id), callback_id: 'assessment.old', ...message }
    expect(await hand(journey, 'interaction', used)).toEqual(acked())
    const calls = (await journey.journal()).filter(({ kind }) => kind === 'api')
    expect(calls.map(({ method }) => method).slice(-2)).toEqual(['views.open', 'views.open'])
    journey.takeRefusals('invalid_trigger_id')
    expect(journey.takeTroubles().map(({ msg }) => msg)).toEqual(['a handler failed', 'the person could not be told'])
  })

  it('a button in a message', async () => {
    await drawn(journey, 'chat.postMessage', { channel: ivan.id, text: 'An older message.', blocks: [oldButton] })
    const seen = await ivan.click('An older button', { in: 'message' })
    expect(wordsIn(seen.responses.at(-1) ?? null)).toBe(`${older}\n${wayOn}`)
  })

  it('a button on the Home tab', async () => {
    await drawn(journey, 'views.publish', { user_id: ivan.id, view: oldHome })
    const seen = await ivan.click('An older button', { in: 'home' })
    expect(wordsIn(seen.view)).toBe(`${older}\n${wayOn}`)
  })

  it('a button in a window', async () => {
    await drawOver({ callback_id: `${olderRelease}window`, blocks: [oldButton] })
    const seen = await ivan.click('An older button')
    expect(wordsIn(seen.view)).toBe(`${outdated}\n${wayOn}`)
  })

  it('a window, when it is sent', async () => {
    const field = { type: 'plain_text_input', action_id: 'assessment.words' }
    const input = { type: 'input', block_id: 'words', label: { type: 'plain_text', text: 'In words' }, element: field }
    await drawOver({
      callback_id: `${olderRelease}window`,
      submit: { type: 'plain_text', text: 'Send' },
      blocks: [input],
    })
    const seen = await ivan.submit({ 'In words': 'Somewhere in the middle' })
    expect(wordsIn(seen.view)).toBe(`${outdated}\n${wayOn}`)
    expect(await rowsIn(journey)).toEqual(nothing)
  })

  it('a window that was closed: nobody waits for a word', async () => {
    await drawOver({ callback_id: `${olderRelease}window`, notify_on_close: true, blocks: [oldButton] })
    expect(await ivan.close()).toMatchObject({ ok: true, view: null, ack_ms: expect.any(Number) })
  })

  it('a list that no room fills: it is empty', async () => {
    const asked = { type: 'block_suggestion', ...sender(ivan.id), action_id: 'old', block_id: 'b', value: 'be' }
    expect(await hand(journey, 'interaction', asked)).toEqual(acked('{"options":[]}'))
  })

  test.each(['message', 'app_mention', 'reaction_added', 'something_new'])(
    'an event, which nobody waits for: %s',
    async (type) => {
      const event = { type, user: ivan.id, channel: 'C1', text: 'hello', item: { type: 'message', channel: 'C1' } }
      expect(await hand(journey, 'event', enveloped(event))).toEqual(acked())
    },
  )
})

describe('a window that another release has drawn gets the way on, and nothing is recorded', () => {
  const memories = [
    ['no memory', ''],
    ['a memory in words', 'Middle, Go'],
    ['a memory that is a list', '[1,2,3]'],
    ['a memory that is nothing', 'null'],
    ['a memory of another shape', '{"skill":"nats-jetstream","step":2}'],
    ['a memory of half the shape', '{"k":"nats-jetstream","u":"command"}'],
    ['a memory of another skill', '{"k":"kafka"}'],
    ['a memory out of JavaScript', '{"k":"__proto__","__proto__":{"k":"nats-jetstream"}}'],
  ] as const

  test.each(memories)('with %s, whichever step it is', async (_what, private_metadata) => {
    const [view] = await stepsOf(ivan)
    await journey.database.sql('truncate seen, workspace cascade')
    for (const callback_id of ['assessment.step-level', 'assessment.step-items', 'assessment.save']) {
      const old = { ...view, callback_id, private_metadata }
      const answer = await hand(journey, 'interaction', submissionOf(ivan.id, old, view.state.values))
      expect(wordsIn(windowOf(answer))).toBe(`${outdated}\n${wayOn}`)
    }
    expect(await rowsIn(journey)).toEqual(nothing)
  })

  test.each(['assessment.role', 'assessment.level', 'assessment.confirm', 'assessment.jump', 'assessment.back'])(
    'when %s is clicked in it',
    async (actionId) => {
      const elements = [{ type: 'button', action_id: actionId, text: { type: 'plain_text', text: 'Go on' } }]
      const blocks = [{ type: 'actions', elements }]
      await drawOver({ callback_id: 'assessment.step-level', private_metadata: '{"k":"kafka"}', blocks })
      const seen = await ivan.click('Go on')
      expect(wordsIn(seen.view)).toBe(`${outdated}\n${wayOn}`)
      expect(await rowsIn(journey)).toEqual(nothing)
    },
  )

  test.each<[string, (block: string) => string]>([
    ['its fields under other names', (block) => `v1.${block}`],
    ['the fields of another drawing', (block) => block.replace(/#\d+$/, '#77')],
  ])('with %s', async (_what, renamed) => {
    for (const view of await stepsOf(ivan)) {
      const fields = Object.entries(view.state.values).map(([block, values]) => [renamed(block), values])
      const answer = await hand(journey, 'interaction', submissionOf(ivan.id, view, Object.fromEntries(fields)))
      expect(wordsIn(windowOf(answer))).toBe(`${outdated}\n${wayOn}`)
    }
    expect(await rowsIn(journey)).toMatchObject({ assessment: 0 })
  })

  it('without its fields', async () => {
    for (const view of await stepsOf(ivan)) {
      const answer = await hand(journey, 'interaction', submissionOf(ivan.id, view, {}))
      expect(wordsIn(windowOf(answer))).toBe(`${outdated}\n${wayOn}`)
    }
    expect(await rowsIn(journey)).toMatchObject({ assessment: 0 })
  })
})

describe('a choice that was never offered is told at its field, and nothing is recorded', () => {
  const outside = ['__proto__', 'constructor', 'rust', '<@U0ANNALIND>', '\u0000', 'x'.repeat(2_000)]

  it('a role', async () => {
    const [level] = await stepsOf(ivan)
    for (const value of [...outside, 'junior', '', 'GO']) {
      const errors = await errorsOf(level, { 'assessment.role': value, 'assessment.level': 'middle' })
      expect([value, errors]).toEqual([value, { 'assessment.role#1': 'Choose your role from the list.' }])
    }
  })

  it('a level', async () => {
    const [level] = await stepsOf(ivan)
    for (const value of [...outside, 'go', '', '2', 'Middle']) {
      const errors = await errorsOf(level, { 'assessment.role': 'go', 'assessment.level': value })
      expect([value, errors]).toEqual([value, { 'assessment.level#1': 'Choose one of the levels.' }])
    }
  })

  it('an answer to an item', async () => {
    const [, items] = await stepsOf(ivan)
    for (const value of [...outside, '', '3', '-1', '1.5', '1e0', ' 1', '٢']) {
      const errors = await errorsOf(items, { 'assessment.item': value })
      expect([value, errors]).toEqual([value, atEvery(items, 'assessment.item', 'Choose one of the three answers.')])
    }
  })

  it('a rating of a topic', async () => {
    const [, , topics] = await stepsOf(ivan)
    for (const value of [...outside, '', '5', '-1', '2.5', 'Infinity']) {
      const errors = await errorsOf(topics, { 'assessment.topic': value })
      const sentence = 'Choose how well you know it, from 0 to 4.'
      expect([value, errors]).toEqual([value, atEvery(topics, 'assessment.topic', sentence)])
    }
  })

  afterEach(async () => {
    expect(await rowsIn(journey)).toMatchObject({ assessment: 0 })
  })
})

test('an item and a topic of another skill beside the right ones are not looked at', async () => {
  const [, , view] = await stepsOf(ivan)
  const values = Object.fromEntries([
    ...Object.entries(filled(view, { 'assessment.topic': '2' })),
    ['assessment.topic.kafka#3', { 'assessment.topic': { type: 'static_select', selected_option: { value: '4' } } }],
    ['assessment.item.kafka#3', { 'assessment.item': { type: 'radio_buttons', selected_option: { value: '2' } } }],
    ['__proto__', { kafka: { value: '4' } }],
  ])
  const answer = await hand(journey, 'interaction', submissionOf(ivan.id, view, values))
  expect(wordsIn(windowOf(answer))).toContain('Middle · Go is on record')
  const written = await journey.database.sql('select to_jsonb(a) from assessment a')
  expect(written).toHaveLength(1)
  expect(JSON.stringify(written)).not.toContain('kafka')
})

const oldButton = {
  type: 'actions',
  block_id: `${olderRelease}button`,
  elements: [{ type: 'button', action_id: 'assessment.older', text: { type: 'plain_text', text: 'An older button' } }],
}

const oldHome = { type: 'home', callback_id: `${olderRelease}home`, blocks: [oldButton] }

/** Puts a window in the place of an open one, as an older release has drawn it. */
async function drawOver(window: object): Promise<void> {
  const { view } = await ivan.command('/nats-level')
  await drawn(journey, 'views.update', {
    view_id: view?.id,
    view: { type: 'modal', title: { type: 'plain_text', text: 'Of old' }, ...window },
  })
}

async function errorsOf(view: SeenView, chosen: Readonly<Record<string, string>>): Promise<unknown> {
  const answer = await hand(journey, 'interaction', submissionOf(ivan.id, view, filled(view, chosen)))
  const { response_action, errors } = JSON.parse(answer.body)
  expect(response_action).toBe('errors')
  return errors
}

/** The sentence at every field of the window with this action. */
function atEvery({ state }: SeenView, action: string, sentence: string): Readonly<Record<string, string>> {
  const blocks = Object.entries(state.values).filter(([, fields]) => action in fields)
  return Object.fromEntries(blocks.map(([block]) => [block, sentence]))
}
