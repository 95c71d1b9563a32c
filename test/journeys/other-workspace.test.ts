import { afterEach, describe, expect, it } from 'vitest'
import {
  acked,
  clickBy,
  commandBy,
  enveloped,
  filled,
  hand,
  openHook,
  sender,
  stepsOf,
  submissionOf,
  windowOf,
} from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { type SeenView, wordsIn } from '../support/person.ts'

const journey = await startJourney()
const hook = await openHook()
const ivan = journey.as('U0IVANPET')
const notSetUp = 'NATS Level is not set up here yet. Whoever installed it can finish it on the app’s Home tab.'

// The token is known to be another workspace’s once Slack has said whose it is.
await ivan.command('/nats-level help')

describe('somebody of a workspace that the bot’s token does not serve', () => {
  it('reads so after a command, whichever it is', async () => {
    for (const command of ['/nats-level', '/nats-old']) {
      const asked = { ...commandBy('U0OTHER', 'show', hook.url), team_id: 'T0OTHER', command }
      expect(await hand(journey, 'command', asked)).toEqual(acked())
      expect(hook.last()).toMatchObject({ response_type: 'ephemeral', text: notSetUp })
      expect(wordsIn(hook.last())).toBe(notSetUp)
    }
  })

  it('reads so after a click on a message', async () => {
    const container = { type: 'message', message_ts: '1.2', channel_id: 'D1' }
    for (const actionId of ['assessment.open', 'assessment.history', 'assessment.confirm', 'assessment.older']) {
      const click = { ...clickBy('U0OTHER', actionId), ...there, container, response_url: `${hook.url}/${actionId}` }
      expect(await hand(journey, 'interaction', click)).toEqual(acked())
      expect(wordsIn(hook.last())).toBe(notSetUp)
    }
  })

  it('reads so after sending a window', async () => {
    for (const view of await theirSteps()) {
      const answer = await hand(journey, 'interaction', {
        ...submissionOf('U0OTHER', view, view.state.values),
        ...there,
      })
      expect(wordsIn(windowOf(answer))).toBe(notSetUp)
    }
  })

  it('is left alone where no answer can reach them', async () => {
    const [view] = await theirSteps()
    const shortcut = { type: 'shortcut', ...there, callback_id: 'assessment.open' }
    expect(await hand(journey, 'interaction', shortcut)).toEqual(acked())
    expect(await hand(journey, 'interaction', { ...clickBy('U0OTHER', 'assessment.jump', view), ...there })).toEqual(
      acked(),
    )
    const opened = { type: 'app_home_opened', user: 'U0OTHER', channel: 'D1', tab: 'home' }
    expect(await hand(journey, 'event', { ...enveloped(opened), team_id: 'T0OTHER' })).toEqual(acked())
  })

  it('is asked about like anybody else when the window is one of ours, in a channel that both share', async () => {
    const stranger = await guestHere()
    const [, , view] = await stepsOf(ivan)
    const ours = { ...view, app_installed_team_id: 'T0HARBOUR' }
    const submission = submissionOf(stranger, ours, filled(view, { 'assessment.topic': '2' }))
    const answer = await hand(journey, 'interaction', { ...submission, ...sender(stranger, 'T0OTHER') })
    expect(wordsIn(windowOf(answer))).toBe(
      'This programme is for members of Harbour Works; nothing about you is stored.',
    )
  })

  afterEach(async () => {
    const people = await journey.database.sql('select workspace_id, slack_id from person')
    expect(people.filter(({ slack_id }) => slack_id !== ivan.id)).toEqual([])
    expect(await journey.database.sql("select id from workspace where id <> 'T0HARBOUR'")).toEqual([])
    const calls = (await journey.journal()).filter(({ kind }) => kind === 'api')
    expect(calls.filter((call) => /U0OTHER|T0OTHER/.test(JSON.stringify(call)))).toEqual([])
  })
})

const there = sender('U0OTHER', 'T0OTHER')

/** The windows of the form, as they would stand in the other workspace. */
async function theirSteps(): Promise<readonly SeenView[]> {
  return (await stepsOf(ivan)).map((view) => ({ ...view, app_installed_team_id: 'T0OTHER' }))
}

async function guestHere(): Promise<string> {
  const answer = await fetch(`${journey.sandboxUrl}/control/state`)
  const { users } = (await answer.json()) as { users: Record<string, unknown>[] }
  return String(users.find((user) => user.is_restricted === true)?.id)
}
