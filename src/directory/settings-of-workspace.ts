import { z } from 'zod'
import { usualHours, type WorkingHours } from '../calendar.ts'

/** What admins have set for everybody; what they have not set is absent. */
export interface WorkspaceSettings {
  readonly workFrom?: number | undefined
  readonly workTo?: number | undefined
  readonly workDays?: number | undefined
  /** Label or id of the profile field that names somebody’s manager. */
  readonly managerField?: string | undefined
  /** Whether the list of holidays is an admin’s own; until then there is the preset one. */
  readonly ownHolidays?: boolean | undefined
}

const minute = z.number().int().min(0).max(1_440).optional().catch(undefined)

const stored = z.object({
  workFrom: minute,
  workTo: minute,
  workDays: z.number().int().min(1).max(127).optional().catch(undefined),
  managerField: z.string().min(1).max(80).optional().catch(undefined),
  ownHolidays: z.boolean().optional().catch(undefined),
})

/** As it stands in the row of the workspace; what another release may have written there is left out, never a failure. */
export function settingsOf(json: unknown): WorkspaceSettings {
  const read = stored.safeParse(json)
  return read.success ? read.data : {}
}

/** When people work who have set nothing of their own; from the settings as they stand in the row. */
export function workspaceHours(json: unknown): WorkingHours {
  const { workFrom, workTo, workDays } = settingsOf(json)
  const days = workDays ?? usualHours.days
  if (workFrom === undefined || workTo === undefined || workFrom >= workTo) return { ...usualHours, days }
  return { from: workFrom, to: workTo, days }
}
