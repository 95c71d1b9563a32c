import { z } from 'zod'
import { knownZone } from '../calendar.ts'
import type { Registered } from '../catalog/flow.ts'
import type { Profile } from '../catalog/profile.ts'
import { type Answers, isAnswer, isRating, type Ratings } from '../catalog/rules.ts'
import { nobodyElse, type SeenBy } from '../directory/rules.ts'
import type { Given, Standing, Via } from './rules.ts'

/**
 * Where somebody is in the form and what they have said so far. It travels in the window itself, so that no step but
 * the last needs the database. Slack signs it; the person’s machine can read it, so it holds nothing but their own words
 * and what the window says itself.
 */
export interface FormState {
  readonly via: Via
  /** New each time the form opens; the same content of one draft is recorded once, whatever Slack sends again. */
  readonly draftId: string
  /** Id of the person it was opened for, undefined in a window of an older release: who erased themselves is another. */
  readonly personId: string | undefined
  /** Ends every block id. Slack keeps what was typed under the same id and takes new initial values under a new one. */
  readonly draw: number
  /** The version of the wording that was shown. */
  readonly version: number
  /** It stays in that wording, whatever the profile says by now: a check-in asks all its people the same. */
  readonly frozen: boolean
  /** Undefined until chosen. */
  readonly role: string | undefined
  readonly rank: number | undefined
  readonly answers: Answers
  /** Items that come empty because their sentence has changed since it was answered. */
  readonly reworded: ReadonlySet<string>
  readonly ratings: Ratings
  readonly note: string
  /** What is on record, when something is. */
  readonly record: { readonly role: string; readonly rank: number; readonly saidAt: Date } | undefined
  /** When a draft was found: the moment it was left. */
  readonly draftLeft: Date | undefined
  /** *Nothing has changed* was pressed while the radios said otherwise, and has been asked about once. */
  readonly askedToKeep: boolean
  /** Who will see what is recorded, as of the opening. */
  readonly seenBy: SeenBy
  /** IANA zone of the reader. */
  readonly zone: string
}

/** A state with role and level, as every step after the first has it. */
export type ChosenState = FormState & { readonly role: string; readonly rank: number }

export function isChosen(state: FormState): state is ChosenState {
  return state.role !== undefined && state.rank !== undefined
}

/** What is known about somebody before the form opens. */
export interface Found {
  readonly standing?: Standing | undefined
  readonly draft?: Given | undefined
  /** When the draft was left. */
  readonly draftLeft?: Date | undefined
  readonly reworded: ReadonlySet<string>
  /** Nobody but themselves when absent. */
  readonly seenBy?: SeenBy
}

/**
 * The state in which the form opens. A draft’s answers go before those on record. Items whose sentence has changed since
 * they were answered come empty.
 */
export function openingState(
  profile: Profile,
  fresh: Pick<FormState, 'via' | 'draftId' | 'personId' | 'version' | 'zone'> & Partial<Pick<FormState, 'frozen'>>,
  { standing, draft, draftLeft, reworded, seenBy = nobodyElse }: Found,
): FormState {
  const filled = draft ?? standing
  return {
    frozen: false,
    ...fresh,
    draw: 1,
    role: knownRole(profile, filled?.role),
    rank: knownRank(profile, filled?.rank),
    answers: new Map([...(filled?.answers ?? [])].filter(([id]) => !reworded.has(id))),
    reworded,
    ratings: filled?.ratings ?? new Map(),
    note: filled?.note ?? '',
    record: standing && { role: standing.role, rank: standing.rank, saidAt: standing.saidAt },
    draftLeft,
    askedToKeep: false,
    seenBy,
  }
}

/** As short as it can be said: Slack takes 3,000 characters, and the note alone may need 2,000 of them. */
export function encodeState(state: FormState, { profile, slots }: Registered): string {
  const packed: Packed = {
    k: profile.skill,
    u: state.via,
    d: state.draftId,
    n: state.draw,
    v: state.version,
    z: state.zone,
    a: packAnswers(state.answers, state.reworded, slots.items),
    t: packDigits(state.ratings, slots.topics),
    ...(state.personId === undefined ? {} : { p: state.personId }),
    ...(state.role === undefined ? {} : { r: state.role }),
    ...(state.rank === undefined ? {} : { l: state.rank }),
    ...(state.note ? { o: state.note } : {}),
    ...(state.record ? { c: [state.record.role, state.record.rank, state.record.saidAt.getTime()] } : {}),
    ...(state.draftLeft ? { f: state.draftLeft.getTime() } : {}),
    ...(state.askedToKeep ? { q: 1 } : {}),
    ...(state.frozen ? { w: 1 } : {}),
    ...packSeenBy(state.seenBy),
  }
  return JSON.stringify(packed)
}

/** The skill a window belongs to, or undefined when the window is none of this form’s. */
export function skillOf(metadata: string): string | undefined {
  return unpacked(metadata)?.k
}

/** The version of the wording in which a window stays; undefined where it goes with the present one. */
export function frozenVersionOf(metadata: string): number | undefined {
  const read = unpacked(metadata)
  return read?.w === 1 ? read.v : undefined
}

/** The state a window carries, or undefined when it carries none that this release understands. */
export function decodeState(metadata: string, { profile, slots }: Registered): FormState | undefined {
  const read = unpacked(metadata)
  if (!read || read.k !== profile.skill) return undefined
  return {
    via: read.u,
    draftId: read.d,
    personId: read.p,
    draw: read.n,
    version: read.v,
    role: knownRole(profile, read.r),
    rank: knownRank(profile, read.l),
    answers: unpackDigits(read.a, slots.items, isAnswer),
    reworded: new Set([...slots.items].filter(([, slot]) => read.a[slot - 1] === emptied).map(([id]) => id)),
    ratings: unpackDigits(read.t, slots.topics, isRating),
    note: read.o ?? '',
    record: read.c && { role: read.c[0], rank: read.c[1], saidAt: new Date(read.c[2]) },
    draftLeft: read.f === undefined ? undefined : new Date(read.f),
    askedToKeep: read.q === 1,
    frozen: read.w === 1,
    seenBy: unpackSeenBy(read),
    zone: knownZone(read.z) ?? 'UTC',
  }
}

/** A role or level that the profile has given up must be chosen anew. */
function knownRole(profile: Profile, role: string | undefined): string | undefined {
  return profile.roles.some(({ id }) => id === role) ? role : undefined
}

function knownRank(profile: Profile, rank: number | undefined): number | undefined {
  return rank !== undefined && rank >= 1 && rank <= profile.levels.length ? rank : undefined
}

const nothing = '-'
const emptied = 'w'

type Packed = z.infer<typeof packed>
const count = z.number().int().nonnegative()
const moment = count.max(253_402_300_799_999) // the last millisecond of the year 9999
const packed = z.object({
  k: z.string(),
  u: z.enum(['command', 'shortcut', 'home', 'check-in', 'import']),
  d: z.uuid(),
  p: z.uuid().optional(),
  n: count,
  v: count,
  z: z.string(),
  a: z.string(),
  t: z.string(),
  r: z.string().optional(),
  l: z.number().int().positive().optional(),
  o: z.string().optional(),
  c: z.tuple([z.string(), z.number().int().positive(), moment]).optional(),
  f: moment.optional(),
  q: z.literal(1).optional(),
  w: z.literal(1).optional(),
  // Enrolled, the manager’s member id, how many it was opened to.
  e: z.literal(1).optional(),
  m: z.string().max(50).optional(),
  s: count.optional(),
})

function unpacked(metadata: string): Packed | undefined {
  try {
    return packed.safeParse(JSON.parse(metadata)).data
  } catch {
    return undefined
  }
}

/** Notes are no part of it: the form says of them what holds for everybody. */
function packSeenBy({ enrolled, manager, openedTo }: SeenBy): Pick<Packed, 'e' | 'm' | 's'> {
  return {
    ...(enrolled ? { e: 1 } : {}),
    ...(manager ? { m: manager.slackId } : {}),
    ...(openedTo > 0 ? { s: openedTo } : {}),
  }
}

function unpackSeenBy({ e, m, s }: Packed): SeenBy {
  return { ...nobodyElse, enrolled: e === 1, manager: m === undefined ? undefined : { slackId: m }, openedTo: s ?? 0 }
}

function packAnswers(answers: Answers, changed: ReadonlySet<string>, slots: ReadonlyMap<string, number>): string {
  const digits = [...packDigits(answers, slots).padEnd(highest(slots), nothing)]
  for (const [id, slot] of slots) if (changed.has(id) && !answers.has(id)) digits[slot - 1] = emptied
  return trimmed(digits.join(''))
}

function packDigits(values: ReadonlyMap<string, number>, slots: ReadonlyMap<string, number>): string {
  const digits = Array.from({ length: highest(slots) }, () => nothing)
  for (const [id, slot] of slots) digits[slot - 1] = String(values.get(id) ?? nothing)
  return trimmed(digits.join(''))
}

function unpackDigits<T extends number>(
  digits: string,
  slots: ReadonlyMap<string, number>,
  fits: (value: number) => value is T,
): ReadonlyMap<string, T> {
  return new Map(
    [...slots].flatMap(([id, slot]) => {
      const digit = digits[slot - 1] ?? nothing
      const value = Number(digit)
      return digit !== nothing && digit !== emptied && fits(value) ? [[id, value] as const] : []
    }),
  )
}

function highest(slots: ReadonlyMap<string, number>): number {
  return Math.max(0, ...slots.values())
}

function trimmed(digits: string): string {
  return digits.replace(/-+$/, '')
}
