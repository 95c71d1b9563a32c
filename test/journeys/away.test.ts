import { afterAll, expect, test, vi } from 'vitest'
import { fillForm, labelsIn, someTopics } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { newLine } from '../support/line.ts'
import { wordsIn } from '../support/person.ts'

const line = await newLine()
const journey = await startJourney({ reach: line.reach })
const ivan = journey.as('U0IVANPET')
const away =
  /^Your record cannot be reached right now\. Nothing is lost; please try again in a few minutes\. [A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{2}$/

afterAll(() => line.cut())

test('the bot starts without its database, says so to its host, and is kind to people', async () => {
  expect(await status('/healthz')).toBe(200)
  expect(await status('/readyz')).toBe(503)
  const opened = await ivan.command('/nats-level')
  expect(wordsIn(opened.view)).toMatch(away)
  await ivan.close()
  const shown = await ivan.command('/nats-level show')
  expect(shown.responses.at(-1)?.text).toMatch(away)
  const home = await ivan.home()
  expect(wordsIn(home.view)).toMatch(
    /^Your page cannot be drawn right now\. Nothing is lost; open this tab again in a minute\. Reference /,
  )
  const help = await ivan.command('/nats-level help')
  expect(help.responses.at(-1)?.text).toContain('Type /nats-level')
  expect(journey.takeTroubles().length).toBeGreaterThan(0)
})

test('when the database returns the bot migrates it and goes on by itself', async () => {
  await line.mend()
  await vi.waitUntil(async () => (await status('/readyz')) === 200, { timeout: 15_000, interval: 50 })
  const seen = await fillForm(ivan)
  expect(wordsIn(seen.view)).toContain('Middle · Go is on record')
  journey.takeTroubles()
})

test('with the database away the steps still work, *Save* keeps the answers, and saves when it is back', async () => {
  const maria = journey.as('U0MARIAKOW')
  await maria.command('/nats-level settings')
  await maria.click('directory.settings.hours')
  await ivan.command('/nats-level')
  await ivan.click('assessment.level', { value: 'Senior (3 of 5)' })
  await line.cut()
  const { errors = {} } = await maria.submit({ Start: '07:00' })
  expect(errors['directory.settings.hours.start']).toMatch(
    /^This could not be saved just now; what you chose is still here\. Press Save again in a minute\. Reference [A-Z2-9]{4}-[A-Z2-9]{2}$/,
  )
  const items = await ivan.submit({})
  await ivan.submit(Object.fromEntries(labelsIn(items.view).map((label) => [label, 'On my own'])))
  const failed = await ivan.submit({ ...someTopics, 'Note or link': 'typed just before the cable was cut' })
  expect(wordsIn(failed.view)).toMatch(
    /This could not be saved just now; your answers are still here\. Press \*Save\* again in a minute\. Reference [A-Z2-9]{4}-[A-Z2-9]{2}/,
  )
  expect(JSON.stringify(failed.view?.state.values)).toContain('typed just before the cable was cut')
  expect(await status('/readyz')).toBe(503)
  journey.takeTroubles()

  await line.mend()
  await vi.waitUntil(async () => (await status('/readyz')) === 200, { timeout: 15_000, interval: 50 })
  expect(wordsIn((await maria.submit({})).view)).toContain('07:00–17:00')
  const saved = await ivan.submit({})
  expect(wordsIn(saved.view)).toContain('Senior · Go is on record')
  expect(await journey.database.sql('select count(*)::int from assessment')).toEqual([{ count: 2 }])
  expect(await journey.database.sql('select text from note')).toEqual([{ text: 'typed just before the cable was cut' }])
  journey.takeTroubles()
})

async function status(path: string): Promise<number> {
  return (await fetch(`${journey.botUrl}${path}`)).status
}
