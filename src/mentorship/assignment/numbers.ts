// The compiler cannot know that an index is inside; the loops here do, and a check in each of them would cost time.
// One function per kind of array: V8 then knows what each of them reads.

export function int(values: Int32Array, at: number): number {
  return values[at] as number
}

export function real(values: Float64Array, at: number): number {
  return values[at] as number
}

export function largest(values: ArrayLike<number>): number {
  let found = 0
  for (let at = 0; at < values.length; at++) found = Math.max(found, values[at] ?? 0)
  return found
}

/** Where each of `count` buckets begins, and after the last of them the total. */
export function startsOf(sizes: Int32Array): Int32Array {
  const starts = new Int32Array(sizes.length + 1)
  for (let at = 0; at < sizes.length; at++) starts[at + 1] = int(starts, at) + int(sizes, at)
  return starts
}

export function sumOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0
  return sum
}
