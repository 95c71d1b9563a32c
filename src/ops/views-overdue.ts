import type { Button } from '@slack/types'
import { clockTime, nearDate } from '../calendar.ts'
import { actions, context, type Message, message, section } from '../slack/kit.ts'

/** What something scheduled is called, and what has not happened because it did not start. */
export interface OverdueWords {
  /** Begins a sentence. */
  readonly what: string
  /** A whole sentence. */
  readonly holds: string
  /** What its reader can do about it; nothing when absent. */
  readonly buttons?: readonly Button[]
}

/** To admins: something was due and nobody started it. */
export function overdueMessage(
  { what, holds, buttons = [] }: OverdueWords,
  dueAt: Date,
  reference: string,
  { zone, now }: { readonly zone: string; readonly now: Date },
): Message {
  const when = `${nearDate(dueAt, zone, now)} at ${clockTime(dueAt, zone)}`
  const sentence = `${what} was due on ${when} and has not started.`
  return message({
    name: 'schedules.overdue',
    text: `${sentence} ${holds} Reference ${reference}`,
    blocks: [
      section(`*${sentence}* ${holds}`),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
      context(`Reference ${reference}: the log of this app has more.`),
    ],
  })
}
