import { pino } from 'pino'
import { type Json, readJson } from '../../sandbox/json.ts'
import { buildApp } from '../../src/app.ts'
import type { AdminId } from '../../src/config.ts'
import { withoutWords } from '../../src/log.ts'
import { identityByToken } from '../../src/slack/identity.ts'
import { boltLogger, httpReceiver } from '../../src/slack/receiver.ts'
import type { Journey } from '../support/journey.ts'
import { notInGallery, shownBy } from '../support/seen.ts'

export interface Stage {
  readonly port: number
  /** What the log had to say that is more than a warning, oldest first, a hundred at most. */
  readonly errors: readonly string[]
  /** What was shown to somebody and does not stand in the gallery. */
  readonly unlisted: ReadonlySet<string>
  readonly idle: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The real bot over real HTTP on the journey’s database, before a Slack that says yes to everything at once. */
export async function openStage(
  journey: Journey,
  secret: string,
  member: string,
  adminIds: readonly AdminId[],
): Promise<Stage> {
  const errors: string[] = []
  const write = (line: string) => void (errors.length < 100 && errors.push(line))
  const log = pino({ level: 'error', base: null, serializers: { err: withoutWords } }, { write })
  const unlisted = new Set<string>()
  const look = (method: string, args: Json) => {
    for (const each of notInGallery(shownBy(method, args))) unlisted.add(each)
  }
  const clientOptions = { fetch: slackWhere(member, look), retryConfig: { retries: 0 }, logger: boltLogger(log) }
  const identity = identityByToken('xoxb-1', clientOptions, log)
  const receiver = httpReceiver(secret, [], log)
  const { world, catalog } = journey
  const { doors } = buildApp({
    world: { ...world, log },
    catalog,
    receiver,
    identity,
    clientOptions,
    contact: undefined,
    adminIds,
  })
  const port = await receiver.start(0)
  return {
    port,
    errors,
    unlisted,
    idle: doors.idle,
    close: async () => {
      await receiver.stop()
    },
  }
}

/** Everybody else is a guest there. */
function slackWhere(member: string, look: (method: string, args: Json) => void): typeof fetch {
  return async (target, init) => {
    const method = new URL(String(target)).pathname.split('/').at(-1) ?? ''
    const args = Object.fromEntries(new URLSearchParams(String(init?.body)))
    const asked = args.user
    look(method, { ...args, blocks: readJson(args.blocks ?? '') })
    if (method === 'auth.test') return Response.json({ ok: true, team: 'Harbour Works', team_id: 'T0HARBOUR' })
    if (method === 'users.info')
      return Response.json({ ok: true, user: { id: asked, team_id: 'T0HARBOUR', is_restricted: asked !== member } })
    return Response.json({ ok: true, view: { id: 'V1', hash: '1.x' } })
  }
}
