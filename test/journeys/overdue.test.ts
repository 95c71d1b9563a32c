import { expect, test } from 'vitest'
import { overdueTeller } from '../../src/ops/flow-overdue.ts'
import { keepSchedules } from '../../src/schedules/flow.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const anna = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const journey = await startJourney({ letters: true, adminIds: [anna], startClock: '2026-11-23T09:00:00Z' })
const { world, letters } = journey
const admin = journey.as('U0ANNALIND')
const usual = [{ kind: 'retention', cron: '17 3 * * *' }] as const
const tellOverdue = overdueTeller(world, () => [anna.slackId])
const watching = keepSchedules({ world, deeds: {}, usual, tellOverdue })
const working = keepSchedules({ world, deeds: { retention: async () => {} }, usual, tellOverdue })

test('admins are told in their morning, once, that something due has not started', async () => {
  await letters.welcome([anna])
  await watching.runDue()
  journey.setClock('2026-11-24T05:00:00Z')
  for (let beat = 0; beat < 3; beat++) await watching.runDue()
  const [trouble] = journey.takeTroubles()
  await letters.settle()
  expect(await told()).toEqual([])
  journey.setClock('2026-11-24T08:00:00Z')
  await letters.settle()
  expect(await told()).toEqual([
    `The nightly clean-up was due on Tue 24 Nov at 04:17 and has not started. Nothing has been deleted. Reference ${trouble?.ref}`,
  ])
  const [message] = (await admin.messages()).slice(-1)
  expect(wordsIn(message ?? null)).toContain(`Reference ${trouble?.ref}: the log of this app has more.`)
})

test('nobody is told in the morning what has been done by then', async () => {
  journey.setClock('2026-11-25T05:00:00Z')
  await working.runDue()
  journey.takeTroubles()
  journey.setClock('2026-11-26T05:00:00Z')
  await watching.runDue()
  expect(journey.takeTroubles()).toHaveLength(1)
  await working.runDue()
  journey.setClock('2026-11-26T08:00:00Z')
  await letters.settle()
  expect(await told()).toHaveLength(1)
  expect(
    await journey.database.sql(`select state, reason from letter where kind = 'schedules.overdue' order by created_at`),
  ).toMatchObject([{ state: 'sent' }, { state: 'cancelled' }])
})

async function told(): Promise<string[]> {
  return (await admin.messages()).map(({ text }) => text).filter((text) => text.startsWith('The nightly clean-up'))
}
