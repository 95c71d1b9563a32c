import { assessmentForm } from './gallery/assessment-form.ts'
import { assessmentReading } from './gallery/assessment-reading.ts'
import { checkIn } from './gallery/check-in.ts'
import { checkInAdmin } from './gallery/check-in-admin.ts'
import { directory } from './gallery/directory.ts'
import { directoryAudit } from './gallery/directory-audit.ts'
import { directoryManagers } from './gallery/directory-managers.ts'
import { directoryPeople } from './gallery/directory-people.ts'
import { directoryProgramme } from './gallery/directory-programme.ts'
import { directorySettings } from './gallery/directory-settings.ts'
import { home } from './gallery/home.ts'
import { ops } from './gallery/ops.ts'
import { type Drawn, drawnFor } from './gallery/situations.ts'
import { slack } from './gallery/slack.ts'
import { subjects } from './gallery/subjects.ts'
import { kindOf } from './names.ts'
import { outline } from './outline.ts'
import { type Sizes, sizesOf } from './sizes.ts'

export type { Drawn, Shown } from './gallery/situations.ts'

/**
 * Every view of the product in each of its situations: smallest, usual, largest, with emoji and from right to left. One
 * list for the page, the snapshots, and the tests of limits, handlers and of what people have been shown.
 */
export function gallery(): readonly Drawn[] {
  const all = subjects()
  const rooms = [
    assessmentForm,
    assessmentReading,
    checkIn,
    checkInAdmin,
    directory,
    directoryPeople,
    directoryAudit,
    directoryManagers,
    directoryProgramme,
    directorySettings,
    home,
    ops,
    slack,
  ]
  return rooms.flat().flatMap((situation) => drawnFor(all, situation))
}

/** One of them as the page shows it. */
export type ShownView = Pick<Drawn, keyof Drawn> & {
  /** Where it stands on the page, behind the #. */
  readonly anchor: string
  readonly kind: 'message' | 'modal' | 'home'
  /** The sentence beside the blocks; views have none. */
  readonly text: string | undefined
  readonly sizes: Sizes
  readonly outline: string
}

export function galleryForPage(): readonly ShownView[] {
  return gallery().map((drawn) => ({
    ...drawn,
    anchor: anchorOf(drawn),
    kind: kindOf(drawn.shown),
    text: 'text' in drawn.shown ? drawn.shown.text : undefined,
    sizes: sizesOf(drawn.shown),
    outline: outline(drawn.shown),
  }))
}

/** `assessment.result/f4-recorded-first-time/largest`. */
function anchorOf({ id, name, size }: Drawn): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
  return `${id}/${words}/${size}`
}
