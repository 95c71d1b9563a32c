import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** What tokens are sealed with. Node prints nothing of a `KeyObject`. */
export interface SealingKey {
  readonly id: string
  readonly key: KeyObject
}

/** The first one seals, every one opens; empty where tokens are not kept. */
export type KeyRing = readonly SealingKey[]

/** Where a sealed text stands. Moved to any other place, it does not open. */
export interface Place {
  readonly installationId: string
  readonly column: 'token_cipher' | 'refresh_cipher'
}

export interface Sealed {
  readonly cipher: Uint8Array<ArrayBuffer>
  readonly keyId: string
}

/** A sealed text stays closed. The sentence says why and what to do, and holds nothing secret. */
export class Unopened extends Error {
  override readonly name = 'Unopened'
}

const algorithm = 'aes-256-gcm'
const version = 1
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

const written = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/

/** The key in `k1:<32 bytes in base64>`; undefined where there is none. */
export function readKey(text: string): SealingKey | undefined {
  const [, id, secret] = written.exec(text) ?? []
  if (id === undefined || secret === undefined) return undefined
  const bytes = Buffer.from(secret, 'base64')
  return bytes.length === keyBytes ? { id, key: createSecretKey(bytes) } : undefined
}

/** Version byte ‖ nonce ‖ ciphertext ‖ tag (AES-256-GCM, NIST SP 800-38D), bound to its place. */
export function seal(text: string, place: Place, { id, key }: SealingKey): Sealed {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(boundTo(place))
  const parts = [Buffer.of(version), nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return { cipher: Uint8Array.from(Buffer.concat(parts)), keyId: id }
}

/**
 * The text that was sealed.
 * @throws Unopened where the key is not at hand, or the bytes are not those that were sealed here with it.
 */
export function open(sealed: { readonly cipher: Uint8Array; readonly keyId: string }, place: Place, keys: KeyRing) {
  const where = `${place.column} of installation ${place.installationId}`
  const key = keys.find(({ id }) => id === sealed.keyId)?.key
  if (!key)
    throw new Unopened(
      `${where}: found a token sealed with the key “${sealed.keyId}”, expected that key in TOKEN_ENCRYPTION_KEYS. Put it back there, after the newer ones.`,
    )
  const bytes = Buffer.from(sealed.cipher)
  if (bytes.length <= 1 + nonceBytes + tagBytes)
    throw new Unopened(
      `${where}: found ${bytes.length} bytes, expected more than ${1 + nonceBytes + tagBytes}. ${renew}`,
    )
  if (bytes[0] !== version)
    throw new Unopened(
      `${where}: found version ${bytes[0]} of the sealing, expected ${version}. A newer release wrote it; start that one.`,
    )
  return opened(bytes, place, key, `${where}: found bytes that the key “${sealed.keyId}” does not open`)
}

function opened(bytes: Buffer, place: Place, key: KeyObject, refusal: string): string {
  const nonce = bytes.subarray(1, 1 + nonceBytes)
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(boundTo(place)).setAuthTag(bytes.subarray(-tagBytes))
  try {
    const text = decipher.update(bytes.subarray(1 + nonceBytes, -tagBytes))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    throw new Unopened(
      `${refusal}, expected those that were sealed there with it. The key has another value now, or the row was changed by hand. ${renew}`,
    )
  }
}

const renew = 'The app has to be installed there again, or started with its SLACK_BOT_TOKEN.'

function boundTo({ installationId, column }: Place): Buffer {
  return Buffer.from(`installation:${installationId}:${column}`)
}
