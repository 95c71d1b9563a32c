import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KeyRing, open, type Place, readKey, type SealingKey, seal, Unopened } from '../../src/slack/sealed.ts'

const old = keyNamed('k1')
const newer = keyNamed('k2')
const place: Place = { installationId: 'T1', column: 'token_cipher' }
const token = 'xoxb-hush-hush'

describe('a sealed token', () => {
  it('opens where it was sealed', () => {
    expect(open(seal(token, place, old), place, [old])).toBe(token)
  })

  it('opens whatever it is, and with whichever key of the ring', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 })
    fc.assert(
      fc.property(text, fc.string(), fc.constantFrom(old, newer), (text, installationId, key) => {
        const there: Place = { installationId, column: 'refresh_cipher' }
        expect(open(seal(text, there, key), there, [newer, old])).toBe(text)
      }),
    )
  })

  it('still opens when a newer key stands before its own', () => {
    const sealed = seal(token, place, old)
    expect(sealed.keyId).toBe('k1')
    expect(open(sealed, place, [newer, old])).toBe(token)
  })

  it('is a version, a nonce, as many bytes as the token, and a tag', () => {
    const { cipher } = seal(token, place, old)
    expect(cipher[0]).toBe(1)
    expect(cipher).toHaveLength(1 + 12 + token.length + 16)
  })

  it('never looks the same twice, and shows nothing of the token', () => {
    const [one, two] = [seal(token, place, old).cipher, seal(token, place, old).cipher]
    expect(one).not.toEqual(two)
    expect(Buffer.from(one).toString('latin1')).not.toContain('hush')
  })
})

describe('it stays closed', () => {
  const sealed = seal(token, place, old)

  it('in another row, and in another column', () => {
    const elsewhere: Place = { ...place, installationId: 'T2' }
    expect(refusalOf(sealed, [old], elsewhere)).toMatch(
      /^token_cipher of installation T2: found bytes that the key “k1”/,
    )
    expect(refusalOf(sealed, [old], { ...place, column: 'refresh_cipher' })).toMatch(
      /^refresh_cipher of installation T1/,
    )
  })

  it('without its key, whose name is told', () => {
    expect(refusalOf(sealed, [newer])).toBe(
      'token_cipher of installation T1: found a token sealed with the key “k1”, expected that key in TOKEN_ENCRYPTION_KEYS. Put it back there, after the newer ones.',
    )
    expect(refusalOf(sealed, [])).toContain('“k1”')
  })

  it('when the key of that name has another value', () => {
    expect(refusalOf(sealed, [keyNamed('k1')])).toBe(
      'token_cipher of installation T1: found bytes that the key “k1” does not open, expected those that were sealed there with it. The key has another value now, or the row was changed by hand. The app has to be installed there again, or started with its SLACK_BOT_TOKEN.',
    )
  })

  it('however little of it is missing', () => {
    for (let length = 0; length < sealed.cipher.length; length++)
      expect(refusalOf({ ...sealed, cipher: sealed.cipher.slice(0, length) }, [old])).toContain(
        'installation T1: found',
      )
  })

  it('when a single bit is another', () => {
    for (let bit = 0; bit < sealed.cipher.length * 8; bit++) {
      const cipher = sealed.cipher.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      expect(refusalOf({ ...sealed, cipher }, [old])).toContain('installation T1: found')
    }
  })

  it('when a later release has sealed it', () => {
    expect(refusalOf({ ...sealed, cipher: Uint8Array.of(2, ...sealed.cipher.slice(1)) }, [old])).toBe(
      'token_cipher of installation T1: found version 2 of the sealing, expected 1. A newer release wrote it; start that one.',
    )
  })

  it('and never says anything secret', () => {
    const secret = old.key.export().toString('base64')
    const said = [
      refusalOf(sealed, []),
      refusalOf(sealed, [keyNamed('k1')]),
      refusalOf(sealed, [old], elsewhereIn('T9')),
    ]
    expect(said.join()).not.toContain('hush')
    expect(said.join()).not.toContain(secret)
  })
})

describe('a key', () => {
  it('is a name and 32 bytes in base64', () => {
    const read = readKey(`k-1_a:${Buffer.alloc(32, 5).toString('base64')}`)
    expect([read?.id, read?.key.export()]).toEqual(['k-1_a', Buffer.alloc(32, 5)])
  })

  it.each([
    ['without a name', `:${Buffer.alloc(32).toString('base64')}`],
    ['a byte short', `k1:${Buffer.alloc(31).toString('base64')}`],
    ['a byte long', `k1:${Buffer.alloc(33).toString('base64')}`],
    ['of 32 letters', `k1:${'a'.repeat(32)}`],
    ['with something behind it', `k1:${Buffer.alloc(32).toString('base64')}:x`],
    ['that is empty', 'k1:'],
  ])('%s is none', (_how, text) => {
    expect(readKey(text)).toBeUndefined()
  })
})

function keyNamed(id: string): SealingKey {
  const key = readKey(`${id}:${randomBytes(32).toString('base64')}`)
  if (!key) throw new Error(`${id} is not a key`)
  return key
}

function elsewhereIn(installationId: string): Place {
  return { ...place, installationId }
}

function refusalOf(sealed: { readonly cipher: Uint8Array; readonly keyId: string }, keys: KeyRing, where = place) {
  try {
    return `opened: ${open(sealed, where, keys)}`
  } catch (error) {
    if (error instanceof Unopened) return error.message
    throw error
  }
}
