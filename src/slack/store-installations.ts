import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { endingWords } from './errors.ts'
import type { Sealed } from './sealed.ts'

/** A token on record: sealed, or null where the environment holds it. */
export interface TokenOnRecord {
  readonly id: string
  readonly cipher: Uint8Array | null
  readonly keyId: string | null
}

export interface InstallationRow extends TokenOnRecord {
  readonly orgWide: boolean
  readonly botId: string | null
  readonly botUserId: string | null
  readonly scopes: readonly string[]
  readonly revokedAt: Date | null
}

const bytes = z.instanceof(Uint8Array)
const installationRows = z.array(
  z
    .object({
      id: z.string(),
      org_wide: z.boolean(),
      bot_id: z.string().nullable(),
      bot_user_id: z.string().nullable(),
      scopes: z.array(z.string()),
      token_cipher: bytes.nullable(),
      key_id: z.string().nullable(),
      revoked_at: z.date().nullable(),
    })
    .transform(
      (row): InstallationRow => ({
        id: row.id,
        orgWide: row.org_wide,
        botId: row.bot_id,
        botUserId: row.bot_user_id,
        scopes: row.scopes,
        cipher: row.token_cipher,
        keyId: row.key_id,
        revokedAt: row.revoked_at,
      }),
    ),
)

/** The installation whose token serves this workspace. */
export async function installationOf(db: Tx, workspaceId: string): Promise<InstallationRow | undefined> {
  const rows = await db.$queryRaw`
    select i.id, i.org_wide, i.bot_id, i.bot_user_id, i.scopes, i.token_cipher, i.key_id, i.revoked_at
    from workspace w
    join installation i on i.id = w.installation_id
    where w.id = ${workspaceId}`
  return installationRows.parse(rows)[0]
}

/** The row of a workspace's own installation; nobody else changes it until the transaction ends. */
export async function holdInstallation(tx: Tx, id: string): Promise<InstallationRow | undefined> {
  const rows = await tx.$queryRaw`
    select id, org_wide, bot_id, bot_user_id, scopes, token_cipher, key_id, revoked_at
    from installation
    where id = ${id}
    for update`
  return installationRows.parse(rows)[0]
}

/** What `auth.test` has told of a workspace's own installation. */
export interface Told {
  readonly teamId: string
  readonly botId: string | undefined
  readonly botUserId: string | undefined
  readonly scopes: readonly string[]
}

/** Adds the row, or brings it up to date; whatever had been revoked serves again. A cipher that is not given goes. */
export async function saveInstallation(tx: Tx, told: Told, sealed: Sealed | undefined, now: Date): Promise<void> {
  const { teamId } = told
  await tx.$executeRaw`
    insert into installation (id, team_id, bot_id, bot_user_id, scopes, token_cipher, key_id, installed_at)
    values (
      ${teamId}, ${teamId}, ${told.botId ?? null}, ${told.botUserId ?? null}, ${[...told.scopes]},
      ${sealed?.cipher ?? null}, ${sealed?.keyId ?? null}, ${now}
    )
    on conflict (id) do update
    set bot_id = excluded.bot_id,
        bot_user_id = excluded.bot_user_id,
        scopes = excluded.scopes,
        token_cipher = excluded.token_cipher,
        refresh_cipher = null,
        key_id = excluded.key_id,
        revoked_at = null`
}

/** The same for what `auth.test` tells alone: the token stays as it is on record. */
export async function saveTold(tx: Tx, { teamId, botId, botUserId, scopes }: Told): Promise<void> {
  await tx.$executeRaw`
    update installation
    set bot_id = ${botId ?? null}, bot_user_id = ${botUserId ?? null}, scopes = ${[...scopes]}
    where id = ${teamId}`
}

export async function linkWorkspace(tx: Tx, workspaceId: string, installationId: string): Promise<void> {
  await tx.$executeRaw`
    update workspace
    set installation_id = ${installationId}
    where id = ${workspaceId} and installation_id is distinct from ${installationId}`
}

/** Nothing leaves with a dead token: letters stay planned until `startLanes`. The reason is Slack’s word for it. */
export async function stopLanes(tx: Tx, installationId: string, word: string): Promise<void> {
  await tx.$executeRaw`
    update lane
    set stopped = ${word}
    from workspace w
    where w.id = lane.workspace_id and w.installation_id = ${installationId} and lane.stopped is null`
}

/** Lanes that stand still for another reason than a dead token are not for a new token to start. */
export async function startLanes(tx: Tx, installationId: string): Promise<void> {
  await tx.$executeRaw`
    update lane
    set stopped = null
    from workspace w
    where w.id = lane.workspace_id and w.installation_id = ${installationId} and lane.stopped = any (${[...endingWords]})`
}

/** @returns whether it served until now. */
export async function revoke(tx: Tx, id: string, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update installation
    set token_cipher = null, refresh_cipher = null, key_id = null, revoked_at = ${now}
    where id = ${id} and revoked_at is null`
  return changed > 0
}

/** Tokens on record that are not revoked, in order of id. */
export async function sealedTokens(db: Tx): Promise<readonly TokenOnRecord[]> {
  const rows = await db.$queryRaw`
    select id, token_cipher as cipher, key_id as "keyId"
    from installation
    where token_cipher is not null
    order by id`
  return z.array(z.object({ id: z.string(), cipher: bytes, keyId: z.string() })).parse(rows)
}

export interface RowToReseal {
  readonly id: string
  readonly keyId: string
  readonly cipher: Uint8Array | null
  readonly refreshCipher: Uint8Array | null
}

/** The next rows whose tokens another key has sealed, held; those that somebody else is at are theirs. */
export async function holdSealedOtherwise(
  tx: Tx,
  keyId: string,
  after: string,
  limit: number,
): Promise<readonly RowToReseal[]> {
  const rows = await tx.$queryRaw`
    select id, token_cipher as cipher, refresh_cipher as "refreshCipher", key_id as "keyId"
    from installation
    where key_id <> ${keyId} and id > ${after}
    order by id
    limit ${limit}
    for update skip locked`
  const row = z.object({
    id: z.string(),
    cipher: bytes.nullable(),
    refreshCipher: bytes.nullable(),
    keyId: z.string(),
  })
  return z.array(row).parse(rows)
}

export async function saveResealed(
  tx: Tx,
  id: string,
  keyId: string,
  cipher: Uint8Array<ArrayBuffer> | null,
  refreshCipher: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  await tx.$executeRaw`
    update installation
    set token_cipher = ${cipher}, refresh_cipher = ${refreshCipher}, key_id = ${keyId}
    where id = ${id}`
}
