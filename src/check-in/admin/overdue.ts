import { quarterOf } from '../../calendar.ts'
import type { Catalog } from '../../catalog/flow.ts'
import type { Tx } from '../../db/connection.ts'
import { button } from '../../slack/kit.ts'
import { zoneFor } from './flow.ts'
import { roundIds as ids } from './ids.ts'
import { labelOf } from './of-skill.ts'
import { startButton } from './views.ts'
import { titleOf } from './words.ts'

/** C4: what admins read where a check-in was due and nobody has opened it. */
export function overdueRound(catalog: Catalog) {
  return async (
    tx: Tx,
    { workspaceId, skill, dueAt }: { readonly workspaceId: string; readonly skill: string; readonly dueAt: Date },
  ) => ({
    what: titleOf(quarterOf(dueAt, await zoneFor(tx, workspaceId)).name, labelOf({ catalog }, skill)),
    holds: 'Nothing has been sent.',
    buttons: [startButton(skill, undefined, 'Start it now'), button(ids.why, 'See why', { value: skill })],
  })
}
