import { createHmac } from 'node:crypto'
import type { Journey } from './journey.ts'
import type { SeenView } from './person.ts'

/** What became of a payload at the bot. */
export interface Delivered {
  /** The HTTP status of the answer; an ack over a socket counts as 200. */
  readonly status: number | undefined
  readonly body: string
}

/** Has Slack deliver this very interaction, over whichever way is open; for what no person at a keyboard can do. */
export async function deliver(journey: Journey, content: object): Promise<Delivered> {
  const answer = await fetch(`${journey.sandboxUrl}/control/deliver`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: 'interaction', content }),
  })
  const { outcome, status, body } = (await answer.json()) as { outcome: string; status?: number; body: string }
  return { status: outcome === 'acked' ? 200 : status, body }
}

/** A body at the bot’s HTTP door, signed unless these headers say otherwise; for what Slack would never send. */
export async function post(
  journey: Journey,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = createHmac('sha256', journey.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  const answer = await fetch(`${journey.botUrl}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      ...headers,
    },
  })
  return { status: answer.status, body: await answer.text() }
}

/** The submission of a window that is open, with these values instead of those in its fields. */
export function submissionOf(
  userId: string,
  view: SeenView,
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): object {
  return {
    type: 'view_submission',
    team: { id: 'T0HARBOUR', domain: 'harbour-works' },
    user: { id: userId, username: 'somebody', team_id: 'T0HARBOUR' },
    api_app_id: 'A0NATSLEVEL',
    token: 'unused',
    trigger_id: '1.2.3',
    view: { ...view, state: { values } },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  }
}
