import { createServer } from 'node:http'
import { afterAll, expect } from 'vitest'
import { isRecord, type Json, list, readJson, record } from '../../../sandbox/json.ts'
import { userObject } from '../../../sandbox/users.ts'
import { deliver, sender } from '../../support/handed.ts'
import { type Journey, startJourney } from '../../support/journey.ts'
import { type Actor, accounts, adminIds, cast, company, here, there } from './cast.ts'
import type { Doing } from './deeds.ts'

/** What the bot made of one payload. */
export interface Made {
  /** The ack’s body. */
  readonly acked: Json
  /** Windows, tabs and messages, in the order in which they were shown. */
  readonly shown: readonly Json[]
}

export interface Drive {
  readonly journey: Journey
  /** Hands over what all of them do at the same time; settles when the bot is at rest. */
  readonly bring: (doings: readonly (Doing & { readonly by: Actor })[]) => Promise<readonly Made[]>
}

/**
 * The real bot over this run’s transport. Its windows go nowhere, so that anybody can press what stands in any of them,
 * and all it shows is known by who acted: each act has a number, which its trigger, window and answering address carry.
 */
export async function openDrive(): Promise<Drive> {
  const shownBy = new Map<string, Json[]>()
  const lastActOf = new Map<string, string>()
  const show = (act: string | undefined, what: unknown) => {
    if (act !== undefined && isRecord(what)) shownBy.get(act)?.push(what)
  }

  const journey = await startJourney({
    adminIds,
    company,
    contact: cast.admin,
    scopes: ['files:read', 'files:write', 'channels:read', 'groups:read', 'users.profile:read'],
    between: (onward) => async (target, init) => {
      const method = new URL(String(target)).pathname.split('/').at(-1) ?? ''
      const args = Object.fromEntries(new URLSearchParams(String(init?.body ?? '')))
      if (method.startsWith('chat.')) show(actIn(args), { ...args, blocks: readJson(args.blocks ?? '[]') })
      if (method === 'users.info') return Response.json(infoOf(args.user ?? ''))
      if (!method.startsWith('views.')) return onward(target, init)
      const act = actIn(args)
      show(act, readJson(args.view ?? ''))
      return Response.json({ ok: true, view: { id: `V${act}`, hash: '1.x' } })
    },
  })

  await offLimits(journey)

  /** What names no window and no trigger is shown to an account: for what it did last. */
  function actIn(args: Readonly<Record<string, string>>): string | undefined {
    const [, numbered] = /^[VT](\d+)/.exec(args.trigger_id ?? args.view_id ?? '') ?? []
    return numbered ?? lastActOf.get(args.user_id ?? args.channel ?? '')
  }

  const hook = await openHook((act, message) => show(act, message))
  let count = 0

  async function bringOne({ by, as, content }: Doing & { readonly by: Actor }): Promise<() => Made> {
    const act = String(++count)
    const shown: Json[] = []
    shownBy.set(act, shown)
    lastActOf.set(accounts[by], act)
    const { outcome, body } = await deliver(journey, as, signed(content, by, act, `${hook}/${act}`))
    expect(outcome).toBe('acked')
    const acked = record(readJson(body))
    return () => ({ acked, shown: [...(isRecord(acked.view) ? [acked.view] : []), ...shown] })
  }

  return {
    journey,
    async bring(doings) {
      const brought = await Promise.all(doings.map(bringOne))
      await journey.idle()
      return brought.map((made) => made())
    },
  }
}

/** As the sandbox would answer, without the way there: it is asked thousands of times. */
function infoOf(slackId: string): Json {
  const person = company.people.find(({ id }) => id === slackId)
  return person ? { ok: true, user: userObject(person, company, Date.now()) } : { ok: false, error: 'user_not_found' }
}

/** More accounts act here in a second than Slack lets a bot ask about in a minute. */
async function offLimits({ sandboxUrl }: Journey): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${sandboxUrl}/control/limits`, { method: 'POST', headers, body: '{"off":true}' })
  expect(await answer.json()).toMatchObject({ ok: true, off: true })
}

/** With who does it, by which trigger, in which window, and where answers go. */
function signed(content: Json, by: Actor, act: string, responseUrl: string): Json {
  const teamId = by === 'elsewhere' ? there : here
  const from = sender(accounts[by], teamId)
  if ('command' in content) {
    const { api_app_id, token } = from
    const who = { team_id: teamId, user_id: accounts[by], api_app_id, token, trigger_id: `T${act}.1.x` }
    return { ...who, response_url: responseUrl, ...content }
  }
  if ('event' in content) return { ...from, team_id: teamId, event_id: `Ev${act}`, event_time: 1, ...content }
  return {
    ...from,
    ...content,
    trigger_id: `T${act}.1.x`,
    ...(isRecord(content.view) ? { view: { ...content.view, id: `V${act}`, app_installed_team_id: teamId } } : {}),
    ...('container' in content ? { response_url: responseUrl } : {}),
    ...('actions' in content
      ? { actions: list(content.actions).map((each) => ({ ...record(each), ...clickedNow() })) }
      : {}),
  }
}

function clickedNow(): Json {
  return { action_ts: (Date.now() / 1_000).toFixed(6) }
}

/** An address to answer to; what comes there is told with the last part of its path. */
async function openHook(heard: (act: string, message: unknown) => void): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    heard(request.url?.split('/').at(-1) ?? '', readJson(Buffer.concat(chunks).toString('utf8')))
    response.end('ok')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  afterAll(() => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}
