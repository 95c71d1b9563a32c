import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../sandbox/company.ts'
import { startSandbox } from '../../sandbox/index.ts'
import { noteUnreachable, readerOf } from '../../src/directory/store-reader.ts'
import { revise } from '../../src/outbox/store.ts'
import { keepSending, type Sending, type SendingOptions } from '../../src/outbox/worker.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { endsInstallation } from '../../src/slack/errors.ts'
import type { SlackLine } from '../../src/slack/lines.ts'
import { freshDatabase } from '../support/database.ts'
import { daytime, note, people, type Stage, stageIn } from './stage.ts'

const looking = ['im:write', 'im:history', 'mpim:write', 'mpim:history']
const company = (id: string): Company => ({
  team: { id, name: `Works ${id}`, domain: id.toLowerCase() },
  people: people.map((handle) => ({ id: `U${handle.toUpperCase()}`, handle, realName: handle, tz: 'Europe/Berlin' })),
  channels: [{ id: 'C0GENERAL', name: 'general' }],
})
const database = await freshDatabase()
const sandbox = await startSandbox({
  quietMs: 5,
  company: company('T1'),
  scopes: looking,
  limits: { off: true },
  workspaces: [{ company: company('T2'), scopes: [] }],
})
afterAll(sandbox.close)

const log = pino({ level: 'silent' })
let stage: Stage
let working: Sending[]
beforeEach(async () => {
  await control('reset', {})
  stage = await stageIn(database, ['T1', 'T2'])
  // Slack’s time is the machine’s here, and nobody waits for a lane.
  stage.moveTo(new Date())
  await database.sql('update lane set per_minute = 60000')
  working = []
})
afterEach(async () => {
  await Promise.all(working.map((worker) => worker.stop()))
})

/** A worker whose calls are given up after so many milliseconds: long ones are not waited for here. */
function worker(change: Partial<SendingOptions> = {}, timeout = 5_000): Sending {
  const lines = new Map(sandbox.workspaces.map((workspace) => [workspace.teamId, lineOf(workspace, timeout)]))
  const sending = keepSending({
    world: { db: database.db, now: stage.now, log },
    kinds: [note, daytime],
    readerOf,
    lineFor: async (workspaceId) => lines.get(workspaceId),
    noteUnreachable: (...word) => noteUnreachable(database.db, ...word),
    ...change,
  })
  working.push(sending)
  return sending
}

function lineOf({ botToken, scopes, botId }: (typeof sandbox.workspaces)[number], timeout: number): SlackLine {
  const options = clientOptionsFor(sandbox.env.SLACK_API_URL, log)
  const inner = options.fetch ?? fetch
  const client = new WebClient(botToken, {
    ...options,
    headers: {},
    fetch: (target, init) => {
      const signals = [AbortSignal.timeout(timeout), ...(init?.signal ? [init.signal] : [])]
      return inner(target, { ...init, signal: AbortSignal.any(signals) })
    },
  })
  return { client, scopes: new Set(scopes), botId }
}

async function control(route: string, body: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/control/${route}`, { method: 'POST', body: JSON.stringify(body) })
  expect(await answer.json()).toMatchObject({ ok: true })
}

/** The texts of all messages somebody has from the app. */
async function read(name: string, team = 'T1'): Promise<readonly string[]> {
  const answer = await fetch(`${sandbox.url}/control/messages?user=U${name.toUpperCase()}&team=${team}`)
  const { messages } = (await answer.json()) as { readonly messages: readonly { readonly text: string }[] }
  return messages.map(({ text }) => text)
}

async function run(sending: Sending): Promise<void> {
  sending.wake()
  await sending.idle()
}

describe('workers', () => {
  it('bring every letter once, however many of them there are', async () => {
    for (const name of people) await stage.write(`for-${name}`, { to: name })
    const three = [worker(), worker(), worker()]
    await Promise.all(three.map(run))
    await stage.pass(5)
    await Promise.all(three.map(run))
    for (const name of people) expect(await read(name)).toEqual([`Version 1 of "for-${name}"`])
  })

  it('keep to one message a second for each person', async () => {
    await stage.write('one')
    await stage.write('two')
    const sending = worker()
    sending.wake()
    await sending.idle()
    expect(await read('ann')).toEqual(['Version 1 of "one"', 'Version 1 of "two"'])
    expect((await stage.row('two')).attempts).toBe(1)
  })

  it.each([
    ['was turned away', { kind: '429' }],
    ['met an error of Slack’s machines', { kind: '500' }],
    ['was cut off before Slack had it', { kind: 'reset_before' }],
    ['was cut off after Slack had it', { kind: 'reset_after' }],
    ['was never answered', { kind: 'hang' }],
    ['was answered after its worker had given up', { kind: 'slow', ms: 2_000 }],
  ])('bring a letter once whose call %s', async (_what, fault) => {
    await stage.write('a')
    await control('faults', { method: 'chat.postMessage', ...fault })
    const sending = worker({}, 600)
    await run(sending)
    await stage.pass(11)
    await run(sending)
    expect(await read('ann')).toEqual(['Version 1 of "a"'])
    expect(await stage.row('a')).toMatchObject({ state: 'sent' })
  })

  it('send a letter twice whose answer was lost, if they do not look into the conversation', async () => {
    await stage.write('a')
    await control('faults', { method: 'chat.postMessage', kind: 'reset_after' })
    const sending = worker({ lookup: false })
    await run(sending)
    await stage.pass(11)
    await run(sending)
    expect(await read('ann')).toHaveLength(2)
  })

  it('leave a letter to an admin where nobody may look', async () => {
    await stage.write('a', { workspaceId: 'T2' })
    await control('faults', { method: 'chat.postMessage', kind: 'reset_after', team: 'T2' })
    const sending = worker()
    await run(sending)
    await stage.pass(11)
    await run(sending)
    expect(await stage.row('a')).toMatchObject({ state: 'unknown', reason: 'no_permission_to_look' })
    expect(await read('ann', 'T2')).toHaveLength(1)
  })

  it('look again later where the look itself fails', async () => {
    await stage.write('a')
    await control('faults', { method: 'chat.postMessage', kind: 'reset_after' })
    await control('faults', { method: 'conversations.history', kind: '500', times: 3 })
    const sending = worker()
    await run(sending)
    await stage.pass(11)
    await run(sending)
    expect(await stage.row('a')).toMatchObject({ state: 'sending', reason: 'http_500' })
    await stage.pass(11)
    await run(sending)
    expect(await stage.row('a')).toMatchObject({ state: 'sent' })
    expect(await read('ann')).toHaveLength(1)
  })

  it('let only that workspace wait which Slack has turned away, and only with that call', async () => {
    await stage.write('here')
    await stage.write('there', { workspaceId: 'T2' })
    await control('faults', { method: 'chat.postMessage', kind: '429', retry_after: 30 })
    await run(worker())
    expect(await stage.row('there')).toMatchObject({ state: 'sent' })
    expect(await stage.row('here')).toMatchObject({ state: 'planned', reason: 'ratelimited', attempts: 0 })
    const waiting = await database.sql(
      `select workspace_id, name from lane where next_at > clock_timestamp() + interval '20 seconds'`,
    )
    expect(waiting).toEqual([{ workspace_id: 'T1', name: 'post' }])
  })

  it('end a letter to an account that closes meanwhile, and say why', async () => {
    await stage.write('a')
    await control('faults', { method: 'chat.postMessage', kind: 'deactivated' })
    await run(worker())
    expect(await stage.row('a')).toMatchObject({ state: 'failed', reason: 'channel_not_found' })
    expect(
      await database.sql(`select unreachable from person where slack_id = 'UANN' and workspace_id = 'T1'`),
    ).toEqual([{ unreachable: 'channel_not_found' }])
  })

  it('stop the lanes of a workspace whose token is dead; its letters stay', async () => {
    await stage.write('a')
    const sending = worker()
    await control('uninstall', {})
    await run(sending)
    expect(await stage.row('a')).toMatchObject({ state: 'planned', attempts: 0, reason: 'account_inactive' })
    expect(endsInstallation('account_inactive')).toBe(true)
    const lanes = await database.sql(`select distinct workspace_id, stopped from lane order by 1`)
    expect(lanes).toEqual([
      { workspace_id: 'T1', stopped: 'account_inactive' },
      { workspace_id: 'T2', stopped: null },
    ])
  })

  it('show the newest state of a letter that changed while its message was on its way', async () => {
    await stage.write('a')
    const kinds = [
      {
        ...note,
        draw: async (...given: Parameters<typeof note.draw>) => {
          if (!given[1].isEdit) await revise(database.db, 'T1', 'a', stage.now(), 'newer')
          return note.draw(...given)
        },
      },
    ]
    await run(worker({ kinds }))
    expect(await read('ann')).toEqual(['Version 2 of "newer"'])
    expect(await stage.row('a')).toMatchObject({ state: 'sent', shown: 2, revision: 2, lane: 'edit' })
  })

  it('bring a message to two people into one conversation', async () => {
    await stage.write('a', { withPersonId: stage.idOf('bob') })
    await run(worker())
    expect(await read('ann')).toEqual(await read('bob'))
    expect(await read('bob')).toHaveLength(1)
  })

  it('say when the next letter becomes due', async () => {
    const morning = new Date(stage.now().getTime() + 3_600_000)
    await stage.write('a', { notBefore: morning })
    const sending = worker()
    await run(sending)
    expect(await sending.nextDue()).toEqual(morning)
    stage.moveTo(morning)
    await run(sending)
    expect(await sending.nextDue()).toBeUndefined()
    expect(await read('ann')).toHaveLength(1)
  })

  it('finish what is under way when they stop, and give back what they have not begun', async () => {
    for (const name of people) await stage.write(`for-${name}`, { to: name })
    await control('faults', { method: 'chat.postMessage', kind: 'slow', ms: 100 })
    let begun = () => {}
    const calling = new Promise<void>((resolve) => {
      begun = resolve
    })
    const draw = async (...given: Parameters<typeof note.draw>) => {
      begun()
      return note.draw(...given)
    }
    const sending = worker({ parallel: 1, kinds: [{ ...note, draw }] })
    sending.wake()
    await calling
    await sending.stop()
    const rows = await database.sql('select state, lease from letter order by key')
    expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(1)
    expect(rows.filter(({ state, lease }) => state === 'planned' && lease === null)).toHaveLength(5)
  })

  it('give a letter back that waits for its turn to be looked for', async () => {
    await stage.write('a')
    await control('faults', { method: 'chat.postMessage', kind: 'reset_after' })
    const sending = worker()
    await run(sending)
    await stage.pass(11)
    await database.sql(`update lane set next_at = clock_timestamp() + interval '2 seconds' where name = 'edit'`)
    sending.wake()
    await expect.poll(async () => (await stage.row('a')).lease, { interval: 5 }).not.toBeNull()
    await sending.stop()
    expect(await stage.row('a')).toMatchObject({ state: 'sending', lease: null })
    await database.sql('update lane set next_at = clock_timestamp()')
    await run(worker())
    expect(await stage.row('a')).toMatchObject({ state: 'sent' })
    expect(await read('ann')).toHaveLength(1)
  })

  it('are never turned away by Slack’s limits, and not much slower than these', async () => {
    await control('limits', { off: false })
    await database.sql(`update lane set per_minute = 300 where name = 'post'`)
    for (const name of people) await stage.write(`for-${name}`, { to: name })
    const begun = performance.now()
    await Promise.all([worker(), worker()].map(run))
    // Six letters at five a second: one second, and what a busy machine adds.
    expect(performance.now() - begun).toBeLessThan(5_000)
    const rows = await database.sql('select distinct state, attempts from letter')
    expect(rows).toEqual([{ state: 'sent', attempts: 1 }])
  })
})
