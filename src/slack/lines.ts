import { setTimeout as wait } from 'node:timers/promises'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { World } from '../world.ts'
import { endsInstallation } from './errors.ts'
import type { Heard, Identity } from './identity.ts'
import { endToken, tokenOf } from './installations.ts'
import { quietLogger } from './receiver.ts'
import { type KeyRing, open, Unopened } from './sealed.ts'
import { type InstallationRow, installationOf } from './store-installations.ts'

/** How the bot speaks in one workspace of its own accord. */
export interface SlackLine {
  /** Never tries twice underneath: what a lost answer means is its caller’s to find out. */
  readonly client: WebClient
  /** What Slack said is granted; optional scopes may be missing. */
  readonly scopes: ReadonlySet<string>
  readonly botId: string | undefined
}

/** Undefined: nobody can speak there now. The token is revoked or does not open, or Slack has not said whose it is. */
export type LineFor = (workspaceId: string) => Promise<SlackLine | undefined>

export interface Lines {
  readonly lineFor: LineFor
  /**
   * Slack has refused a call in this workspace with this word (`token_revoked`, …). Where it ends the installation, the
   * token is taken from the record and the lanes are stopped; any other word changes nothing.
   */
  readonly refused: (workspaceId: string, word: string) => Promise<void>
}

export interface LinesOptions {
  readonly world: Pick<World, 'db' | 'now' | 'log'>
  readonly clientOptions: WebClientOptions
  readonly keys: KeyRing
  /** Of the token in the environment, where there is one: its workspace is served with it. */
  readonly identity: Identity | undefined
  /** Milliseconds of the machine. */
  readonly millis?: () => number
  /** Milliseconds, from the start, for which a line waits to hear whose token the environment holds. */
  readonly patience?: number
}

interface Opened {
  readonly installationId: string
  readonly token: string
  readonly line: SlackLine
  readonly until: number
}

/** Milliseconds for which a token from the table is not looked up again. */
const holds = 60_000

/** Lines to every workspace that this process can serve. A client belongs to one token and is never lent to another. */
export function linesTo(options: LinesOptions): Lines {
  const { world, clientOptions, keys, identity, millis = () => performance.now(), patience = 5_000 } = options
  const { log } = world
  const opened = new Map<string, Opened>()
  const told = new Set<string>()
  const ownClient = identity && newClient(identity.token)
  const firstWord = identity && Promise.race([said(identity), wait(patience, undefined, { ref: false })])

  function newClient(token: string, teamId?: string): WebClient {
    // The library writes the token into `headers`: one object for several clients would send one’s token for another’s.
    const own: WebClientOptions = { ...clientOptions, headers: {}, logger: quietLogger(log) }
    return new WebClient(token, teamId === undefined ? own : { ...own, teamId })
  }

  async function lineFor(workspaceId: string): Promise<SlackLine | undefined> {
    // Whoever is told that there is no line comes back much later.
    if (identity?.heard() === undefined) await firstWord
    const heard = identity?.heard()
    if (ownClient && isOwn(heard, workspaceId)) return { client: ownClient, scopes: heard.scopes, botId: heard.botId }
    const before = opened.get(workspaceId)
    if (before && millis() < before.until) return before.line
    const after = await look(workspaceId, before)
    if (after) opened.set(workspaceId, after)
    else opened.delete(workspaceId)
    return after?.line
  }

  async function look(workspaceId: string, before: Opened | undefined): Promise<Opened | undefined> {
    const row = await installationOf(world.db, workspaceId)
    if (!row || row.revokedAt) return undefined
    const token = tokenFrom(workspaceId, row)
    if (token === undefined) return undefined
    const client =
      before?.token === token ? before.line.client : newClient(token, row.orgWide ? workspaceId : undefined)
    const line: SlackLine = { client, scopes: new Set(row.scopes), botId: row.botId ?? undefined }
    return { installationId: row.id, token, line, until: millis() + holds }
  }

  function tokenFrom(workspaceId: string, { id, cipher, keyId }: InstallationRow): string | undefined {
    if (cipher === null || keyId === null) {
      // A token in the environment says soon to whom it belongs.
      if (!identity) tellOnce(workspaceId, `installation ${id}: found no token on record, ${writeItDown}`)
      return undefined
    }
    try {
      const token = open({ cipher, keyId }, tokenOf(id), keys)
      told.delete(workspaceId)
      return token
    } catch (error) {
      if (!(error instanceof Unopened)) throw error
      tellOnce(workspaceId, error.message)
      return undefined
    }
  }

  function tellOnce(workspaceId: string, why: string): void {
    if (told.has(workspaceId)) return
    told.add(workspaceId)
    log.error({ workspace: workspaceId, why }, 'Nothing can be sent in this workspace until its token is put right.')
  }

  async function refused(workspaceId: string, word: string): Promise<void> {
    if (!endsInstallation(word)) return
    const spoken = opened.get(workspaceId)
    opened.delete(workspaceId)
    if (identity && isOwn(identity.heard(), workspaceId))
      await endToken({ world, keys }, workspaceId, identity.token, word)
    else if (spoken) await endToken({ world, keys }, spoken.installationId, spoken.token, word)
  }

  return { lineFor, refused }
}

const writeItDown =
  'expected one, sealed. It is written there by a process that has both SLACK_BOT_TOKEN and TOKEN_ENCRYPTION_KEYS.'

type Known = Extract<Heard, { kind: 'known' }>

function said(identity: Identity): Promise<void> {
  return new Promise((resolve) => identity.follow(() => resolve()))
}

function isOwn(heard: Heard | undefined, workspaceId: string): heard is Known {
  return heard?.kind === 'known' && heard.workspaceId === workspaceId
}
