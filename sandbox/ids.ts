import { randomBytes, randomInt } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const MIXED = `${LETTERS}abcdefghijklmnopqrstuvwxyz`

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
}

/** An id as Slack writes them: a letter for the kind, then capitals and digits. */
export function newId(kind: 'C' | 'D' | 'V' | 'Ev' | 'F' | 'U'): string {
  return `${kind}0${pick(LETTERS, 9)}`
}

/** What Slack calls a block or an element that came without a name. */
export function newName(): string {
  return pick(MIXED, 5)
}

export function newTriggerId(): string {
  return `${randomInt(1e12)}.${randomInt(1e12)}.${randomBytes(16).toString('hex')}`
}

/** The installed app's own id, the same in every workspace. */
export const APP_ID = 'A0NATSLEVEL'

/** One run's secrets: never stored, so an old environment line is worth nothing after a restart. */
export interface Secrets {
  readonly signingSecret: string
  /** What the app shows for itself, in no workspace: it opens sockets. */
  readonly appToken: string
  readonly verificationToken: string
}

export function newSecrets(): Secrets {
  return {
    signingSecret: randomBytes(16).toString('hex'),
    appToken: `xapp-1-${APP_ID}-${randomInt(1e12)}-${randomBytes(32).toString('hex')}`,
    verificationToken: pick(MIXED, 24),
  }
}

/** What the app shows in one workspace. */
export function newBotToken(): string {
  return `xoxb-${randomInt(1e12)}-${randomInt(1e12)}-${pick(MIXED, 24)}`
}

export function newHookKey(): string {
  return pick(MIXED, 24)
}
