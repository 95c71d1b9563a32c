import { schedule } from 'node-cron'
import { reasonOf } from '../db/errors.ts'
import type { Log } from '../world.ts'

export interface Beat {
  /** Resolves when nothing that was begun is under way any more. */
  readonly stop: () => Promise<void>
}

/**
 * Wakes each of these every second. It decides nothing: what is due, by which clock, is asked anew each time, so that
 * beats may be late, doubled or missing. What still runs is not begun again.
 */
export function startBeat(work: readonly (() => Promise<void>)[], log: Log): Beat {
  const jobs = work.map((job) => oneAtATime(job, log))
  const wakeAll = () => {
    for (const job of jobs) job.wake()
  }
  const heart = schedule('* * * * * *', wakeAll, { suppressMissedWarning: true })
  return {
    stop: async () => {
      await heart.destroy()
      await Promise.all(jobs.map((job) => job.idle()))
    },
  }
}

interface Job {
  readonly wake: () => void
  readonly idle: () => Promise<void>
}

/** Trouble is told when it begins, when it changes and when it is over: a database that is away is away for many beats. */
function oneAtATime(work: () => Promise<void>, log: Log): Job {
  let running: Promise<void> | undefined
  let trouble: string | undefined

  async function once(): Promise<void> {
    try {
      await work()
      if (trouble) log.info({}, 'The schedules go on.')
      trouble = undefined
    } catch (error) {
      const reason = reasonOf(error)
      if (reason !== trouble) log.warn({ err: error }, 'The schedules wait; trying again every second.')
      trouble = reason
    }
  }

  return {
    wake: () => {
      running ??= once().finally(() => {
        running = undefined
      })
    },
    idle: async () => running,
  }
}
