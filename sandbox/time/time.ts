import type { Clock } from '../clock.ts'
import { type Anchor, isReal, type KeptTime, type Rate, realTime, restarted, timeAt } from './anchor.ts'
import { keepFollowers, type Poll } from './followers.ts'

/**
 * The time people live by, apart from the machine's: what is written down, shown and planned goes by it. Acks, triggers,
 * tiers, retries and sockets do not. It is the machine's until somebody moves it. Milliseconds since 1970.
 */
export interface Time {
  now(): number
  /** For what is written down: as `now`, but never before what was written down already. */
  stamp(): number
  readonly anchor: Anchor
  /** Answers when the apps that follow have done what became due. It ends a `play` that is under way. */
  move(to: Move): Promise<Anchor>
  /** Runs to that moment without leaving one out at which an app has something to do; then goes on as before. */
  play(until: number): Promise<Anchor>
  /** The machine's time again. What is written down begins anew with it, as nothing of before is left. */
  reset(): Promise<Anchor>
  /** What it hangs on, for an app that follows. */
  look(poll: Poll): Promise<Anchor>
  /** For a state file; null while it is the machine's. */
  kept(): KeptTime | null
  /** `last`: the latest moment that was written down. */
  restore(kept: KeptTime | null, last: number): void
  close(): void
}

export interface Move {
  /** Where it is put; it stays where it is when absent. */
  readonly at?: number | undefined
  /** How fast it goes from there; as before when absent. */
  readonly rate?: Rate
}

/** The longest step of a `play`: whatever goes by the hour is seen passing, told beforehand or not. */
const STEP_MS = 3_600_000
/** How often pages hear of a `play` that is under way. */
const SHOWN_EVERY_MS = 100

/** `changed` is told of each change. */
export function keepTime(clock: Clock, changed: () => void = () => {}): Time {
  let anchor = realTime(clock.now())
  let last = 0
  let closed: number | null = null
  /** Which of the deeds is under way; the newest one counts. */
  let turn = 0
  /** How fast it went before a `play` that is under way. */
  let before: Rate | null = null
  const followers = keepFollowers(clock, () => anchor.version)
  const now = (): number => timeAt(anchor, clock.now())
  const put = ({ at = now(), rate = anchor.rate }: Move): void => {
    anchor = { version: anchor.version + 1, at, since: clock.now(), rate }
    followers.letGo()
  }
  const step = (from: number, until: number): number =>
    followers.areThere ? Math.min(until, from + STEP_MS, followers.nextAfter(from) ?? until) : until
  const move = async ({ at, rate = before ?? anchor.rate }: Move): Promise<Anchor> => {
    turn += 1
    before = null
    put({ at, rate })
    changed()
    await followers.allBack()
    return anchor
  }
  return {
    now,
    move,
    stamp() {
      last = Math.max(last, now())
      return last
    },
    get anchor() {
      return anchor
    },
    async play(until) {
      turn += 1
      const mine = turn
      before ??= anchor.rate
      let shown = 0
      // It stands still first, to ask what is due: what was told a while ago may be done by now.
      for (let at = now(); turn === mine; at = step(anchor.at, until)) {
        put({ at, rate: 0 })
        if (performance.now() - shown > SHOWN_EVERY_MS) {
          shown = performance.now()
          changed()
        }
        await followers.allBack()
        if (at >= until) return turn === mine ? move({}) : anchor
      }
      return anchor
    },
    async reset() {
      if (isReal(anchor)) return anchor
      last = 0
      return move({ at: clock.now(), rate: 1 })
    },
    async look(poll) {
      await followers.hold(poll)
      return anchor
    },
    kept: () => (isReal(anchor) ? null : { ...anchor, rate: before ?? anchor.rate, closed }),
    restore(kept, written) {
      if (kept) anchor = restarted(kept, clock.now())
      last = written
    },
    close() {
      turn += 1
      closed = clock.now()
      followers.close()
    },
  }
}
