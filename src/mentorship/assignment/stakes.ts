import { largest } from './numbers.ts'
import { refuse } from './problem.ts'

/** What serving each mentee is worth before any fit, so that people come first, then waits, then points. */
export interface Stakes {
  readonly scale: number
  readonly of: Float64Array
}

interface Sizes {
  readonly menteeCount: number
  /** Upper bounds, in points. */
  readonly largestFit: number
  readonly largestSlotCost: number
}

/**
 * Two solutions differ by chains that begin and end independently of each other, and each chain alone is a solution
 * too. So serving one more never conflicts with serving who waited longer (both are weights on a matroid), and only
 * the order of the waits matters: their places 1, 2, … are enough. One place outweighs twice what one chain can
 * move in points, which also lets anyone read the points of a price apart from its people.
 * @throws RangeError when the values would leave the whole numbers that a double holds exactly.
 */
export function stakesOf(waited: ArrayLike<number> | undefined, sizes: Sizes): Stakes {
  const { menteeCount, largestFit, largestSlotCost } = sizes
  const scale = 2 * menteeCount * (largestFit + largestSlotCost) + 1
  const places = placesOf(waited ?? [])
  // A search adds a few such values; four of them must stay exact.
  if (scale * (places.size + 2) * 4 > Number.MAX_SAFE_INTEGER)
    refuse(
      'problem.pairs.fit, waited and slotCosts',
      `fits up to ${largestFit}, slot costs up to ${largestSlotCost} and ${places.size} different waits for ${menteeCount} mentees`,
      'values whose sums stay below 2^53',
    )
  const of = new Float64Array(menteeCount).fill(scale)
  for (let mentee = 0; waited && mentee < menteeCount; mentee++)
    of[mentee] = scale * (1 + (places.get(waited[mentee] ?? 0) ?? 0))
  return { scale, of }
}

/** Which place each wait that occurs has among them, from 0. */
function placesOf(waited: ArrayLike<number>): ReadonlyMap<number, number> {
  const distinct = new Float64Array(new Set(Array.from(waited))).sort()
  return new Map(Array.from(distinct, (wait, place) => [wait, place]))
}

export function largestSlotCost(slotCosts: readonly number[] | undefined): number {
  return largest(slotCosts ?? [])
}
