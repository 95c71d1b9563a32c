import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { text } from '../../sandbox/json.ts'
import { actAs, reset } from '../support/person.ts'
import { callApi } from './bot.ts'
import { plain } from './windows.ts'

const IVAN = 'U0IVANPET'
// It stands still: what must grow all the same grows by what was kept.
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let folder: string
let stateFile: string
let sandbox: Sandbox

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  stateFile = join(folder, 'state.json')
  sandbox = await startSandbox({ stateFile, clock, quietMs: 5 })
})

afterEach(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

const home = { type: 'home', blocks: [{ type: 'section', text: plain('Welcome') }] }
const messagesNow = (): Promise<readonly { readonly text: string }[]> => actAs(sandbox.url, IVAN).messages()

async function restart(): Promise<void> {
  await sandbox.close()
  sandbox = await startSandbox({ stateFile, clock, quietMs: 5 })
}

describe('the kept state', () => {
  it('brings messages, conversations and Home tabs back', async () => {
    const posted = await callApi(sandbox, 'chat.postMessage', { channel: IVAN, text: 'Before.' })
    await callApi(sandbox, 'views.publish', { user_id: IVAN, view: home })
    await restart()
    const again = await callApi(sandbox, 'chat.postMessage', { channel: IVAN, text: 'After.' })
    expect(await messagesNow()).toMatchObject([{ text: 'Before.' }, { text: 'After.' }])
    expect(again.channel).toBe(posted.channel)
    expect(text(again.ts) > text(posted.ts)).toBe(true)
    expect((await actAs(sandbox.url, IVAN).home()).view).toMatchObject({ blocks: [{ text: { text: 'Welcome' } }] })
  })

  it('stands in the file before a control request is answered, so that a kill loses nothing one has seen', async () => {
    await callApi(sandbox, 'chat.postMessage', { channel: IVAN, text: 'Seen.' })
    await messagesNow()
    expect(readFileSync(stateFile, 'utf8')).toContain('"Seen."')
  })

  it('holds no secret', async () => {
    await messagesNow()
    const written = readFileSync(stateFile, 'utf8')
    expect(Object.values(sandbox.env).filter((value) => written.includes(value))).toEqual([])
  })

  it('is empty after a reset', async () => {
    await callApi(sandbox, 'chat.postMessage', { channel: IVAN, text: 'Before.' })
    await reset(sandbox.url)
    await restart()
    expect(await messagesNow()).toEqual([])
  })

  it.each([
    ['half a file', '{"version":1,"team":"T0HAR'],
    ['another shape', '{"version":1}'],
    [
      'another workspace',
      '{"version":1,"team":"T0OTHER","lastMicros":0,"revision":0,"channels":[],"messages":[],"homes":[]}',
    ],
  ])('begins anew with one sentence when it is %s, and keeps that aside', async (_what, content) => {
    await sandbox.close()
    writeFileSync(stateFile, content)
    sandbox = await startSandbox({ stateFile })
    const [aside] = readdirSync(folder).filter((name) => name.includes('broken'))
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(content)
    expect(sandbox.notice).toMatch(
      /^The sandbox's state in .* it was kept aside as .*, and the workspace begins anew\.$/,
    )
    expect(await messagesNow()).toEqual([])
  })
})
