/** The arithmetic of charts. */

/**
 * Round numbers from below the least to above the greatest value; zero is always among them.
 * @param {readonly number[]} values @param {number} [wanted] about how many steps @returns {readonly number[]}
 */
export function ticksFor(values, wanted = 5) {
  const least = Math.min(0, ...values)
  const greatest = Math.max(0, ...values) || (least === 0 ? 1 : 0)
  const span = greatest - least
  const power = 10 ** Math.floor(Math.log10(span / wanted))
  const step = ([1, 2, 2.5, 5].find((size) => span / (size * power) <= wanted) ?? 10) * power
  const [first, last] = [Math.floor(least / step + 1e-9), Math.ceil(greatest / step - 1e-9)]
  const count = Math.max(1, last - first)
  return Array.from({ length: count + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}

/** A number as an axis shows it: 1200000 is 1.2M. @param {number} value */
export function shortNumber(value) {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 }).format(value)
}

/**
 * Slices of a pie as paths around (0, 0), clockwise from the top.
 * @param {readonly number[]} values @param {number} radius @returns {readonly string[]}
 */
export function slices(values, radius) {
  const whole = values.reduce((sum, value) => sum + value, 0)
  let done = 0
  return values.map((value) => {
    const [from, to] = [done, done + value]
    done = to
    // A full circle would begin and end at the same point, and nothing would be drawn.
    if (value >= whole)
      return `M0,${-radius}A${radius},${radius},0,1,1,0,${radius}A${radius},${radius},0,1,1,0,${-radius}Z`
    const isLarge = value > whole / 2 ? 1 : 0
    return `M0,0L${onCircle(from / whole, radius)}A${radius},${radius},0,${isLarge},1,${onCircle(to / whole, radius)}Z`
  })
}

/** @param {number} part of the whole turn @param {number} radius */
function onCircle(part, radius) {
  const angle = part * 2 * Math.PI
  return `${(radius * Math.sin(angle)).toFixed(2)},${(-radius * Math.cos(angle)).toFixed(2)}`
}
