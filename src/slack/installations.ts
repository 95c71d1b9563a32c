import { setTimeout as wait } from 'node:timers/promises'
import type { Tx } from '../db/connection.ts'
import type { World } from '../world.ts'
import { endsInstallation } from './errors.ts'
import type { Heard, Identity } from './identity.ts'
import { type KeyRing, open, type Place, seal, Unopened } from './sealed.ts'
import {
  holdInstallation,
  holdSealedOtherwise,
  type InstallationRow,
  linkWorkspace,
  type RowToReseal,
  revoke,
  saveInstallation,
  saveResealed,
  saveTold,
  sealedTokens,
  startLanes,
  stopLanes,
  type TokenOnRecord,
  type Told,
} from './store-installations.ts'

export interface InstallationsOptions {
  readonly world: Pick<World, 'db' | 'now' | 'log'>
  readonly keys: KeyRing
  /** Makes a workspace known, with its lanes. */
  readonly noteWorkspace: (tx: Tx, workspaceId: string, name: string, now: Date) => Promise<void>
}

export interface KeptOptions extends InstallationsOptions {
  /** Of the token in the environment, where there is one. */
  readonly identity: Identity | undefined
  /** Settles when the database can be used. */
  readonly ready: () => Promise<void>
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export interface Kept {
  /** Resolves when everything that has been heard is on record. */
  readonly idle: () => Promise<void>
  /** Resolves when nothing of it is under way any more. */
  readonly stop: () => Promise<void>
}

/** Milliseconds between tries; the last one for ever. */
const pauses = [250, 1_000, 5_000]

/**
 * Keeps the table of installations true, beside everything else: seals anew what an older key has sealed, and writes
 * down what Slack says about the token in the environment. The database may be away; nobody waits for it.
 */
export function keepInstallations(options: KeptOptions): Kept {
  const { world, identity, ready, pause = sleep } = options
  const stopping = new AbortController()
  let resealed = options.keys.length === 0
  let latest: Heard | undefined
  let working: Promise<void> | undefined

  async function work(): Promise<void> {
    await unlessAborted(ready(), stopping.signal)
    for (let failures = 0; !stopping.signal.aborted && (latest || !resealed); ) {
      try {
        await step()
        failures = 0
      } catch (error) {
        if (failures === 0) world.log.warn({ err: error }, 'The installations could not be written; trying again.')
        await pause(pauses[Math.min(failures++, pauses.length - 1)] ?? 0, stopping.signal)
      }
    }
  }

  /** Only the last word counts, however many came while the database was away. */
  async function step(): Promise<void> {
    const heard = latest
    if (!resealed) {
      await resealTokens(options)
      resealed = true
    } else if (heard && identity) {
      await noteHeard(options, identity.token, heard)
      if (latest === heard) latest = undefined
    }
  }

  function begin(): void {
    working ??= work().finally(() => {
      working = undefined
      // Something came between the last look and this moment.
      if (latest && !stopping.signal.aborted) begin()
    })
  }

  begin()
  identity?.follow((heard) => {
    latest = heard
    begin()
  })
  const idle = async () => {
    while (working) await working
  }
  return {
    idle,
    stop: () => {
      stopping.abort()
      return idle()
    },
  }
}

/** Writes down what Slack said about this token. Doing it again changes nothing. */
export async function noteHeard(options: InstallationsOptions, token: string, heard: Heard): Promise<void> {
  if (heard.kind === 'refused') {
    if (!endsInstallation(heard.word)) return
    const id = heard.workspaceId ?? (await whoseToken(options, token))
    if (id !== undefined) await endToken(options, id, token, heard.word)
  } else if (heard.workspaceId !== undefined) {
    const { workspaceId: teamId, botId, botUserId } = heard
    const told: Told = { teamId, botId, botUserId, scopes: [...heard.scopes].sort() }
    await noteToken(options, token, told, heard.workspaceName || teamId)
  }
}

/** The token serves: it is on record, the workspace knows it, and letters leave. */
async function noteToken(
  { world, keys, noteWorkspace }: InstallationsOptions,
  token: string,
  told: Told,
  workspaceName: string,
): Promise<void> {
  const now = world.now()
  const id = told.teamId
  await world.db.$transaction(async (tx) => {
    const row = await holdInstallation(tx, id)
    if (!row || row.revokedAt || !holds(row, token, keys)) {
      const [newest] = keys
      await saveInstallation(tx, told, newest && seal(token, tokenOf(id), newest), now)
    } else if (!isTold(row, told)) await saveTold(tx, told)
    await noteWorkspace(tx, id, workspaceName, now)
    await linkWorkspace(tx, id, id)
    await startLanes(tx, id)
  })
}

/**
 * Slack has ended this token: it is taken from the record, and letters wait. A newer one that somebody has put there
 * meanwhile stays.
 */
export async function endToken(
  { world, keys }: Pick<InstallationsOptions, 'world' | 'keys'>,
  installationId: string,
  token: string,
  word: string,
): Promise<void> {
  const ended = await world.db.$transaction(async (tx) => {
    const row = await holdInstallation(tx, installationId)
    if (!row || isReplaced(row, token, keys)) return false
    await stopLanes(tx, installationId, word)
    return revoke(tx, installationId, world.now())
  })
  if (ended)
    world.log.error(
      { installation: installationId, slack: word },
      'Slack has ended the token of this installation. Its letters wait until the app is installed there again.',
    )
}

/** Seals with the first key what another has sealed, so that the others can go. What does not open stays as it is. */
export async function resealTokens(
  { world, keys }: Pick<InstallationsOptions, 'world' | 'keys'>,
  batch = 100,
): Promise<number> {
  const [newest] = keys
  if (!newest) return 0
  let resealed = 0
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after
    const { last, count } = await world.db.$transaction(async (tx) => {
      const rows = await holdSealedOtherwise(tx, newest.id, from, batch)
      let count = 0
      for (const row of rows) {
        const anew = ciphersAnew(row, keys, world.log)
        if (!anew) continue
        await saveResealed(tx, row.id, newest.id, anew.cipher, anew.refreshCipher)
        count++
      }
      return { last: rows.at(-1)?.id, count }
    })
    resealed += count
    after = last
  }
  if (resealed > 0)
    world.log.info({ installations: resealed, key: newest.id }, 'Tokens were sealed with the first key.')
  return resealed
}

function ciphersAnew({ id, keyId, cipher, refreshCipher }: RowToReseal, keys: KeyRing, log: World['log']) {
  const anew = (sealed: Uint8Array | null, column: Place['column']) => {
    const [newest] = keys
    if (sealed === null || !newest) return null
    const place: Place = { installationId: id, column }
    return seal(open({ cipher: sealed, keyId }, place, keys), place, newest).cipher
  }
  try {
    return { cipher: anew(cipher, 'token_cipher'), refreshCipher: anew(refreshCipher, 'refresh_cipher') }
  } catch (error) {
    if (!(error instanceof Unopened)) throw error
    log.error({ installation: id, why: error.message }, 'A token stays sealed with another key than the first.')
    return undefined
  }
}

/** The installation on record that has this very token: Slack does not say to whom a dead one belonged. */
async function whoseToken({ world, keys }: InstallationsOptions, token: string): Promise<string | undefined> {
  if (keys.length === 0) return undefined
  const rows = await sealedTokens(world.db)
  return rows.find((row) => tokenIn(row, keys) === token)?.id
}

export function tokenOf(installationId: string): Place {
  return { installationId, column: 'token_cipher' }
}

/** Whether the record has this token as it should: sealed with the first key, or not at all where there is none. */
function holds(row: InstallationRow, token: string, keys: KeyRing): boolean {
  const [newest] = keys
  if (!newest) return row.cipher === null
  return row.keyId === newest.id && tokenIn(row, keys) === token
}

function isReplaced(row: InstallationRow, token: string, keys: KeyRing): boolean {
  return row.cipher !== null && tokenIn(row, keys) !== token
}

/** Undefined: none is there, or it stays closed. */
function tokenIn({ id, cipher, keyId }: TokenOnRecord, keys: KeyRing): string | undefined {
  if (cipher === null || keyId === null) return undefined
  try {
    return open({ cipher, keyId }, tokenOf(id), keys)
  } catch (error) {
    if (error instanceof Unopened) return undefined
    throw error
  }
}

function isTold(row: InstallationRow, { botId, botUserId, scopes }: Told): boolean {
  return row.botId === (botId ?? null) && row.botUserId === (botUserId ?? null) && row.scopes.join() === scopes.join()
}

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {})
}

/** Settles with the promise, or with the signal. Leaves no listener behind: it is called again and again. */
async function unlessAborted(settled: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const over = new AbortController()
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { signal: over.signal })
  })
  await Promise.race([settled, aborted]).finally(() => over.abort())
}
