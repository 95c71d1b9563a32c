import { int } from '../numbers.ts'
import type { Couples, People, Side, Weights } from './people.ts'

/**
 * What every pair is worth, without writing the pairs down. Points come from two small tables: one by *group* (role,
 * level and hours), one by *profile* (the needs or offers on all topics). What concerns single couples stands apart.
 */
export interface Fits {
  readonly mentees: Kinds
  readonly mentors: Kinds
  /** Points of group against group, with novelty; −1: may not be. By mentee group, then mentor group. */
  readonly base: Table
  /** Points of all topics, by the profile of the mentee, then of the mentor. */
  readonly topics: Table
  readonly novelty: number
  /** By mentee, the mentors of `forbidden` and `met`, in order. */
  readonly forbidden: Lists
  readonly met: Lists
  /** No pair has more points. */
  readonly largest: number
}

/** How the people of one side fall into kinds that are alike for everybody on the other. */
export interface Kinds {
  readonly group: Int32Array
  readonly groupCount: number
  readonly profile: Int32Array
  readonly profileCount: number
}

/** Rows of whole numbers; kept when they are few, written anew for each question when they are many. */
export interface Table {
  readonly width: number
  /** Valid until the next question. */
  row(at: number): Int32Array
}

export interface Lists {
  readonly start: Int32Array
  readonly values: Int32Array
}

const keptCells = 2 ** 23

export function fitsOf(people: People): Fits {
  const { mentees, mentors, topicCount, weights } = people
  const menteeGroups = groupsOf(mentees)
  const mentorGroups = groupsOf(mentors)
  const needs = profilesOf(alike(mentees.needs, weights.topic), topicCount, mentees.role.length)
  const offers = profilesOf(alike(mentors.offers, turnedTable(weights.topic)), topicCount, mentors.role.length)
  const base = table(menteeGroups.first.length, mentorGroups.first.length, (row, of) => {
    const mentee = int(menteeGroups.first, of)
    for (let at = 0; at < row.length; at++) {
      const terms = basicTerms(people, mentee, int(mentorGroups.first, at))
      row[at] = terms ? terms.role + terms.levels + terms.hours + weights.novelty : -1
    }
  })
  const topics = table(needs.first.length, offers.first.length, (row, of) => {
    const need = int(needs.first, of) * topicCount
    for (let at = 0; at < row.length; at++) {
      const offer = int(offers.first, at) * topicCount
      let points = 0
      for (let topic = 0; topic < topicCount; topic++)
        points += topicPoints(weights, mentees.needs[need + topic], mentors.offers[offer + topic])
      row[at] = points
    }
  })
  return {
    mentees: kinds(menteeGroups, needs),
    mentors: kinds(mentorGroups, offers),
    base,
    topics,
    novelty: weights.novelty,
    forbidden: listsOf(people.forbidden, mentees.role.length),
    met: listsOf(people.met, mentees.role.length),
    largest: largestFit(weights, topicCount),
  }
}

/** The fit of one pair; −1: may not be. */
export function fitOf(fits: Fits, mentee: number, mentor: number): number {
  const base = int(fits.base.row(int(fits.mentees.group, mentee)), int(fits.mentors.group, mentor))
  if (base < 0 || isListed(fits.forbidden, mentee, mentor)) return -1
  const topics = int(fits.topics.row(int(fits.mentees.profile, mentee)), int(fits.mentors.profile, mentor))
  return base + topics - (isListed(fits.met, mentee, mentor) ? fits.novelty : 0)
}

export function isListed({ start, values }: Lists, mentee: number, mentor: number): boolean {
  for (let at = int(start, mentee); at < int(start, mentee + 1); at++) if (int(values, at) === mentor) return true
  return false
}

/** The terms that do not come from topics or from earlier pairs; null when level or hours forbid the pair. */
export function basicTerms({ mentees, mentors, weights }: People, mentee: number, mentor: number) {
  const apart = int(mentors.level, mentor) - int(mentees.level, mentee)
  const minutes = commonMinutes(mentees, mentee, mentors, mentor)
  if (apart <= 0 || minutes < weights.leastMinutes) return null
  return {
    role: int(mentees.role, mentee) === int(mentors.role, mentor) ? weights.sameRole : 0,
    levels: weights.levelsApart[apart - 1] ?? 0,
    hours: weights.commonHour * Math.min(weights.mostHours, Math.floor(minutes / 60)),
  }
}

export function topicPoints({ topic }: Weights, need = 0, offer = 0): number {
  return topic[need]?.[offer] ?? 0
}

/** Minutes of a day in which both work; the day is a circle. */
export function commonMinutes(one: Side, i: number, other: Side, j: number): number {
  const [begins, lasts] = [int(one.begins, i), int(one.lasts, i)]
  const shared = (from: number): number =>
    Math.max(0, Math.min(begins + lasts, from + int(other.lasts, j)) - Math.max(begins, from))
  const from = int(other.begins, j)
  return shared(from - 1_440) + shared(from) + shared(from + 1_440)
}

function largestFit({ topic, sameRole, levelsApart, commonHour, mostHours, novelty }: Weights, topics: number): number {
  return (
    topics * Math.max(0, ...topic.flat()) + sameRole + Math.max(0, ...levelsApart) + commonHour * mostHours + novelty
  )
}

/** Answers that bring the same points everywhere are the same answer: it makes for far fewer profiles. */
function alike(answers: Uint8Array, points: readonly (readonly number[])[]): Uint8Array {
  const first = points.map((row) => points.findIndex((other) => other.join() === row.join()))
  return answers.map((answer) => first[answer] ?? answer)
}

function turnedTable(points: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const width = Math.max(0, ...points.map((row) => row.length))
  return Array.from({ length: width }, (_, at) => points.map((row) => row[at] ?? 0))
}

interface Classes {
  readonly of: Int32Array
  /** By class, one who is in it. */
  readonly first: Int32Array
}

function groupsOf({ role, level, begins, lasts }: Side): Classes {
  return classesOf(role.length, (i) => `${role[i]} ${level[i]} ${begins[i]} ${lasts[i]}`)
}

function profilesOf(values: Uint8Array, width: number, people: number): Classes {
  return classesOf(people, (i) => String.fromCharCode(...values.subarray(i * width, (i + 1) * width)))
}

function classesOf(people: number, keyOf: (person: number) => string): Classes {
  const known = new Map<string, number>()
  const of = new Int32Array(people)
  const first: number[] = []
  for (let person = 0; person < people; person++) {
    const key = keyOf(person)
    let found = known.get(key)
    if (found === undefined) {
      found = first.push(person) - 1
      known.set(key, found)
    }
    of[person] = found
  }
  return { of, first: Int32Array.from(first) }
}

function kinds(groups: Classes, profiles: Classes): Kinds {
  return {
    group: groups.of,
    groupCount: groups.first.length,
    profile: profiles.of,
    profileCount: profiles.first.length,
  }
}

function table(height: number, width: number, write: (row: Int32Array, at: number) => void): Table {
  const few = height * width <= keptCells
  const rows = new Array<Int32Array | undefined>(few ? height : 0)
  const scratch = new Int32Array(width)
  let written = -1
  return {
    width,
    row(at) {
      const kept = rows[at]
      if (kept) return kept
      const row = few ? new Int32Array(width) : scratch
      if (few || written !== at) write(row, at)
      if (few) rows[at] = row
      written = at
      return row
    },
  }
}

function listsOf({ mentee, mentor }: Couples, mentees: number): Lists {
  const start = new Int32Array(mentees + 1)
  for (const who of mentee) start[who + 1] = int(start, who + 1) + 1
  for (let i = 0; i < mentees; i++) start[i + 1] = int(start, i + 1) + int(start, i)
  const next = start.slice(0, mentees)
  const values = new Int32Array(mentee.length)
  mentee.forEach((who, at) => {
    values[int(next, who)] = int(mentor, at)
    next[who] = int(next, who) + 1
  })
  return { start, values }
}
