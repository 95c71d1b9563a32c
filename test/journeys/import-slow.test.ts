import { expect, it } from 'vitest'
import type { AdminId } from '../../src/config.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const adminIds: readonly AdminId[] = [{ workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }]
// Everything takes longer than Slack would wait for.
const journey = await startJourney({ adminIds, saveWithin: 0 })
const admin = journey.as('U0ANNALIND')

it('is looked at and done behind the window, where it takes longer than Slack waits', async () => {
  const form = await admin.command('/nats-level admin import')
  expect(wordsIn(form.view)).toContain('Files need one more permission, files:read.')
  await admin.submit({ 'directory.import.paste': 'U0IVANPET,U0MARIAKOW\nU0MARIAKOW,U0PAVELDOR' })
  await journey.idle()
  const dry = await admin.view()
  expect(dry?.submit?.text).toBe('Import 2 rows')
  await admin.submit()
  await journey.idle()
  expect(wordsIn(await admin.view())).toContain('*2 managers are on record now.*')
  const drawings = (await journey.journal()).flatMap((entry) => JSON.stringify(entry))
  expect(drawings.filter((each) => each.includes('Reading the list…'))).not.toEqual([])
  expect(drawings.filter((each) => each.includes('Importing…'))).not.toEqual([])
})
