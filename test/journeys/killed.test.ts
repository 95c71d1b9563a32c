import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, expect, inject, test, vi } from 'vitest'
import { startSandbox } from '../../sandbox/index.ts'
import { freshDatabase } from '../support/database.ts'
import { goOn, labelsIn, someTopics } from '../support/form.ts'
import { holdWrites, isWaitedFor } from '../support/held.ts'
import { freePort } from '../support/line.ts'
import { actAs, journal, wordsIn } from '../support/person.ts'
import { expectInGallery } from '../support/seen.ts'

/** The bot as it is deployed: a process of its own, which can be killed. */
const database = await freshDatabase()
const port = await freePort()
const sandbox = await startSandbox({
  botUrl: `http://127.0.0.1:${port}/slack/events`,
  socketMode: inject('transport') === 'socket',
})
const ivan = actAs(sandbox.url, 'U0IVANPET')
let bot: ChildProcess

afterAll(async () => {
  bot.kill('SIGKILL')
  const entries = await journal(sandbox.url)
  await sandbox.close()
  expectInGallery(entries)
})

// Each start of the bot reads the whole of it anew.
const patience = { timeout: 60_000 }

test(
  'a bot killed between receipt and write has not said “recorded”, and the same window saves after its return',
  patience,
  async () => {
    await startBot()
    await ivan.command('/nats-level')
    const items = await ivan.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
    await ivan.submit(Object.fromEntries(labelsIn(items.view).map((label) => [label, 'With help'])))

    const release = await holdWrites(database)
    const saving = ivan.submit(someTopics)
    await vi.waitUntil(() => isWaitedFor(database), { timeout: 20_000, interval: 10 })
    bot.kill('SIGKILL')
    await saving
    await release()
    expect(await shownAsRecorded()).toBe(0)

    await startBot()
    const saved = await ivan.submit(someTopics)
    expect(wordsIn(saved.view)).toContain('Middle · Go is on record')
    expect(await rows()).toBe(1)
  },
)

test('wherever a kill falls, nobody reads “recorded” without a row', patience, async () => {
  let said = await rows()
  for (const delay of [0, 5, 20]) {
    await ivan.command('/nats-level')
    const before = await submits()
    const seen = goOn(ivan, { topics: { ...someTopics, 'Pub/sub': String(delay % 4) } })
    // The save is the third button pressed: the kill falls at that moment, or a few milliseconds later.
    await vi.waitUntil(async () => (await submits()) === before + 3, { timeout: 10_000, interval: 1 })
    await new Promise((later) => setTimeout(later, delay)) // not a wait for something: where the kill falls is the case
    bot.kill('SIGKILL')
    await once(bot, 'exit')
    const answer = await seen
    if (wordsIn(answer.view).includes('is on record')) said++
    expect(await rows()).toBeGreaterThanOrEqual(said)
    said = await rows()
    await startBot()
  }
})

async function startBot(): Promise<void> {
  bot = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: {
      ...process.env,
      ...sandbox.env,
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      PORT: String(port),
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  })
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok ?? false, {
    timeout: 30_000,
    interval: 20,
  })
}

async function rows(): Promise<number> {
  const [row] = await database.sql('select count(*)::int as count from assessment')
  return Number(row?.count)
}

async function shownAsRecorded(): Promise<number> {
  return (await journal(sandbox.url)).filter((entry) => JSON.stringify(entry).includes('is on record')).length
}

async function submits(): Promise<number> {
  return (await journal(sandbox.url)).filter(({ kind, path }) => kind === 'control' && path === '/control/submit')
    .length
}
