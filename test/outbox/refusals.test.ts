import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { afterRefusal, table, type Verdict } from '../../src/outbox/refusals.ts'
import { boltLogger } from '../../src/slack/receiver.ts'
import { freePort } from '../support/line.ts'

/** What Slack’s own client makes of such an answer to a post. */
async function verdictOn(answer: () => Response | Promise<Response>): Promise<Verdict> {
  return verdictAt('http://slack.invalid/api/', async () => answer())
}

async function verdictAt(slackApiUrl: string, fetch?: () => Promise<Response>): Promise<Verdict> {
  const client = new WebClient('xoxb', {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(pino({ level: 'silent' })),
    ...(fetch ? { fetch } : {}),
  })
  return client.chat.postMessage({ channel: 'U1', text: 'Hello' }).then(
    () => Promise.reject(new Error('expected a refusal')),
    (error: unknown) => afterRefusal(error),
  )
}

const says = (error: string) => () => Response.json({ ok: false, error })

describe('a refusal', () => {
  it.each([
    ['for-ever', 'channel_not_found'],
    ['for-ever', 'user_disabled'],
    ['for-ever', 'cannot_dm_bot'],
    ['for-ever', 'messages_tab_disabled'],
    ['later', 'message_limit_exceeded'],
    ['later', 'team_added_to_org'],
    ['later', 'no_permission'],
    ['later', 'access_denied'],
    ['ours', 'invalid_blocks'],
    ['ours', 'msg_blocks_too_long'],
    ['ours', 'a_word_that_nobody_has_heard_of'],
    ['unknown', 'fatal_error'],
    ['unknown', 'internal_error'],
  ])('is %s: %s', async (kind, word) => {
    expect(await verdictOn(says(word))).toEqual({ kind, reason: word })
  })

  it.each([
    ['token_revoked', true],
    ['account_inactive', true],
    ['invalid_auth', false],
    ['missing_scope', false],
  ])('of the token, %s, stops the lane for good: %s', async (word, dead) => {
    expect(await verdictOn(says(word))).toEqual({ kind: 'token', reason: word, dead })
  })

  it('for speed says how long to wait', async () => {
    const answer = () =>
      new Response('{"ok":false,"error":"ratelimited"}', { status: 429, headers: { 'retry-after': '7' } })
    expect(await verdictOn(answer)).toEqual({ kind: 'too-fast', reason: 'ratelimited', wait: 7_000 })
  })

  it('by machines behind the door leaves open whether it was done, by the door itself does not', async () => {
    expect(await verdictOn(() => new Response('', { status: 503 }))).toEqual({ kind: 'unknown', reason: 'http_503' })
    expect(await verdictOn(() => new Response('', { status: 403 }))).toEqual({ kind: 'later', reason: 'http_403' })
  })

  it('that is no answer leaves it open, and none of its words are kept', async () => {
    const unknown = { kind: 'unknown', reason: 'no_answer' }
    expect(await verdictOn(() => new Response('<html>Please sign in</html>'))).toEqual(unknown)
    expect(await verdictOn(() => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNRESET' })))).toEqual(
      unknown,
    )
    expect(await verdictOn(() => Promise.reject(new DOMException('late', 'TimeoutError')))).toEqual(unknown)
  })

  it('of the connection itself means that nothing was done', async () => {
    expect(await verdictAt(`http://127.0.0.1:${await freePort()}/api/`)).toEqual({ kind: 'away', reason: 'slack_away' })
  })
})

it('has each word of Slack in one row', () => {
  const words = Object.values(table).flat()
  expect(new Set(words).size).toBe(words.length)
})
