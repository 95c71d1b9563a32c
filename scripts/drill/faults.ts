import type { ArmedFault } from './control.ts'

/** How often each fault strikes a post: a seventh of them goes wrong, half of that without an answer. */
const posts: readonly Omit<ArmedFault, 'method'>[] = [
  { kind: '429', chance: 0.02 },
  { kind: '500', chance: 0.015 },
  { kind: 'reset_before', chance: 0.015 },
  { kind: 'reset_after', chance: 0.022 },
  { kind: 'hang', chance: 0.02 },
  { kind: 'deactivated', chance: 0.025 },
  { kind: 'slow', chance: 0.04 },
  // Longer than a call is waited for: it is done, and nobody hears of it.
  { kind: 'slow', chance: 0.005, ms: 12_000 },
]

/** The calls that find out what became of a lost answer go wrong more often. */
const looks: readonly Omit<ArmedFault, 'method'>[] = [
  { kind: '429', chance: 0.05 },
  { kind: '500', chance: 0.05 },
  { kind: 'reset_before', chance: 0.05 },
  { kind: 'reset_after', chance: 0.05 },
  { kind: 'hang', chance: 0.04 },
  { kind: 'slow', chance: 0.04 },
]

export const drillFaults: readonly ArmedFault[] = [
  ...posts.map((fault) => ({ ...fault, method: 'chat.postMessage' })),
  ...looks.map((fault) => ({ ...fault, method: 'conversations.open' })),
  { method: 'conversations.open', kind: 'deactivated', chance: 0.01 },
  ...looks.map((fault) => ({ ...fault, method: 'conversations.history' })),
]
