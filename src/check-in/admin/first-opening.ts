import { nearDate } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { presentIn } from './flow-schedule.ts'
import { openingsAfter } from './rules-schedule.ts'

/** “the first check-in would open Fri 1 Jan 2027, with messages from Mon 4 Jan”: for the first words to an admin. */
export async function firstOpening(tx: Tx, workspaceId: string, skill: string, now: Date): Promise<string> {
  const { plan, holidays } = await presentIn(tx, workspaceId, skill, now)
  const [first] = openingsAfter(plan, holidays, now, 1)
  const at = first?.at ?? now
  const from = first?.waits ? `, with messages from ${nearDate(first.waits.until, plan.zone, at)}` : ''
  return `the first check-in would open ${nearDate(at, plan.zone, now)}${from}`
}
