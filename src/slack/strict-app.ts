import { App, type AppOptions, MultipleListenerError, type ReceiverEvent, UnknownError } from '@slack/bolt'
import { checkPayload, MalformedPayload } from './payloads.ts'

/**
 * Bolt’s app with a look at each payload first, and an answer for each at once, whichever way it came in. Bolt alone
 * stays silent about what it cannot place, and Slack waits three seconds for nothing, or sends the envelope again. So a
 * listener acks before it settles: those of `doors.ts` settle when their handler is done.
 */
export class StrictApp extends App {
  private readonly underWay = new Set<Promise<void>>()

  constructor(options: AppOptions) {
    super(options)
    // The receiver has the line for the log; Bolt would write one of its own for each listener.
    this.error(throwOriginal)
  }

  /** @throws MalformedPayload when Slack would not have sent it; other errors are bugs. */
  override async processEvent(event: ReceiverEvent): Promise<void> {
    const processed = this.processed(event)
    const settled = processed.then(nothing, nothing).finally(() => this.underWay.delete(settled))
    this.underWay.add(settled)
    return processed
  }

  /** Settles once nothing is under way: an event has its answer before its handler has begun. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay)
  }

  private async processed(event: ReceiverEvent): Promise<void> {
    checkPayload(event.body)
    let answered = false
    const ack: ReceiverEvent['ack'] = (...answer) => {
      answered = true
      return event.ack(...answer)
    }
    if (event.body.type === 'app_rate_limited') {
      this.logger.warn('Slack holds events back: more than 30,000 in one hour.')
      return ack()
    }
    await super.processEvent({ ...event, ack })
    if (!answered) throw new MalformedPayload('payload: found a kind that nobody here answers')
  }
}

function nothing(): void {}

/** Bolt folds the errors of several listeners into one, and wraps those it does not know. */
async function throwOriginal(error: Error): Promise<never> {
  if (error instanceof MultipleListenerError) throw error.originals[0] ?? error
  throw error instanceof UnknownError ? error.original : error
}
