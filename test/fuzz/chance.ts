/** Chance that can be had again: the same seed and number give the same draws. */
export interface Chance {
  /** From 0 to below 1. */
  readonly draw: () => number
  /** A whole number from 0 to below `most`. */
  readonly below: (most: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  /** True in this share of cases. */
  readonly in: (share: number) => boolean
}

/** mulberry32: 32 bits of state, good enough to choose with. */
export function chanceOf(seed: number, nth: number): Chance {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(nth + 1, 0x85ebca6b)) >>> 0
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number) => Math.floor(draw() * most)
  return {
    draw,
    below,
    pick: (list) => {
      const picked = list[below(list.length)]
      if (picked === undefined && list.length === 0) throw new Error('there is nothing to pick from')
      return picked as (typeof list)[number]
    },
    in: (share) => draw() < share,
  }
}
