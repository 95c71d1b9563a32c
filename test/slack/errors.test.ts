import { ErrorCode } from '@slack/web-api'
import { expect, it, test } from 'vitest'
import { isDeadTrigger, isWindowGone, slackError } from '../../src/slack/errors.ts'

test.each(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id', 'trigger_expired', 'trigger_exchanged'])(
  'it knows %s as a window that came too late',
  (word) => {
    expect([isDeadTrigger(refusal(word)), isWindowGone(refusal(word))]).toEqual([true, false])
  },
)

test.each(['not_found', 'view_not_found', 'hash_conflict'])(
  'it knows %s as a window that nobody looks at any more',
  (word) => {
    expect([isDeadTrigger(refusal(word)), isWindowGone(refusal(word))]).toEqual([false, true])
  },
)

test.each([
  ['another word of Slack’s', refusal('invalid_auth'), 'invalid_auth'],
  ['an error that is not Slack’s', new Error('not_found'), undefined],
  [
    'an error of the way to Slack',
    Object.assign(new Error('x'), { code: ErrorCode.RequestError, data: { error: 'not_found' } }),
    undefined,
  ],
  ['no error at all', 'expired_trigger_id', undefined],
  ['nothing', undefined, undefined],
])('it takes %s for neither', (_what, error, word) => {
  expect([slackError(error), isDeadTrigger(error), isWindowGone(error)]).toEqual([word, false, false])
})

it('reads Slack’s own word', () => {
  expect(slackError(refusal('channel_not_found'))).toBe('channel_not_found')
})

/** As the client throws it when Slack answers `ok: false`. */
function refusal(word: string): Error {
  return Object.assign(new Error(`An API error occurred: ${word}`), {
    code: ErrorCode.PlatformError,
    data: { ok: false, error: word },
  })
}
