import { z } from 'zod'
import { timeline } from './rules.ts'

/** How the rounds of a skill go, as an admin has set it or as it is at first. In days. */
export interface Rhythm {
  /** After a person’s own question, in order. */
  readonly reminders: readonly number[]
  /** After the opening. */
  readonly close: number
}

/** The days that a check-in may be open. */
export const shortestRound = 2
export const longestRound = 80

export const usualRhythm: Rhythm = { reminders: timeline.reminders, close: timeline.close }

/** As it stands in the row of the workspace; what cannot be read there is as it is at first. */
export function rhythmOf(settings: unknown, skill: string): Rhythm {
  const read = stored.safeParse(settings)
  return (read.success ? read.data.rounds?.[skill] : undefined) ?? usualRhythm
}

const days = z.number().int().min(1).max(longestRound)
const stored = z.object({
  rounds: z
    .record(
      z.string(),
      z
        .object({ reminders: z.array(days).max(timeline.mostReminders), close: days.min(shortestRound) })
        .optional()
        .catch(undefined),
    )
    .optional()
    .catch(undefined),
})
