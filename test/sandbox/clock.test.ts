import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import { startSandbox } from '../../sandbox/index.ts'
import { type Json, record, records, text } from '../../sandbox/json.ts'
import { actAs, journal, reset } from '../support/person.ts'
import { callApi, type Stage, startStage } from './bot.ts'

const IVAN = 'U0IVANPET'
const NEW_YEAR = '2027-01-01T08:00:00.000Z'
let stage: Stage

beforeEach(async () => {
  stage = await startStage({ scopes: ['im:write'], limits: { off: true } })
})

afterEach(() => stage.close())

async function clock(body?: unknown, query = ''): Promise<Json> {
  const answer = await fetch(`${stage.sandbox.url}/control/clock${query}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: answer.status, ...record(await answer.json()) }
}

const ask = async (path: string, body?: unknown): Promise<Json> => {
  const given = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return record(await (await fetch(`${stage.sandbox.url}${path}`, given)).json())
}

describe('the clock of the sandbox', () => {
  it('says what the time hangs on, and nothing else', async () => {
    const { version, at, since, ...rest } = await clock()
    expect(rest).toEqual({ status: 200, ok: true, rate: 1 })
    expect([version, at]).toEqual([1, since])
  })

  it('is frozen, set, moved on and run faster', async () => {
    expect(await clock({ rate: 0 })).toMatchObject({ ok: true, version: 2, rate: 0 })
    expect(await clock({ set: NEW_YEAR })).toMatchObject({ version: 3, at: Date.parse(NEW_YEAR), rate: 0 })
    expect(await clock({ set: Date.parse(NEW_YEAR) })).toMatchObject({ version: 4, at: Date.parse(NEW_YEAR) })
    expect(await clock({ advance: '1d' })).toMatchObject({ version: 5, at: Date.parse('2027-01-02T08:00:00Z') })
    expect(await clock({ rate: 3600 })).toMatchObject({ version: 6, rate: 3600 })
  })

  it('finds the next working morning where the company’s first admin is', async () => {
    const admin = exampleCompany.people.find(({ isAdmin }) => isAdmin)
    await clock({ rate: 0 })
    await clock({ set: NEW_YEAR })
    const { at } = await clock({ advance: 'morning' })
    const there = new Intl.DateTimeFormat('en-GB', { timeZone: admin?.tz ?? 'UTC', timeStyle: 'short' })
    expect(there.format(Number(at))).toBe('09:00')
    expect(Number(at)).toBeGreaterThan(Date.parse(NEW_YEAR))
  })

  it.each([
    [{}, 'The body has nothing; expected one of set, rate, advance, play.'],
    ['now', 'The body has no JSON object; expected one of set, rate, advance, play.'],
    [{ set: NEW_YEAR, rate: 0 }, 'The body has set and rate; expected one of set, rate, advance, play.'],
    [{ rate: 2 }, '“rate” is 2; expected 0, 1, 60, 3600.'],
    [{ advance: '2h' }, '“advance” is "2h"; expected 1h, 1d, morning, quarter.'],
    [{ set: '2027-01-01' }, '“set” is "2027-01-01"; expected an instant with its zone, such as 2027-01-04T08:00:00Z.'],
    [{ set: '1999-01-01T00:00:00Z' }, '“set” leads to 1999-01-01T00:00:00.000Z; the clock goes from 2002 to 2199.'],
    [{ set: 9e99 }, '“set” leads to nowhere; the clock goes from 2002 to 2199.'],
  ])('refuses %j with one sentence', async (body, error) => {
    expect(await clock(body)).toEqual({ status: 400, ok: false, error })
  })

  it('plays neither backwards nor for years', async () => {
    await clock({ rate: 0 })
    await clock({ set: NEW_YEAR })
    const found = `“play” is ${JSON.stringify(NEW_YEAR)}; expected an instant after ${NEW_YEAR}, which is now.`
    expect(await clock({ play: NEW_YEAR })).toMatchObject({ status: 400, error: found })
    const { error } = await clock({ play: '2029-01-01T08:00:00Z' })
    expect(error).toContain('within a year')
  })

  it.each([
    ['?seen=soon', '“seen” is “soon”; expected the “version” of an earlier answer.'],
    ['?seen=1&next=soon', '“next” is “soon”; expected an instant such as 2027-01-04T08:00:00Z, or nothing.'],
  ])('refuses to be followed by %s', async (query, error) => {
    expect(await clock(undefined, query)).toEqual({ status: 400, ok: false, error })
  })

  it('holds whoever has seen its newest version until it is moved', async () => {
    const held = clock(undefined, '?seen=1')
    // The answer to a move comes when whoever was told is back.
    const moved = clock({ rate: 0 })
    expect(await held).toMatchObject({ ok: true, version: 2, rate: 0 })
    void clock(undefined, '?seen=2').catch(() => {})
    expect(await moved).toMatchObject({ ok: true, version: 2, rate: 0 })
  })

  it('writes moves into the journal, and not who looks at it', async () => {
    await clock()
    await clock({ rate: 0 })
    const asked = (await journal(stage.sandbox.url)).filter(({ path }) => path === '/control/clock')
    expect(asked).toMatchObject([{ method: 'POST', body: { rate: 0 } }])
  })
})

describe('what goes by the moved clock', () => {
  beforeEach(async () => {
    await clock({ rate: 0 })
    await clock({ set: NEW_YEAR })
  })

  const tsOf = async (words: string): Promise<number> =>
    Number((await callApi(stage.sandbox, 'chat.postMessage', { channel: IVAN, text: words })).ts)

  it('is the ts of a message: always later than the last one, even where the clock stands or goes back', async () => {
    const first = await tsOf('On New Year’s morning.')
    expect(first * 1000).toBeCloseTo(Date.parse(NEW_YEAR), -1)
    const second = await tsOf('At the same moment.')
    await clock({ set: '2026-12-24T08:00:00Z' })
    const third = await tsOf('A week before.')
    expect([second > first, third > second]).toEqual([true, true])
  })

  it('is the journal, which does not go back either', async () => {
    await clock({ set: '2026-12-24T08:00:00Z' })
    await ask('/control/state')
    const times = (await journal(stage.sandbox.url)).map(({ at }) => at)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(times.at(-1)).toBe(Date.parse(NEW_YEAR))
  })

  it('is what is shown as now, and how far a zone is from Greenwich', async () => {
    const offsets: unknown[] = []
    for (const set of [NEW_YEAR, '2027-07-01T08:00:00Z']) {
      await clock({ set })
      const { now, users } = await ask('/control/state')
      const inBerlin = records(users).find(({ tz }) => tz === 'Europe/Berlin')
      offsets.push([now, inBerlin?.tz_offset])
    }
    expect(offsets).toEqual([
      [NEW_YEAR, 3600],
      ['2027-07-01T08:00:00.000Z', 7200],
    ])
  })

  it('is a status, which runs out by it', async () => {
    const expiration = Date.parse(NEW_YEAR) / 1000 + 1800
    await ask('/control/people', { user: IVAN, change: { status: { text: 'Away', expiration } } })
    const statusNow = async () => {
      const { users } = await ask('/control/state')
      return text(record(records(users).find(({ id }) => id === IVAN)?.profile).status_text)
    }
    expect(await statusNow()).toBe('Away')
    await clock({ advance: '1h' })
    expect(await statusNow()).toBe('')
  })

  it('is what an event says of its time, while the stamp of the request stays real', async () => {
    const arriving = stage.bot.next()
    await actAs(stage.sandbox.url, IVAN).home()
    const { payload, headers } = await arriving
    expect(payload.event_time).toBe(Date.parse(NEW_YEAR) / 1000)
    expect(Number(record(payload.event).event_ts)).toBe(Date.parse(NEW_YEAR) / 1000)
    expect(Math.abs(Number(headers['x-slack-request-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
  })

  it('is over after a reset', async () => {
    await reset(stage.sandbox.url)
    const { entries } = await ask('/control/journal')
    const [entry] = records(entries)
    const times = [stage.sandbox.now().getTime(), (await tsOf('Today.')) * 1000, entry?.at ?? Date.now()]
    for (const time of times) expect(Math.abs(Number(time) - Date.now())).toBeLessThan(60_000)
  })
})

describe('what goes by the machine’s clock', () => {
  it('is a trigger, however far the workspace’s time was moved', async () => {
    stage.bot.answers('command', async ({ trigger_id }) => {
      await clock({ advance: 'quarter' })
      const view = { type: 'modal', title: { type: 'plain_text', text: 'Open' }, blocks: [] }
      await stage.bot.call('views.open', { trigger_id, view })
    })
    expect((await actAs(stage.sandbox.url, IVAN).command('/nats-level')).view).toMatchObject({ type: 'modal' })
  })

  it('moves the workspace’s time too, until that is moved by itself', async () => {
    const machine = movedClock(Date.parse(NEW_YEAR))
    const sandbox = await startSandbox({ clock: machine })
    machine.advance(60_000)
    expect(sandbox.now()).toEqual(new Date('2027-01-01T08:01:00Z'))
    await sandbox.close()
  })
})

describe('a clock that was moved', () => {
  it('stays so over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
    const stateFile = join(folder, 'state.json')
    const before = await startSandbox({ stateFile })
    const moves = [{ rate: 0 }, { set: NEW_YEAR }].map((move) => JSON.stringify(move))
    for (const body of moves) await fetch(`${before.url}/control/clock`, { method: 'POST', body })
    await before.close()
    const after = await startSandbox({ stateFile })
    expect(after.now()).toEqual(new Date(NEW_YEAR))
    await reset(after.url)
    await after.close()
    const anew = await startSandbox({ stateFile })
    expect(Math.abs(anew.now().getTime() - Date.now())).toBeLessThan(60_000)
    await anew.close()
    rmSync(folder, { recursive: true })
  })
})
