import { assessmentErasure, assessmentExport } from '../assessment/own-data.ts'
import { checkInErasure, checkInExport } from '../check-in/own-data.ts'
import { directoryErasure, directoryExport } from '../directory/own-data.ts'
import type { Erasure, ExportPart } from '../directory/room.ts'
import { letterErasure, letterExport } from '../outbox/own-data.ts'

/** What the rooms store about a person, in the order in which a file lists it: sent by the bot, or copied by its host. */
export const exportParts: readonly ExportPart[] = [assessmentExport, checkInExport, letterExport, directoryExport]

/** What they take away, in the order in which the sentences count it. */
export const erasures: readonly Erasure[] = [assessmentErasure, checkInErasure, letterErasure, directoryErasure]
