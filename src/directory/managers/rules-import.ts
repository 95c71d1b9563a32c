import type { AccountKind } from '../rules.ts'
import type { Row, Table } from './table.ts'

/** One line of a list: who is led by whom, by Slack ids. */
export interface Line {
  readonly line: number
  readonly person: string
  readonly manager: string
}

/** A line that would change something, and who is on record until then. */
export interface Change extends Line {
  readonly before: string | null
}

/** Why a line is not taken; its words are drawn for whoever reads them. */
export type Reason =
  | { readonly why: 'no-id'; readonly found: string }
  | { readonly why: 'columns'; readonly found: number; readonly expected: number }
  | { readonly why: 'too-long'; readonly found: number }
  | { readonly why: 'oneself'; readonly of: string }
  | { readonly why: 'twice'; readonly of: string; readonly lines: readonly number[] }
  | { readonly why: 'not-a-member'; readonly of: string; readonly kind: Outsider }
  /** They have said that this is not their manager; that is for an admin to decide, not for a list. */
  | { readonly why: 'denied'; readonly of: string; readonly manager: string }
  /** From the person over the manager back to the person: the beginning and the end where it is long. */
  | { readonly why: 'circle'; readonly way: readonly string[]; readonly people: number }

export type Outsider = Exclude<AccountKind, 'member'> | 'forgotten' | 'unknown'

export interface Refused {
  readonly line: number
  readonly reason: Reason
}

/** A list as it stands by itself: what nobody has to be asked about. */
export interface Lines {
  readonly total: number
  readonly lines: readonly Line[]
  /** Lines that say nothing new: no manager is named, or a line says the same once more. */
  readonly silent: number
  readonly refused: readonly Refused[]
}

/** What a list would do, as of the moment when its facts were read. */
export interface Judged {
  readonly ready: readonly Change[]
  readonly unchanged: number
  readonly refused: readonly Refused[]
}

export interface Facts {
  /** Whoever is in no list here is a member. */
  readonly outsiders: ReadonlyMap<string, Outsider>
  /** Who leads whom today: person → manager. */
  readonly inForce: ReadonlyMap<string, string>
  /** Pairs that the person has denied, as `person manager`. */
  readonly denied: ReadonlySet<string>
}

/** Understands a table: two columns, or whichever a header names; ids as people copy them. */
export function readLines({ rows }: Table): Lines {
  const header = rows[0] && columnsOf(rows[0])
  const body = header ? rows.slice(1) : rows
  const expected = header ?? { person: 0, manager: 1, count: 2 }
  const read = body.map((row) => readLine(row, expected, header !== undefined))
  const refused = read.filter((each) => 'reason' in each)
  const found = read.filter((each) => 'person' in each)
  const { lines, again, twice } = oncePerPerson(found)
  const empty = read.length - refused.length - found.length
  return { total: body.length, lines, silent: empty + again, refused: byLine([...refused, ...twice]) }
}

/** Which lines change something, which do not, and which are refused and why. */
export function judge(lines: readonly Line[], facts: Facts): Judged {
  const refused: Refused[] = []
  const open: Change[] = []
  let unchanged = 0
  for (const line of lines) {
    const reason = refusalOf(line, facts)
    const before = facts.inForce.get(line.person) ?? null
    if (reason) refused.push({ line: line.line, reason })
    else if (before === line.manager) unchanged++
    else open.push({ ...line, before })
  }
  const circles = withoutCircles(open, facts.inForce)
  return { ready: circles.ready, unchanged, refused: byLine([...refused, ...circles.refused]) }
}

function refusalOf({ person, manager }: Line, { outsiders, denied }: Facts): Reason | undefined {
  if (person === manager) return { why: 'oneself', of: person }
  for (const of of [person, manager]) {
    const kind = outsiders.get(of)
    if (kind) return { why: 'not-a-member', of, kind }
  }
  return denied.has(`${person} ${manager}`) ? { why: 'denied', of: person, manager } : undefined
}

// Reading

interface Columns {
  readonly person: number
  readonly manager: number
  readonly count: number
}

const personNames = [
  'person id',
  'member id',
  'slack id',
  'user id',
  'id',
  'person',
  'member',
  'employee',
  'report',
  'user',
]
const managerNames = ['manager id', 'manager slack id', 'manager member id', 'manager s id', 'manager']

/** A first line is a header where none of its cells is an id, and both columns are named in it. */
function columnsOf(row: Row): Columns | undefined {
  const [person, manager] = [personColumn(row), columnNamed(row, managerNames)]
  return person === undefined || manager === undefined ? undefined : { person, manager, count: row.cells.length }
}

function personColumn(row: Row): number | undefined {
  return columnNamed(row, personNames)
}

function columnNamed({ cells }: Row, wanted: readonly string[]): number | undefined {
  if (cells.some((cell) => idIn(cell) !== undefined)) return undefined
  const names = cells.map((cell) =>
    cell
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, ' ')
      .trim(),
  )
  return wanted.map((name) => names.indexOf(name)).find((at) => at >= 0)
}

type ReadLine = Line | Refused | { readonly line: number }

function readLine({ line, cells, tooLong }: Row, columns: Columns, named: boolean): ReadLine {
  if (tooLong !== undefined) return { line, reason: { why: 'too-long', found: tooLong } }
  const tooMany = cells.length > columns.count
  // Empty cells at the end are no cells, so a line without a manager is as short as that.
  if (tooMany || cells.length <= columns.person)
    return { line, reason: { why: 'columns', found: cells.length, expected: columns.count } }
  const personCell = cells[columns.person] ?? ''
  const managerCell = cells[columns.manager] ?? ''
  const person = idIn(personCell)
  if (person === undefined) return { line, reason: { why: 'no-id', found: personCell } }
  if (managerCell === '')
    return named ? { line } : { line, reason: { why: 'columns', found: 1, expected: columns.count } }
  const manager = idIn(managerCell)
  if (manager === undefined) return { line, reason: { why: 'no-id', found: managerCell } }
  return { line, person, manager }
}

/** An id as it is copied from a profile, from a message, or out of a spreadsheet that guards against formulas. */
export function idIn(cell: string): string | undefined {
  const [, mentioned, bare] = /^(?:<@([UW][A-Z0-9]{7,20})(?:\|[^>]*)?>|'?@?([UW][A-Z0-9]{7,20}))$/.exec(cell) ?? []
  return mentioned ?? bare
}

function oncePerPerson(found: readonly Line[]): {
  readonly lines: readonly Line[]
  readonly again: number
  readonly twice: readonly Refused[]
} {
  const byPerson = new Map<string, Line[]>()
  for (const line of found) {
    const before = byPerson.get(line.person)
    if (before) before.push(line)
    else byPerson.set(line.person, [line])
  }
  const lines: Line[] = []
  const twice: Refused[] = []
  let again = 0
  for (const [of, all] of byPerson) {
    const [first] = all
    if (first && all.every(({ manager }) => manager === first.manager)) {
      lines.push(first)
      again += all.length - 1
    } else twice.push(...all.map(({ line }) => ({ line, reason: twiceBut(of, all, line) })))
  }
  return { lines, again, twice }
}

/** The other lines, a few of them: somebody may stand there a thousand times. */
function twiceBut(of: string, all: readonly Line[], own: number): Reason {
  const lines: number[] = []
  for (const { line } of all) {
    if (lines.length === 3) break
    if (line !== own) lines.push(line)
  }
  return { why: 'twice', of, lines }
}

// Circles

/**
 * The lines without those that would close a circle with each other or with what stays as it is. Whoever loses their line
 * keeps the manager they have, which may close another circle: it is looked again, from them alone.
 */
function withoutCircles(
  open: readonly Change[],
  inForce: ReadonlyMap<string, string>,
): { readonly ready: readonly Change[]; readonly refused: readonly Refused[] } {
  const up = new Map(inForce)
  const standing = new Map(open.map((change) => [change.person, change]))
  for (const { person, manager } of open) up.set(person, manager)
  const refused: Refused[] = []
  let from: readonly string[] = [...standing.keys()]
  while (from.length > 0) {
    const reverted: string[] = []
    for (const circle of circlesFrom(from, up)) {
      for (const [at, person] of circle.entries()) {
        const change = standing.get(person)
        if (!change) continue
        refused.push({ line: change.line, reason: circleReason(circle, at) })
        standing.delete(person)
        reverted.push(person)
        if (change.before === null) up.delete(person)
        else up.set(person, change.before)
      }
    }
    from = reverted
  }
  return { ready: open.filter(({ person }) => standing.has(person)), refused }
}

/** Each circle that can be reached from these, once: everybody has one manager at most. */
function circlesFrom(from: readonly string[], up: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const walkedBy = new Map<string, number>()
  const circles: (readonly string[])[] = []
  for (const [walk, start] of from.entries()) {
    let here: string | undefined = start
    while (here !== undefined && !walkedBy.has(here)) {
      walkedBy.set(here, walk)
      here = up.get(here)
    }
    if (here !== undefined && walkedBy.get(here) === walk) circles.push(circleAt(here, up))
  }
  return circles
}

function circleAt(start: string, up: ReadonlyMap<string, string>): readonly string[] {
  const circle = [start]
  for (let here = up.get(start); here !== undefined && here !== start; here = up.get(here)) circle.push(here)
  return circle
}

function circleReason(circle: readonly string[], at: number): Reason {
  const people = circle.length
  const step = (nth: number) => circle[(at + nth) % people] ?? ''
  const steps = people <= 6 ? Array.from({ length: people + 1 }, (_, nth) => nth) : [0, 1, 2, 3, people - 1, people]
  return { why: 'circle', way: steps.map(step), people }
}

function byLine(refused: readonly Refused[]): readonly Refused[] {
  return [...refused].sort((one, other) => one.line - other.line)
}
