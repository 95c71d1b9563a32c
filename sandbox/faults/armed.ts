import type { CallKind, DeliveryKind, Fault } from './kinds.ts'

/** What is armed in one workspace: faults of calls, faults of deliveries. */
export interface Faults {
  readonly calls: Armed<CallKind>
  readonly deliveries: Armed<DeliveryKind>
}

export interface Armed<Kind extends string> {
  arm(fault: Fault<Kind>): void
  /** The fault armed first that is about one of these names and whose chance has come; it counts down. */
  strike(names: readonly string[]): Fault<Kind> | undefined
  /** What may still strike, and how often. */
  left(): readonly Fault<Kind>[]
  clear(): void
}

export function keepFaults(): Faults {
  return { calls: keepArmed<CallKind>(), deliveries: keepArmed<DeliveryKind>() }
}

function keepArmed<Kind extends string>(): Armed<Kind> {
  let armed: readonly { readonly fault: Fault<Kind>; readonly draw: () => number; times: number }[] = []
  return {
    arm(fault) {
      armed = [...armed, { fault, draw: drawingFrom(fault.seed), times: fault.times }]
    },
    strike(names) {
      // Each one that is meant draws, whether or not another strikes first: so a run can be repeated.
      const meant = armed.filter(({ fault }) => names.includes(fault.name))
      const [first] = meant.filter(({ fault, draw }) => draw() < fault.chance)
      if (!first) return undefined
      first.times -= 1
      armed = armed.filter(({ times }) => times > 0)
      return first.fault
    },
    left: () => armed.map(({ fault, times }) => ({ ...fault, times })),
    clear() {
      armed = []
    },
  }
}

/** Numbers from 0 up to 1, always the same ones for a seed. */
export function drawingFrom(seed: number): () => number {
  let state = seed | 0
  // Mulberry32 by Tommy Ettinger, in the public domain.
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const once = Math.imul(state ^ (state >>> 15), state | 1)
    const twice = once ^ (once + Math.imul(once ^ (once >>> 7), once | 61))
    return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32
  }
}
