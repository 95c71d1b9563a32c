import { expect, test } from 'vitest'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const anna = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const aroha = { workspaceId: 'T0HARBOUR', slackId: 'U0AROHATEK' }
// Ten in the evening of a Monday in Berlin, half past ten on Tuesday morning in Auckland.
const journey = await startJourney({ letters: true, adminIds: [anna, aroha], startClock: '2026-11-23T21:30:00Z' })
const admin = journey.as('U0ANNALIND')

test('the admins of a new workspace are welcomed, each in their own working hours', async () => {
  expect(await journey.letters.welcome([anna, aroha])).toBe(false)
  await journey.letters.settle()
  expect(await journey.as(aroha.slackId).messages()).toHaveLength(1)
  expect(await admin.messages()).toEqual([])
  const { view } = await journey.as(aroha.slackId).command('/nats-level admin letters')
  expect(wordsIn(view)).toContain('1 waits')

  journey.setClock('2026-11-24T07:59:00Z')
  await journey.letters.settle()
  expect(await admin.messages()).toEqual([])
  journey.setClock('2026-11-24T08:00:00Z')
  await journey.letters.settle()
  expect(await admin.messages()).toHaveLength(1)
})

test('they are welcomed once, and nobody else is written to', async () => {
  for (let start = 0; start < 3; start++) {
    expect(await journey.letters.welcome([anna, aroha])).toBe(false)
    await journey.letters.settle()
  }
  const messages = await admin.messages()
  expect(messages.map(({ text }) => text)).toEqual([
    'NATS Level is installed in Harbour Works; nobody has been written to. Add people to begin; /nats-level admin lists what admins can do.',
  ])
  const posts = (await journey.journal()).filter((entry) => entry.kind === 'api' && entry.method === 'chat.postMessage')
  expect(posts).toHaveLength(2)
})

test('the welcome names what the workspace has not granted, and how it goes without', async () => {
  const [message] = await admin.messages()
  const words = wordsIn(message ?? null)
  expect(words).toContain('*NATS Level is installed in Harbour Works.* Nobody has been written to.')
  expect(words).toContain('Permissions not granted: sending files, so an export comes in parts;')
})

test('its button shows what levels ask', async () => {
  const seen = await admin.click('Read what levels ask', { in: 'message' })
  expect(seen.view?.callback_id).toBe('assessment.expectations')
  await admin.close()
})

test('whom Slack does not know, and who is a guest, gets none, and the log says so', async () => {
  const guest = { workspaceId: 'T0HARBOUR', slackId: 'U0GUESTONE' }
  const nobody = { workspaceId: 'T0HARBOUR', slackId: 'U0NOSUCHONE' }
  const join = { id: guest.slackId, name: 'guest', real_name: 'A Guest', is_restricted: true }
  await fetch(`${journey.sandboxUrl}/control/people`, { method: 'POST', body: JSON.stringify({ join }) })
  expect(await journey.letters.welcome([guest, nobody])).toBe(false)
  await journey.letters.settle()
  journey.takeRefusals('user_not_found')
  expect(journey.takeTroubles().map(({ msg }) => msg)).toEqual([
    'ADMIN_USER_IDS names a guest, who gets no welcome.',
    'ADMIN_USER_IDS names nobody whom Slack knows in this workspace.',
  ])
  expect(await journey.as(guest.slackId).messages()).toEqual([])
})
