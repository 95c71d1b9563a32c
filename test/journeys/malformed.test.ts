import { expect, inject, test } from 'vitest'
import * as slack from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'

const journey = await startJourney()
const hook = await slack.openHook()
const ivan = journey.as('U0IVANPET')

const [view] = await slack.stepsOf(ivan)
const homeOpened = { type: 'app_home_opened', user: ivan.id, channel: 'D1', tab: 'home' }

type Case = readonly [what: string, as: slack.As, sample: slack.Payload, parts: Partial<Record<Part, string>>]
type Part = keyof typeof never

/** What can never stand at a part of this kind. */
const noText = [undefined, null, true, 7, [], {}, [null]]
const noId = [...noText, '', 'x'.repeat(4_000)]
const never = { slackId: [...noId, '\u0000', '__proto__', 'U1 or 1=1', 'u1'], id: noId, text: noText }

const cases: readonly Case[] = [
  [
    'a command',
    'command',
    slack.commandBy(ivan.id, 'show', hook.url),
    { slackId: 'team_id user_id', id: 'command trigger_id' },
  ],
  [
    'a shortcut',
    'interaction',
    { type: 'shortcut', ...slack.sender(ivan.id), callback_id: 'assessment.open' },
    { slackId: 'user.id', id: 'callback_id trigger_id', text: 'type user' },
  ],
  [
    'a submission',
    'interaction',
    slack.submissionOf(ivan.id, view, view.state.values),
    { slackId: 'user.id', id: 'view.id api_app_id trigger_id', text: 'type user view view.type view.callback_id' },
  ],
  [
    'a click',
    'interaction',
    slack.clickBy(ivan.id, 'assessment.jump', view),
    {
      slackId: 'user.id',
      id: 'actions.0.action_id view.id api_app_id trigger_id',
      text: 'type user actions actions.0 actions.0.action_ts view.type',
    },
  ],
  [
    'an event',
    'event',
    slack.enveloped({ ...homeOpened, user: { id: ivan.id } }),
    // Over a socket Slack’s library reads the event’s type itself, and drops an envelope that has none.
    inject('transport') === 'http'
      ? { slackId: 'team_id event.user.id', id: 'event.type', text: 'type event' }
      : { slackId: 'team_id event.user.id', text: 'type' },
  ],
]

test.each(cases)(
  '%s is refused at once without what makes it one, and does nothing',
  async (_what, as, sample, parts) => {
    const before = await slack.rowsIn(journey)
    for (const { path, value } of changesOf(parts).filter((each) => as !== 'command' || isForm(each.value))) {
      const answer = await slack.hand(journey, as, changed(sample, path.split('.'), value))
      expect([path, value, answer]).toEqual([path, value, slack.refused])
    }
    expect(await slack.rowsIn(journey)).toEqual(before)
    const troubles = journey.takeTroubles()
    expect(troubles.filter(({ level }) => level > 40)).toEqual([])
    expect(JSON.stringify(troubles)).not.toMatch(/__proto__|xxxx|U0IVANPET|or 1=1/)
  },
)

function changesOf(parts: Case[3]): readonly { readonly path: string; readonly value: unknown }[] {
  return (['slackId', 'id', 'text'] as const).flatMap((part) =>
    (parts[part]?.split(' ') ?? []).flatMap((path) => never[part].map((value) => ({ path, value }))),
  )
}

/** A form carries text, or nothing. */
function isForm(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

/** The payload with one part put to this value; undefined: without it. */
function changed(payload: unknown, [step = '', ...rest]: readonly string[], value: unknown): slack.Payload {
  const before: slack.Payload = Object(payload)
  const put = rest.length === 0 ? value : changed(before[step], rest, value)
  const copy = Array.isArray(payload) ? [...payload] : { ...before }
  return Object.assign(copy, { [step]: put })
}
