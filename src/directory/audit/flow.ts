import type { Asking } from '../../slack/doors.ts'
import type { World } from '../../world.ts'
import type { Person } from '../rules.ts'
import { personBySlackId } from '../store.ts'
import { firstPlace, type Line, type LogPlace, type Pages, pageSize } from './rules.ts'
import { idOf, linesOf, note, readersOf, slackIdOf } from './store.ts'

type Looker = Pick<Asking, 'workspaceId' | 'slackId'>

/** A page of lines, and where its reader stands. */
export interface LinesPage<Place extends Pages> {
  readonly place: Place
  /** In which its reader reads times. */
  readonly zone: string
  readonly lines: readonly Line[]
  /** Whether older ones follow. */
  readonly more: boolean
}

export interface LogPage extends LinesPage<LogPlace> {
  /** Of whoever is in every line. */
  readonly about: string | undefined
}

/** The log as an admin reads it: in their own time, or UTC for one who has never met the app. */
export async function logAt(
  { db }: World,
  { workspaceId, slackId: readerSlackId }: Looker,
  place: LogPlace = firstPlace,
): Promise<LogPage> {
  const { filter, about } = place
  const reader = await personBySlackId(db, workspaceId, readerSlackId)
  const page = await paged(place, (after) =>
    linesOf(db, workspaceId, { filter, about, after, limit: pageSize + 1, named: 3 }),
  )
  const slackId = about === null ? null : await slackIdOf(db, { workspaceId, id: about })
  return { ...page, about: slackId ?? undefined, zone: reader?.zone ?? 'UTC' }
}

/** The same log about somebody; about nobody where nothing can be on record. */
export async function placeAbout({ db }: World, workspaceId: string, place: LogPlace, slackId: string) {
  return { ...place, about: (await idOf(db, workspaceId, slackId)) ?? nobody, before: [] }
}

/** Who has seen the level of whoever asks. Asking makes no row, and nobody without one can have been looked at. */
export async function readersAt(
  { db, now }: Pick<World, 'db' | 'now'>,
  { workspaceId, slackId }: Looker,
  place: Pages = { before: [] },
): Promise<LinesPage<Pages>> {
  const person = await personBySlackId(db, workspaceId, slackId)
  const page = person
    ? await paged(place, (after) => readersOf(db, person, { after, limit: pageSize + 1 }, now()))
    : { place, lines: [], more: false }
  return { ...page, zone: person?.zone ?? 'UTC' }
}

/** So many lines leave at once, the newest: two years of a large workspace are more than a spreadsheet takes. */
export const mostTaken = 50_000

/** Milliseconds for all of them. */
const patience = { timeout: 60_000 }

export interface Taken {
  readonly lines: readonly Line[]
  readonly at: Date
}

/** So many are read at once: what one statement does within its time, even where each line names twenty people. */
const mostAtOnce = 5_000

/** The lines that an admin has before them, all pages of them; that they left is noted beside it. */
export async function takeLines(world: World, admin: Person, { filter, about }: LogPlace): Promise<Taken> {
  const now = world.now()
  const { workspaceId, id: actorId } = admin
  return world.db.$transaction(async (tx) => {
    const lines: Line[] = []
    let last = 0
    do {
      const limit = Math.min(mostAtOnce, mostTaken - lines.length)
      const some = await linesOf(tx, workspaceId, { filter, about, after: lines.at(-1)?.id, limit, named: 20 })
      lines.push(...some)
      last = some.length
    } while (last === mostAtOnce && lines.length < mostTaken)
    const detail = { filter, lines: lines.length }
    const subjects = about === null || about === nobody ? [] : [about]
    await note(tx, { workspaceId, actorId, act: 'export.audit', subjects, detail }, now)
    return { lines, at: now }
  }, patience)
}

/** Nobody has this id. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** One more than a page is asked for, so that it is known whether more follow; a page that has emptied is the first one. */
async function paged<Place extends Pages>(
  place: Place,
  read: (after: string | undefined) => Promise<readonly Line[]>,
): Promise<Omit<LinesPage<Place>, 'zone'>> {
  const found = await read(place.before.at(-1))
  if (found.length === 0 && place.before.length > 0) return paged({ ...place, before: [] }, read)
  return { place, lines: found.slice(0, pageSize), more: found.length > pageSize }
}
