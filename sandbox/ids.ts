import { randomBytes, randomInt } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const MIXED = `${LETTERS}abcdefghijklmnopqrstuvwxyz`

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
}

/** An id as Slack writes them: a letter for the kind, then capitals and digits. */
export function newId(kind: 'D' | 'V' | 'Ev'): string {
  return `${kind}0${pick(LETTERS, 9)}`
}

/** What Slack calls a block or an element that came without a name. */
export function newName(): string {
  return pick(MIXED, 5)
}

export function newTriggerId(): string {
  return `${randomInt(1e12)}.${randomInt(1e12)}.${randomBytes(16).toString('hex')}`
}

/** One run's secrets: never stored, so an old environment line is worth nothing after a restart. */
export interface Secrets {
  readonly botToken: string
  readonly signingSecret: string
  readonly verificationToken: string
}

export function newSecrets(): Secrets {
  return {
    botToken: `xoxb-${randomInt(1e12)}-${randomInt(1e12)}-${pick(MIXED, 24)}`,
    signingSecret: randomBytes(16).toString('hex'),
    verificationToken: pick(MIXED, 24),
  }
}

export function newHookKey(): string {
  return pick(MIXED, 24)
}
