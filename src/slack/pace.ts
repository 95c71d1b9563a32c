import { retryAfterOf } from './errors.ts'

/** One message a second in each conversation is what Slack allows; a little more, for clocks that differ. */
const betweenPosts = 1_050
/** A call that Slack has put off is tried so often, and never waited for longer than this. */
const mostTries = 5
const longestWait = 60_000

/** Makes one call after another, as fast as Slack takes messages in one conversation. */
export function inTurn(pause: (milliseconds: number) => Promise<void>): <T>(post: () => Promise<T>) => Promise<T> {
  let first = true
  return async (post) => {
    if (!first) await pause(betweenPosts)
    first = false
    return whenAllowed(post, pause)
  }
}

/** A 429 means that nothing was done, so the same call is made again after the time that Slack names. */
export async function whenAllowed<T>(
  call: () => Promise<T>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call()
    } catch (error) {
      const wait = retryAfterOf(error)
      if (wait === undefined || wait > longestWait || tries === mostTries) throw error
      await pause(wait)
    }
  }
}

/** Settles with nothing after so many milliseconds: what a race with a deadline is lost to. */
export function later(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds, undefined).unref()
  })
}
