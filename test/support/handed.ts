import { createServer } from 'node:http'
import { afterAll, expect, inject } from 'vitest'
import { labelsIn } from './form.ts'
import type { Journey } from './journey.ts'
import type { Person, SeenMessage, SeenView } from './person.ts'

export type Payload = Readonly<Record<string, unknown>>
export type As = 'command' | 'interaction' | 'event'

/** What the bot answered to a payload. Over Socket Mode there is no status, and a refusal is an empty ack. */
export interface Handed {
  readonly outcome: string
  readonly status?: number
  readonly body: string
}

const overHttp = inject('transport') === 'http'

export function acked(body = ''): Handed {
  return { outcome: 'acked', ...(overHttp ? { status: 200 } : {}), body }
}

export const refused: Handed = overHttp
  ? { outcome: 'refused', status: 400, body: 'Expected a payload as Slack sends it.\n' }
  : acked()

/**
 * Hands the bot a payload as it is given, over this run’s transport: for what no person at a keyboard can do.
 * @returns what was answered, when the bot is at rest. Fails where Slack would not have waited.
 */
export async function hand(journey: Journey, as: As, content: object): Promise<Handed> {
  const answer = await deliver(journey, as, content)
  expect(answer.outcome).toMatch(/^(acked|refused)$/)
  await journey.idle()
  return answer
}

/** The same while the bot may still be at work, for stories of several payloads at once. */
export async function deliver(journey: Journey, as: As, content: object): Promise<Handed> {
  const answer = await fetch(`${journey.sandboxUrl}/control/deliver`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, content }),
  })
  const { outcome, status, body } = (await answer.json()) as Handed
  return { outcome, ...(status === undefined ? {} : { status }), body }
}

/** The window that a submission was answered with. */
export function windowOf({ body }: Handed): SeenView {
  const answer = JSON.parse(body)
  expect(answer.response_action).toBe('update')
  return answer.view
}

/** The parts that say who did something, where and with which app. */
export function sender(slackId: string, teamId = 'T0HARBOUR'): Payload {
  return {
    team: { id: teamId, domain: 'harbour-works' },
    user: { id: slackId, username: 'somebody', name: 'somebody', team_id: teamId },
    api_app_id: 'A0NATSLEVEL',
    token: 'unused',
    trigger_id: '1.2.3',
    is_enterprise_install: false,
    enterprise: null,
  }
}

export function commandBy(slackId: string, text: string, responseUrl: string): Payload {
  return {
    token: 'unused',
    team_id: 'T0HARBOUR',
    team_domain: 'harbour-works',
    channel_id: 'C0GENERAL',
    channel_name: 'general',
    user_id: slackId,
    user_name: 'somebody',
    command: '/nats-level',
    text,
    api_app_id: 'A0NATSLEVEL',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: '1.2.3',
  }
}

export function clickBy(slackId: string, actionId: string, view?: SeenView): Payload {
  const action = { type: 'button', action_id: actionId, block_id: 'b', action_ts: (Date.now() / 1_000).toFixed(6) }
  return { type: 'block_actions', ...sender(slackId), ...(view ? { view } : {}), actions: [action] }
}

/** The submission of a window that is open, with these values instead of those in its fields. */
export function submissionOf(
  slackId: string,
  view: SeenView,
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Payload {
  return { type: 'view_submission', ...sender(slackId), view: { ...view, state: { values } }, response_urls: [] }
}

export function enveloped(event: Payload): Payload {
  const envelope = { token: 'unused', team_id: 'T0HARBOUR', api_app_id: 'A0NATSLEVEL', event_id: 'Ev1', event_time: 1 }
  return { ...envelope, type: 'event_callback', event }
}

/** An address to answer to. */
export interface Hook {
  readonly url: string
  /** The last answer that was given there. */
  readonly last: () => SeenMessage | null
  /** What was given there since this was asked before. */
  readonly take: () => readonly SeenMessage[]
}

export async function openHook(): Promise<Hook> {
  const answers: SeenMessage[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    answers.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    response.end('ok')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  afterAll(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/commands/T1/1/abc`,
    last: () => answers.at(-1) ?? null,
    take: () => answers.splice(0),
  }
}

/** The three steps, each as it opens: with Middle and Go, and every item done with help. */
export async function stepsOf(person: Person): Promise<readonly [SeenView, SeenView, SeenView]> {
  const level = opened((await person.command('/nats-level')).view)
  const choice = { 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' }
  const items = opened((await person.submit(choice)).view)
  const topics = await person.submit(Object.fromEntries(labelsIn(items).map((label) => [label, 'With help'])))
  return [level, items, opened(topics.view)]
}

function opened(view: SeenView | null): SeenView {
  if (!view) throw new Error('there is no window')
  return view
}

/** Every field of the window with the value that its action is given here, whether it was offered or not. */
export function filled(
  { state }: SeenView,
  chosen: Readonly<Record<string, string>>,
): Record<string, Record<string, Record<string, unknown>>> {
  const field = (action: string) =>
    action === 'assessment.note'
      ? { type: 'plain_text_input', value: chosen[action] ?? null }
      : { type: 'static_select', selected_option: action in chosen ? { value: chosen[action] } : null }
  return Object.fromEntries(
    Object.entries(state.values).map(([block, fields]) => [
      block,
      Object.fromEntries(Object.keys(fields).map((action) => [action, field(action)])),
    ]),
  )
}

/** How many rows there are of what people say. */
export async function rowsIn({ database }: Journey): Promise<Readonly<Record<string, unknown>>> {
  const counts = ['assessment', 'form_draft', 'seen'].map((table) => `(select count(*)::int from ${table}) as ${table}`)
  const [row = {}] = await database.sql(`select ${counts.join(', ')}`)
  return row
}

/** A method of the Web API, called as the bot: to draw what an older release would have drawn. */
export async function drawn(journey: Journey, method: string, args: object): Promise<void> {
  const answer = await fetch(`${journey.sandboxUrl}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${journey.botToken}` },
    body: JSON.stringify(args),
  })
  expect(await answer.json()).toMatchObject({ ok: true })
}
