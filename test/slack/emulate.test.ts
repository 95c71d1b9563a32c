import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { record, text } from '../../sandbox/json.ts'
import { type SeenView, wordsIn } from '../support/person.ts'
import { type Emulated, startEmulated } from './emulated.ts'

describe('a second opinion on what the bot asks of Slack', async () => {
  const slack = await startEmulated()
  afterAll(slack.close)

  afterEach(() => {
    expect(slack.calls.filter(({ ok }) => !ok)).toEqual([])
    expect(slack.troubles).toEqual([])
  })

  it('opens a window for the command, and draws the form into it', async () => {
    await slack.command('')
    expect(methodsOf(slack).slice(-3)).toEqual(['views.open', 'users.info', 'views.update'])
    expect(lastView(slack).callback_id).toBe('assessment.step-level')
  })

  it('publishes the Home tab', async () => {
    await slack.homeOpened()
    expect(methodsOf(slack).at(-1)).toBe('views.publish')
    expect(lastView(slack).type).toBe('home')
  })

  it('follows the choice of a role, walks through the three steps, and renews the Home tab', async () => {
    await slack.command('')
    const first = lastView(slack)
    await click(slack, first, 'assessment.role', { 'assessment.role': 'go' })
    const second = await submit(slack, lastView(slack), { 'assessment.role': 'go', 'assessment.level': 'middle' })
    expect(second.callback_id).toBe('assessment.step-items')
    const third = await submit(slack, { ...first, ...second }, { 'assessment.item': '1' })
    expect(third.callback_id).toBe('assessment.save')
    const result = await submit(slack, { ...first, ...third }, { 'assessment.topic': '2' })
    expect(wordsIn(result).split('\n')[0]).toBe('Middle · Go is on record')
    expect(methodsOf(slack).at(-1)).toBe('views.publish')
  })

  it('opens the form for the shortcut', async () => {
    const trigger_id = await slack.trigger()
    await slack.interaction({ type: 'shortcut', callback_id: 'assessment.open', trigger_id })
    expect(methodsOf(slack).slice(-2)).toEqual(['views.open', 'views.update'])
    expect(lastView(slack).callback_id).toBe('assessment.step-level')
  })

  it('lays a window upon an open one', async () => {
    const below = lastView(slack)
    await click(slack, below, 'assessment.history')
    expect(methodsOf(slack).slice(-2)).toEqual(['views.push', 'views.update'])
    expect(lastView(slack).callback_id).toBe('assessment.reading')
  })

  it('answers words in the conversation', async () => {
    await slack.command('show')
    expect(slack.calls.at(-1)).toMatchObject({ method: 'answers', text: expect.stringMatching(/^You are Middle/) })
  })

  it('sends an export as a file', async () => {
    await slack.command('export')
    expect(methodsOf(slack).slice(-4)).toEqual([
      'answers',
      'files.getUploadURLExternal',
      'chat.postMessage',
      'files.completeUploadExternal',
    ])
  })

  it('has by then seen every call that the bot’s code names, but the one that takes back a line, and those of admins', () => {
    const seen = new Set(methodsOf(slack).filter((method) => method !== 'answers'))
    const ofAdmins = ['conversations.members', 'files.info', 'users.list']
    expect([...seen, 'chat.update', ...ofAdmins].sort()).toEqual(methodsInSource())
  })
})

describe('a scope that was not granted', () => {
  it('is told in one sentence where nothing can be done without it', async () => {
    const slack = await startEmulated(['users:read'])
    onTestFinished(slack.close)
    await slack.command('')
    expect(slack.calls.find(({ ok }) => !ok)).toMatchObject({ method: 'users.info', error: 'missing_scope' })
    expect(wordsIn(lastView(slack))).toMatch(
      /^Something went wrong on our side and nothing was changed\. Please try again; if it happens twice, give whoever runs this app this reference: [A-Z2-9]{4}-[A-Z2-9]{2}\.$/,
    )
    expect(slack.troubles).toHaveLength(1)
  })

  it('has a way round where it is optional: an export comes in several messages', async () => {
    const slack = await startEmulated(['files:write'])
    onTestFinished(slack.close)
    await slack.command('')
    await slack.command('export')
    const refused = slack.calls.filter(({ ok }) => !ok)
    expect(refused).toMatchObject([{ method: 'files.getUploadURLExternal', error: 'missing_scope' }])
    expect(slack.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', ok: true })
    expect(slack.troubles).toEqual([])
  })

  it('is told when it is the one for messages', async () => {
    const slack = await startEmulated(['files:write', 'chat:write'])
    onTestFinished(slack.close)
    await slack.command('')
    await slack.command('export')
    expect(slack.calls.filter(({ ok }) => !ok).map(({ method }) => method)).toContain('chat.postMessage')
    expect(slack.calls.at(-1)).toMatchObject({ method: 'answers', text: expect.stringMatching(/reference|Reference/) })
  })
})

function methodsOf({ calls }: Emulated): readonly string[] {
  return calls.map(({ method }) => method)
}

function lastView({ calls }: Emulated): SeenView {
  const view = calls.findLast((call) => call.view)?.view
  if (!view) throw new Error('nothing was drawn')
  return view
}

type Chosen = Readonly<Record<string, string>>

/** The window as Slack sends it along: what stands in each field, by the field’s action. */
function filledIn(view: SeenView, chosen: Chosen): object {
  const fields = view.blocks.flatMap(({ type, block_id, element }) => {
    const actionId = text(record(element).action_id)
    return type === 'input' ? [[block_id, { [actionId]: fieldOf(actionId, chosen) }] as const] : []
  })
  return { ...view, state: { values: Object.fromEntries(fields) } }
}

function fieldOf(actionId: string, chosen: Chosen): object {
  const value = chosen[actionId]
  return { type: 'static_select', selected_option: value === undefined ? null : { value } }
}

async function submit(slack: Emulated, view: SeenView, chosen: Chosen): Promise<SeenView> {
  const trigger_id = await slack.trigger(view.id)
  const answer = await slack.interaction({ type: 'view_submission', trigger_id, view: filledIn(view, chosen) })
  if (!answer.view) throw new Error(`the window was answered ${JSON.stringify(answer)}`)
  return answer.view
}

async function click(slack: Emulated, view: SeenView, action_id: string, chosen: Chosen = {}): Promise<void> {
  const trigger_id = await slack.trigger(view.id)
  const actions = [{ type: 'button', action_id, block_id: 'b', action_ts: '1763888400.123456' }]
  await slack.interaction({ type: 'block_actions', trigger_id, view: filledIn(view, chosen), actions })
}

/** Every method of the Web API that the bot’s code names. */
function methodsInSource(): readonly string[] {
  const src = new URL('../../src', import.meta.url).pathname
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const texts = files
    .filter((file) => !file.startsWith('db/generated'))
    .map((file) => readFileSync(join(src, file), 'utf8'))
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\bslack\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g)].map(([, name = '']) => name),
  )
  return [...new Set(named)].sort()
}
