import { isDatabaseAway, reasonOf } from '../../db/errors.ts'
import { type Walk, walkOn } from './flow-walk.ts'
import { untilNextStep } from './store.ts'

/** Directories are walked through as long as this runs; in any number of processes at once. */
export interface Walking {
  /** There may be a walk to go on with: at each beat. */
  readonly wake: () => void
  /** Settles when no walk may go on now, and nothing is under way. */
  readonly idle: () => Promise<void>
  /** Finishes the step that is under way, and begins no other. */
  readonly stop: () => Promise<void>
}

/** Milliseconds: what lies further ahead is left to the beat. */
const longestNap = 5_000

/** One step after another, of whichever workspace is next: a step waits for Slack, hardly for this machine. */
export function keepWalking(options: Omit<Walk, 'told'>): Walking {
  const walk: Walk = { ...options, told: new Map() }
  const { db, log } = walk.world
  let isStopped = false
  let going: Promise<void> | undefined
  let nap: NodeJS.Timeout | undefined
  let trouble: string | undefined

  function wake(): void {
    if (isStopped || going) return
    clearTimeout(nap)
    going = go().finally(() => {
      going = undefined
    })
  }

  async function go(): Promise<void> {
    try {
      while (!isStopped && (await walkOn(walk)));
      const wait = isStopped ? undefined : await untilNextStep(db)
      if (wait !== undefined && wait <= longestNap) nap = setTimeout(wake, wait).unref()
      trouble = undefined
    } catch (error) {
      tell(error)
    }
  }

  /** A database that is away is away for many beats. */
  function tell(error: unknown): void {
    const reason = reasonOf(error)
    if (reason === trouble) return
    trouble = reason
    const words = 'The directory could not be read on; it is tried again.'
    if (isDatabaseAway(error)) log.warn({ err: error }, words)
    else log.error({ err: error }, words)
  }

  return {
    wake,
    async idle() {
      while (going) await going
    },
    async stop() {
      isStopped = true
      clearTimeout(nap)
      await going
    },
  }
}
