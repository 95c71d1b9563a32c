import { afterAll, expect, test, vi } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { fillForm } from '../support/form.ts'
import { recordedBy } from '../support/held.ts'
import { startJourney } from '../support/journey.ts'
import { newLine } from '../support/line.ts'
import { wordsIn } from '../support/person.ts'
import { lastMessage, press, roundsOf } from '../support/rounds.ts'

const line = await newLine()
await line.mend()
const slackClock = movedClock(Date.parse('2026-10-01T07:00:00Z'))
const journey = await startJourney({
  letters: true,
  reach: line.reach,
  startClock: '2026-08-03T09:00:00Z',
  slackClock,
})
const rounds = roundsOf(journey, slackClock)
const ivan = journey.as('U0IVANPET')

afterAll(() => line.cut())

test('with the database away a tap records nothing, says so, and leaves the question with its buttons', async () => {
  await vi.waitUntil(async () => (await fetch(`${journey.botUrl}/readyz`)).status === 200, {
    timeout: 15_000,
    interval: 50,
  })
  await fillForm(ivan)
  await rounds.enrol(ivan)
  await rounds.open('2026-10-01T10:00:00Z')
  const asked = await lastMessage(ivan)
  await line.cut()
  for (const [button, value] of [['Still right'], ['check-in.not-now', 'Skip this quarter']] as const) {
    const seen = await press(ivan, button, asked, value)
    expect(seen.responses.at(-1)?.text).toBe(
      'Not recorded yet: our records are out of reach. The buttons keep working; please tap again in a few minutes.',
    )
  }
  expect(wordsIn(await lastMessage(ivan))).toBe(wordsIn(asked))
  const form = await press(ivan, 'Update', asked)
  expect(wordsIn(form.view)).toMatch(/^Your record cannot be reached right now\./)
  await ivan.close()
  await line.mend()
  await vi.waitUntil(async () => (await fetch(`${journey.botUrl}/readyz`)).status === 200, {
    timeout: 15_000,
    interval: 50,
  })
  await press(ivan, 'Still right', asked)
  expect((await lastMessage(ivan)).text).toMatch(/^Still right, noted\./)
  expect(await recordedBy(journey.database, ivan.id)).toBe(2)
  journey.takeTroubles()
})
