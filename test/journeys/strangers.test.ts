import { expect, test } from 'vitest'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'
import { deliver, post, submissionOf } from '../support/signed.ts'

const journey = await startJourney()

test('a guest is told that the programme is not for them, everywhere, and nothing about them is stored', async () => {
  const guest = journey.as(await accountWith('is_restricted'))
  const sentence = 'This programme is for members of Harbour Works; nothing about you is stored.'
  expect(wordsIn((await guest.command('/nats-level')).view)).toBe(sentence)
  await guest.close()
  for (const word of ['show', 'history', 'next']) {
    expect((await guest.command(`/nats-level ${word}`)).responses.at(-1)?.text).toBe(sentence)
  }
  expect(wordsIn((await guest.home()).view)).toBe(
    'This programme is for members of Harbour Works. Guests are not asked and nothing about you is stored.',
  )
  expect(await journey.database.sql('select slack_id from person')).toEqual([])
})

test('a button of an older message gets a way on', async () => {
  const ivan = journey.as('U0IVANPET')
  await call('chat.postMessage', {
    channel: ivan.id,
    text: 'An older message.',
    blocks: [
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'check-in.older', text: { type: 'plain_text', text: 'An older button' } },
        ],
      },
    ],
  })
  const seen = await ivan.click('An older button', { in: 'message' })
  expect(wordsIn(seen.responses.at(-1) ?? null)).toContain(
    'This button belongs to an older message. Here is where that lives now:',
  )
  const form = await ivan.click('Update my level', { in: 'message' })
  expect(form.view?.callback_id).toBe('assessment.step-level')
})

test('a window of an older release gets a way on', async () => {
  const ivan = journey.as('U0IVANPET')
  await ivan.command('/nats-level')
  const view = await ivan.view()
  if (!view) throw new Error('there is no window')
  const answer = await deliver(journey, submissionOf(ivan.id, { ...view, callback_id: 'assessment.older' }, {}))
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.body)).toMatchObject({ response_action: 'update', view: { callback_id: 'slack.moved' } })
})

test('a form whose memory was tampered with is refused with one sentence, and nothing is written', async () => {
  const ivan = journey.as('U0IVANPET')
  await ivan.command('/nats-level')
  const view = await ivan.view()
  if (!view) throw new Error('there is no window')
  const answer = await deliver(
    journey,
    submissionOf(ivan.id, { ...view, private_metadata: '{"k":"nats-jetstream"}' }, {}),
  )
  expect(answer.body).toContain('Something went wrong on our side and nothing was changed.')
  expect(journey.takeTroubles()).toHaveLength(1)
  expect(await journey.database.sql('select count(*)::int from assessment')).toEqual([{ count: 0 }])
})

test('a request that is not signed is refused before any work', async () => {
  const answer = await post(journey, 'payload=%7B%7D', { 'x-slack-signature': `v0=${'0'.repeat(64)}` })
  expect(answer.status).toBe(401)
  expect(journey.takeTroubles().map(({ msg }) => msg)).toEqual([
    expect.stringContaining('Is SLACK_SIGNING_SECRET right?'),
  ])
})

test('a signed request that makes no sense is refused, and the log says why without its content', async () => {
  const answer = await deliver(journey, { type: 'block_actions', actions: [{}], secret: 'do not log me' })
  expect(answer.status).toBe(400)
  const troubles = journey.takeTroubles()
  expect(troubles.length).toBeGreaterThan(0)
  expect(JSON.stringify(troubles)).not.toContain('do not log me')
})

async function accountWith(flag: string): Promise<string> {
  const answer = await fetch(`${journey.sandboxUrl}/control/state`)
  const { users } = (await answer.json()) as { users: Record<string, unknown>[] }
  return String(users.find((user) => user[flag] === true)?.id)
}

async function call(method: string, args: object): Promise<void> {
  const answer = await fetch(`${journey.sandboxUrl}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${journey.botToken}` },
    body: JSON.stringify(args),
  })
  expect(await answer.json()).toMatchObject({ ok: true })
}
