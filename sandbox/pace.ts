/** How fast the app may call in one workspace. Slack promises the lower bounds of its tiers; here they are the limits. */
export interface Pace {
  /** Calls of one method in any sixty seconds, by tier or, for a single method, by its name. */
  readonly tiers: Readonly<Record<string, number>>
  /** Messages a second, into one conversation and into all together; and how many may come at once after a rest. */
  readonly posting: { readonly perConversation: number; readonly perWorkspace: number; readonly burst: number }
  readonly off: boolean
}

/** apis/web-api/rate-limits, and for posting reference/methods/chat.postMessage. */
export const SLACKS_PACE: Pace = {
  tiers: {
    '1': 1,
    '2': 20,
    '3': 50,
    '4': 100,
    // Tier 1, but an app may hold ten sockets and must be able to open them.
    'apps.connections.open': 10,
  },
  // “Short bursts” are allowed for a conversation: none here. “Several hundred a minute” for a workspace: 5/s.
  posting: { perConversation: 1, perWorkspace: 5, burst: 10 },
  off: false,
}

export interface PaceChange {
  readonly tiers?: Readonly<Record<string, number>> | undefined
  readonly posting?: Partial<Pace['posting']> | undefined
  readonly off?: boolean | undefined
}

export function changedPace(pace: Pace, { tiers, posting, off = pace.off }: PaceChange): Pace {
  return { tiers: { ...pace.tiers, ...tiers }, posting: { ...pace.posting, ...posting }, off }
}

/** What was called and posted lately in one workspace, measured by the machine's clock. */
export interface Limits {
  readonly pace: Pace
  set(pace: Pace): void
  /** Counts one call; or answers how many seconds to wait, and counts nothing. */
  call(method: string, tier: Tier): number
  /** The same for one message into a conversation. */
  post(conversation: string): number
  /** Nothing is counted any more, and the pace is the first one again. */
  clear(): void
}

/** `special` is left to `post`. */
export type Tier = 1 | 2 | 3 | 4 | 'special'

const WINDOW_MS = 60_000

export function keepLimits(now: () => number, first: Pace): Limits {
  let pace = first
  const calls = new Map<string, readonly number[]>()
  const buckets = new Map<string, Bucket>()
  return {
    get pace() {
      return pace
    },
    set(changed) {
      pace = changed
    },
    call(method, tier) {
      const most = pace.tiers[method] ?? pace.tiers[String(tier)]
      if (pace.off || most === undefined) return 0
      const at = now()
      const lately = (calls.get(method) ?? []).filter((each) => each > at - WINDOW_MS && each <= at)
      const [oldest = at] = lately.slice(-most)
      if (lately.length >= most) return Math.ceil((oldest + WINDOW_MS - at) / 1000)
      calls.set(method, [...lately, at])
      return 0
    },
    post(conversation) {
      if (pace.off) return 0
      const { perConversation, perWorkspace, burst } = pace.posting
      const own = filled(buckets.get(conversation), now(), {
        rate: perConversation,
        most: Math.max(1, perConversation),
      })
      const all = filled(buckets.get(EVERYWHERE), now(), { rate: perWorkspace, most: Math.max(1, burst) })
      const wait = Math.max(waitFor(own, perConversation), waitFor(all, perWorkspace))
      if (wait > 0) return wait
      buckets.set(conversation, taken(own))
      buckets.set(EVERYWHERE, taken(all))
      return 0
    },
    clear() {
      pace = first
      calls.clear()
      buckets.clear()
    },
  }
}

/** Holds what may be posted at once, and fills up as time goes by. */
interface Bucket {
  readonly left: number
  readonly at: number
}

const EVERYWHERE = ''

function filled(bucket: Bucket | undefined, at: number, { rate, most }: { rate: number; most: number }): Bucket {
  if (!bucket) return { left: most, at }
  const seconds = Math.max(0, at - bucket.at) / 1000
  return { left: Math.min(most, bucket.left + seconds * rate), at }
}

function taken({ left, at }: Bucket): Bucket {
  return { left: left - 1, at }
}

/** Fractions of a second add up to a hair less than the whole. */
const HAIR = 1e-6

function waitFor({ left }: Bucket, rate: number): number {
  return left >= 1 - HAIR ? 0 : Math.ceil((1 - HAIR - left) / rate)
}
