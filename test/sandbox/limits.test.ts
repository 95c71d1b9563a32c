import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, list, record, text } from '../../sandbox/json.ts'
import { SAMPLES, type Sample } from '../../sandbox/limit-samples.ts'
import { LIMITS, type Limit, type LimitName } from '../../sandbox/limits.ts'
import { type Stage, startStage } from './bot.ts'
import { openWindow } from './windows.ts'

let stage: Stage
let viewId: string
let posted: Json

beforeAll(async () => {
  // Sizes only: how often one may call is measured elsewhere, and a file field needs its scope.
  stage = await startStage({ limits: { off: true }, scopes: ['files:read'] })
  viewId = text(record((await openWindow(stage, 'U0IVANPET')).view).id)
  posted = await stage.bot.call('chat.postMessage', { channel: 'U0IVANPET', text: 'To be changed.' })
})

afterAll(() => stage.close())

function send(sample: Sample): Promise<Json> {
  switch (sample.to) {
    case 'message':
      return stage.bot.call('chat.postMessage', {
        channel: 'U0IVANPET',
        text: sample.text,
        ...(sample.blocks ? { blocks: sample.blocks } : {}),
      })
    case 'update':
      return stage.bot.call('chat.update', { channel: posted.channel, ts: posted.ts, text: sample.text })
    case 'modal':
      return stage.bot.call('views.update', { view_id: viewId, view: sample.view })
    case 'home':
      return stage.bot.call('views.publish', { user_id: 'U0IVANPET', view: sample.view })
  }
}

const rows = Object.entries(LIMITS).map(([name, limit]) => ({ name: name as LimitName, ...(limit as Limit) }))

describe('every size Slack sets', () => {
  it.each(rows)('is accepted at its limit: $name ($bound $size)', async ({ name, size }) => {
    expect(await send(SAMPLES[name](size))).toMatchObject({ ok: true })
  })

  it.each(rows)('is refused one beyond: $name ($bound $size)', async ({ name, size, bound }) => {
    const answer = await send(SAMPLES[name](bound === 'most' ? size + 1 : size - 1))
    const expected = expectedRefusal(name)
    expect(answer).toMatchObject({ ok: false, error: expected.error })
    expect(list(answer.errors).length > 0).toBe(expected.pointer !== null)
    for (const sentence of list(answer.errors)) expect(sentence).toMatch(expected.pointer ?? '')
  })
})

/** What is too long as a whole has a name of its own; everything else a pointer to the fault. */
function expectedRefusal(name: LimitName): { readonly error: string; readonly pointer: RegExp | null } {
  if (name === 'posted text' || name === 'updated text') return { error: 'msg_too_long', pointer: null }
  if (name === 'view size') return { error: 'view_too_large', pointer: null }
  const isOfView =
    name.startsWith('view ') || ['modal blocks', 'home blocks', 'alert text', 'file_input max_files'].includes(name)
  return isOfView
    ? { error: 'invalid_arguments', pointer: / \[json-pointer:\/view\/\w+(\/\w+)*\]$/ }
    : { error: 'invalid_blocks', pointer: / \[json-pointer:\/blocks(\/\w+)*\]$/ }
}
