import { describe, expect, it, onTestFinished, test, vi } from 'vitest'
import { clientOptionsFor, fetchByPolicy } from '../../src/slack/calls.ts'
import type { Log } from '../../src/world.ts'

const api = 'https://slack.com/api'
const once = ['views.open', 'views.push', 'chat.postMessage', 'oauth.v2.access']
const again = ['views.update', 'views.publish', 'users.info', 'auth.test']

// The pauses between tries are real; side by side they cost one of them.
describe.concurrent('a call that may be repeated', () => {
  test.each(again)('is tried again after a failure of Slack: %s', async (method) => {
    const slack = slackThat(500, 'ok')
    expect(await statusOf(slack, method)).toBe(200)
    expect(slack.calls).toHaveLength(2)
  })

  test.each(again)('is tried again after a lost connection: %s', async (method) => {
    const slack = slackThat('reset', 'ok')
    expect(await statusOf(slack, method)).toBe(200)
    expect(slack.calls).toHaveLength(2)
  })

  it('is given up after three tries, with what Slack said last', async () => {
    const slack = slackThat(500, 502, 503, 'ok')
    expect(await statusOf(slack, 'users.info')).toBe(503)
    expect(slack.calls).toHaveLength(3)
  })

  it('is given up after three lost connections, with the reason', async () => {
    const slack = slackThat('reset', 'reset', 'reset', 'ok')
    await expect(statusOf(slack, 'users.info')).rejects.toThrow('connection reset')
    expect(slack.calls).toHaveLength(3)
  })

  it('sends the same body again', async () => {
    const slack = slackThat(500, 'ok')
    await fetchByPolicy(slack.fetch)(`${api}/views.update`, { method: 'POST', body: 'view=1' })
    expect(slack.calls.map(({ init }) => init?.body)).toEqual(['view=1', 'view=1'])
  })

  it('waits as long as Slack asks for when that is short', async () => {
    const slack = slackThat({ status: 429, retryAfter: '0' }, 'ok')
    expect(await statusOf(slack, 'users.info')).toBe(200)
    expect(slack.calls).toHaveLength(2)
  })

  test.each(['4', '30', 'Wed, 21 Oct 2026 07:28:00 GMT'])(
    'is told at once that Slack is busy for long (%s)',
    async (retryAfter) => {
      const slack = slackThat({ status: 429, retryAfter }, 'ok')
      expect(await statusOf(slack, 'views.update')).toBe(429)
      expect(slack.calls).toHaveLength(1)
    },
  )

  it('is not repeated after an answer, even a refusal', async () => {
    const slack = slackThat(404, 'ok')
    expect(await statusOf(slack, 'views.update')).toBe(404)
    expect(slack.calls).toHaveLength(1)
  })

  it('is not repeated once its caller has given up', async () => {
    const slack = slackThat('reset', 'ok')
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(fetchByPolicy(slack.fetch)(`${api}/users.info`, { signal })).rejects.toThrow()
    expect(slack.calls).toHaveLength(1)
  })
})

describe.concurrent('a call that must not be repeated', () => {
  test.each(once)('is made once when Slack fails: %s', async (method) => {
    const slack = slackThat(500, 'ok')
    expect(await statusOf(slack, method)).toBe(500)
    expect(slack.calls).toHaveLength(1)
  })

  test.each(once)('is made once when the connection is lost: %s', async (method) => {
    const slack = slackThat('reset', 'ok')
    await expect(statusOf(slack, method)).rejects.toThrow('connection reset')
    expect(slack.calls).toHaveLength(1)
  })

  it('is made once when Slack is busy', async () => {
    const slack = slackThat({ status: 429, retryAfter: '0' }, 'ok')
    expect(await statusOf(slack, 'views.open')).toBe(429)
    expect(slack.calls).toHaveLength(1)
  })

  it('is any answer to a response URL, whatever its last word', async () => {
    const slack = slackThat(500, 'ok')
    const answer = await fetchByPolicy(slack.fetch)('https://hooks.slack.com/commands/T1/1/abc')
    expect([answer.status, slack.calls.length]).toEqual([500, 1])
  })
})

it('gives every try a deadline of its own', async () => {
  const slack = slackThat(500, 'ok')
  await statusOf(slack, 'users.info')
  const signals = slack.calls.map(({ init }) => init?.signal)
  expect(signals.every((signal) => signal instanceof AbortSignal && !signal.aborted)).toBe(true)
  expect(new Set(signals).size).toBe(2)
})

test.each([
  ['views.open', 2_500],
  ['views.push', 2_500],
  ['views.update', 4_000],
  ['views.publish', 4_000],
  ['users.info', 4_000],
  ['auth.test', 4_000],
  ['chat.postMessage', 10_000],
])('it gives up a try of %s after %i milliseconds', async (method, milliseconds) => {
  const timeout = vi.spyOn(AbortSignal, 'timeout')
  onTestFinished(() => timeout.mockRestore())
  await statusOf(slackThat('ok'), method)
  expect(timeout.mock.calls).toEqual([[milliseconds]])
})

it('tries again after a try that took too long, only where that is harmless', async () => {
  const drawing = slackThat('too slow', 'ok')
  const opening = slackThat('too slow', 'ok')
  expect(await statusOf(drawing, 'views.update')).toBe(200)
  await expect(statusOf(opening, 'views.open')).rejects.toThrow('timeout')
  expect([drawing.calls.length, opening.calls.length]).toEqual([2, 1])
})

it('stops a call when its caller gives up in the middle', async () => {
  const caller = new AbortController()
  const hanging: typeof fetch = (_target, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      caller.abort(new Error('stopped'))
    })
  await expect(fetchByPolicy(hanging)(`${api}/users.info`, { signal: caller.signal })).rejects.toThrow('stopped')
})

it('reads the method off an address, a URL and a request alike', async () => {
  for (const target of [
    `${api}/views.update`,
    new URL(`${api}/views.update?x=1`),
    new Request(`${api}/views.update`),
  ]) {
    const slack = slackThat(500, 'ok')
    await fetchByPolicy(slack.fetch)(target)
    expect(slack.calls).toHaveLength(2)
  }
})

describe('an address that a payload names', () => {
  const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

  test.each([
    ['https://slack.com/api/', 'https://hooks.slack.com/commands/T1/1/abc'],
    ['https://slack-gov.com/api/', 'https://hooks.slack-gov.com/commands/T1/1/abc'],
    ['http://127.0.0.1:4000/api/', 'http://127.0.0.1:5000/hook'],
    ['https://proxy.example/slack/', 'https://hooks.slack.com/actions/T1/1/abc'],
  ])('is answered to where it is Slack’s, or at the host of SLACK_API_URL: with %s at %s', async (own, address) => {
    const called = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('ok'))
    onTestFinished(() => called.mockRestore())
    await clientOptionsFor(own, quiet).fetch?.(address, { method: 'POST' })
    expect(called.mock.calls.map(([target]) => target)).toEqual([address])
  })

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:5432/',
    'http://[::1]:3000/healthz',
    'https://hooks.slack.com.evil.example/',
    'https://notslack.com/',
    'https://slack.com@evil.example/',
  ])('is not called elsewhere: %s', async (address) => {
    const called = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('ok'))
    onTestFinished(() => called.mockRestore())
    const answering = clientOptionsFor('https://slack.com/api/', quiet).fetch?.(address, { method: 'POST' })
    await expect(answering).rejects.toThrow(/^a call to Slack: found an address at \S+, expected one at slack\.com/)
    expect(called).not.toHaveBeenCalled()
  })
})

type Answer = 'ok' | 'reset' | 'too slow' | number | { readonly status: number; readonly retryAfter: string }

/** A Slack that answers each call with the next of these. */
function slackThat(...answers: readonly Answer[]) {
  const calls: { readonly target: string; readonly init: RequestInit | undefined }[] = []
  const answering: typeof fetch = async (target, init) => {
    const answer = answers[calls.length] ?? 'ok'
    calls.push({ target: String(target), init })
    if (answer === 'reset') throw new TypeError('connection reset')
    if (answer === 'too slow') throw new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    if (answer === 'ok') return Response.json({ ok: true })
    if (typeof answer === 'number') return new Response('failed', { status: answer })
    return new Response('busy', { status: answer.status, headers: { 'retry-after': answer.retryAfter } })
  }
  return { calls, fetch: answering }
}

async function statusOf(slack: { readonly fetch: typeof fetch }, method: string): Promise<number> {
  return (await fetchByPolicy(slack.fetch)(`${api}/${method}`, { method: 'POST' })).status
}
