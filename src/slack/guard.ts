import { randomInt } from 'node:crypto'
import { isDatabaseAway } from '../db/errors.ts'
import { type Log, NotReady } from '../world.ts'
import { isAckLost, isDeadTrigger, isWindowGone } from './errors.ts'
import { type Message, said } from './kit.ts'

/** What went wrong, as its person reads it. */
export interface Failure {
  readonly kind: 'unexpected' | 'records-away' | 'too-slow' | 'nobody-waits'
  readonly reference: string
  readonly message: Message
  /** The same for the Home tab, which stays when a message would pass. */
  readonly home: string
}

/** Whom the sentences send people to; asked for when there is something to tell. */
export type SentencesOf = () => Sentences

export interface Sentences {
  /** “<@U…>”, or a general word where no admin is known. */
  readonly admin: string
}

/** The last catch around every handler. */
export interface Guard {
  /** Does the work; what it throws is logged with a reference and told to the person. Never throws. */
  readonly run: (
    name: string,
    work: () => Promise<void>,
    tell: (failure: Failure) => Promise<void>,
    sentences: SentencesOf,
  ) => Promise<void>
  /** Logs an error that a handler tells of by itself. */
  readonly report: (name: string, error: unknown, sentences: SentencesOf) => Failure
}

export function guard(log: Log): Guard {
  function report(name: string, error: unknown, sentences: SentencesOf): Failure {
    const failure = failureOf(error, sentences())
    if (failure.kind === 'nobody-waits') log.debug({ at: name, err: error }, 'the window or the socket was gone')
    else log.error({ at: name, ref: failure.reference, err: error }, 'a handler failed')
    return failure
  }

  async function guarded(
    name: string,
    work: () => Promise<void>,
    tell: (failure: Failure) => Promise<void>,
    sentences: SentencesOf,
  ): Promise<void> {
    try {
      await work()
    } catch (error) {
      const failure = report(name, error, sentences)
      if (failure.kind === 'nobody-waits') return
      try {
        await tell(failure)
      } catch (untold) {
        log.warn({ at: name, ref: failure.reference, err: untold }, 'the person could not be told')
      }
    }
  }

  return {
    report,
    run: guarded,
  }
}

/** Sorts an error into the few kinds that differ for people, and gives it a reference where the log has a line. */
export function failureOf(error: unknown, sentences: Sentences, reference = newReference()): Failure {
  const kind = kindOf(error)
  const plain = sentence(kind, reference, { admin: anybody })
  const message = said(`slack.failure.${kind}`, sentence(kind, reference, sentences), plain)
  return { kind, reference, message, home: homeSentence(reference) }
}

/** Who is asked where no admin is known, and where a mention could not be read aloud. */
export const anybody = 'whoever runs this app'

/** True when the records are out of reach, for now: the error will pass by itself. */
export function areRecordsAway(error: unknown): boolean {
  return error instanceof NotReady || isDatabaseAway(error)
}

/** “K7QX-24”: six letters and digits that survive being read out on the phone (no 0, O, 1, I). */
export function newReference(): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  const drawn = Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `${drawn.slice(0, 4)}-${drawn.slice(4)}`
}

function kindOf(error: unknown): Failure['kind'] {
  if (isWindowGone(error) || isAckLost(error)) return 'nobody-waits'
  if (isDeadTrigger(error)) return 'too-slow'
  return areRecordsAway(error) ? 'records-away' : 'unexpected'
}

function sentence(kind: Failure['kind'], reference: string, { admin }: Sentences): string {
  switch (kind) {
    case 'nobody-waits':
      return ''
    case 'too-slow':
      return 'Slack was too slow to open the window. Please type the command again.'
    case 'records-away':
      return `Your record cannot be reached right now. Nothing is lost; please try again in a few minutes. ${reference}`
    case 'unexpected':
      return `Something went wrong on our side and nothing was changed. Please try again; if it happens twice, give ${admin} this reference: ${reference}.`
  }
}

function homeSentence(reference: string): string {
  return `Your page cannot be drawn right now. Nothing is lost; open this tab again in a minute. Reference ${reference}`
}
