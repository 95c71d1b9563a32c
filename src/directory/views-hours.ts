import type { WorkingHours } from '../calendar.ts'
import type { Choice } from '../slack/kit.ts'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** “09:00–17:00, Monday to Friday”. */
export function hoursInWords({ from, to, days }: WorkingHours): string {
  return `${timeOf(from)}–${timeOf(to)}, ${daysInWords(days)}`
}

/** “Monday to Thursday and Saturday”, “every day”; one bit a day, Monday first. */
export function daysInWords(days: number): string {
  if (days === 127) return 'every day'
  const isWorked = (at: number) => at >= 0 && (days & (1 << at)) !== 0
  const starts = weekdays.flatMap((_, at) => (isWorked(at) && !isWorked(at - 1) ? [at] : []))
  const runs = starts.map((start) => {
    const end = weekdays.findIndex((_, at) => at > start && !isWorked(at))
    return weekdays.slice(start, end === -1 ? undefined : end)
  })
  const parts = runs.flatMap((run) => (run.length < 3 ? run : [`${run[0]} to ${run.at(-1)}`]))
  const last = parts.pop() ?? ''
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last
}

/** “09:00”; the end of the day is 24:00. */
export function timeOf(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

/** The same as a timepicker takes it, which ends at 23:59: midnight is 00:00. */
export function pickedTime(minutes: number): string {
  return timeOf(minutes % 1_440)
}

/** A box for each day of the week. */
export const dayChoices: readonly Choice[] = weekdays.map((text, at) => ({ value: String(1 << at), text }))

/** Which boxes are ticked for these days. */
export function chosenDays(days: number): readonly string[] {
  return dayChoices.map(({ value }) => value).filter((value) => (days & Number(value)) !== 0)
}

/** The days of the boxes that are ticked; whatever is none of them counts as none. */
export function daysOf(chosen: readonly string[]): number {
  return chosenDays(127)
    .filter((value) => chosen.includes(value))
    .reduce((days, value) => days | Number(value), 0)
}
