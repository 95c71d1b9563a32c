import { createHmac } from 'node:crypto'
import type { Journey } from './journey.ts'
import type { SeenView } from './person.ts'

/** Delivers an interaction to the bot as Slack would, signed; for what no person at a keyboard can do. */
export async function deliver(
  journey: Journey,
  payload: object,
): Promise<{ readonly status: number; readonly body: string }> {
  return post(journey, new URLSearchParams({ payload: JSON.stringify(payload) }).toString())
}

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
