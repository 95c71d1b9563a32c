import { usualHours, type WorkingHours } from '../calendar.ts'

/** What somebody has said about their own hours; null where they have not. Start and end stand together or not at all. */
export interface OwnHours {
  readonly from: number | null
  readonly to: number | null
  readonly days: number | null
}

/** The hours in force: one’s own, else the workspace’s, else the usual ones. */
export function hoursOf(own: OwnHours, workspace: WorkingHours = usualHours): WorkingHours {
  const { from, to } = own.from !== null && own.to !== null ? { from: own.from, to: own.to } : workspace
  return { from, to, days: own.days ?? workspace.days }
}
