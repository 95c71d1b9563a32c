import type { Profile } from '../catalog/profile.ts'
import {
  type Answer,
  type Answers,
  askedItems,
  expectationsOf,
  gapOf,
  type Rating,
  type Ratings,
} from '../catalog/rules.ts'

/** What somebody says about themselves: role, level, how each item stands, and the topics. */
export interface Given {
  readonly role: string
  readonly rank: number
  readonly answers: Answers
  readonly ratings: Ratings
  readonly note: string
}

/** The record as it stands: the latest assessment, confirmed or given. */
export interface Standing extends Given {
  readonly nth: number
  readonly saidAt: Date
  /** When the answers were last given, not only confirmed. */
  readonly givenAt: Date
  readonly profileVersion: number
}

/** One line of somebody’s history, as stored. */
export interface Entry {
  readonly nth: number
  readonly saidAt: Date
  readonly kind: 'given' | 'confirmed'
  readonly role: string
  readonly rank: number
  readonly answers: Answers
  readonly ratings: Ratings
  readonly profileVersion: number
}

export type Via = 'command' | 'shortcut' | 'home' | 'check-in' | 'import'

/** Level and items disagree: worth one gentle question, never a block. */
export type SecondLook =
  | { readonly kind: 'maybe-lower'; readonly notYet: number; readonly asked: number }
  | { readonly kind: 'maybe-lower-none-alone'; readonly asked: number }
  | { readonly kind: 'maybe-higher'; readonly asked: number }

/** What moved between two answers. Items are compared only within one role. */
export interface Moved {
  readonly rank: { readonly from: number; readonly to: number } | null
  readonly role: { readonly from: string; readonly to: string } | null
  readonly topics: readonly { readonly topicId: string; readonly from: Rating; readonly to: Rating }[]
  readonly items: readonly { readonly itemId: string; readonly from: Answer; readonly to: Answer }[]
}

/**
 * The one question worth asking before *Save*. First the kind “this level may be high”: more than half of its items are
 * “not yet”, or none is met alone. Then the other: every item of the next level is met alone.
 */
export function secondLook(profile: Profile, role: string, rank: number, answers: Answers): SecondLook | null {
  const { own, next } = expectationsOf(profile, role, rank)
  const asked = own.items.length
  const count = (wanted: Answer) => own.items.filter((item) => answers.get(item.id) === wanted).length
  if (count(0) * 2 > asked) return { kind: 'maybe-lower', notYet: count(0), asked }
  if (count(2) === 0) return { kind: 'maybe-lower-none-alone', asked }
  if (next?.items.every((item) => answers.get(item.id) === 2)) return { kind: 'maybe-higher', asked: next.items.length }
  return null
}

/** True when every item and topic that role and level ask has an answer. */
export function isComplete(profile: Profile, given: Given): boolean {
  return hasAllItems(profile, given) && profile.topics.every((topic) => given.ratings.has(topic.id))
}

export function hasAllItems(profile: Profile, given: Pick<Given, 'role' | 'rank' | 'answers'>): boolean {
  return askedItems(profile, given.role, given.rank).every((item) => given.answers.has(item.id))
}

/** The answers worth keeping: those to items of the chosen role. After a change of role items begin empty. */
export function answersOfRole(profile: Profile, role: string, answers: Answers): Answers {
  const items = profile.requirements.filter((found) => found.role === role).flatMap((found) => found.items)
  return new Map(
    items.flatMap((item) => {
      const answer = answers.get(item.id)
      return answer === undefined ? [] : [[item.id, answer]]
    }),
  )
}

export function missingForNext(profile: Profile, given: Pick<Given, 'role' | 'rank' | 'answers'>): number {
  return gapOf(profile, given.role, given.rank, given.answers).missing.length
}

export function whatMoved(profile: Profile, before: Omit<Given, 'note'>, after: Omit<Given, 'note'>): Moved {
  const sameRole = before.role === after.role
  return {
    rank: before.rank === after.rank ? null : { from: before.rank, to: after.rank },
    role: sameRole ? null : { from: before.role, to: after.role },
    topics: profile.topics.flatMap(({ id }) =>
      differing(before.ratings.get(id), after.ratings.get(id), (from, to) => ({ topicId: id, from, to })),
    ),
    items: sameRole
      ? profile.requirements
          .flatMap(({ items }) => items)
          .flatMap(({ id }) =>
            differing(before.answers.get(id), after.answers.get(id), (from, to) => ({ itemId: id, from, to })),
          )
      : [],
  }
}

function differing<T, Out>(from: T | undefined, to: T | undefined, out: (from: T, to: T) => Out): Out[] {
  return from === undefined || to === undefined || from === to ? [] : [out(from, to)]
}

/** A line of history to be read: an answer and what moved with it, or confirmations in a row folded into one. */
export type HistoryLine =
  | { readonly kind: 'given'; readonly entry: Entry; readonly before: Entry | null; readonly moved: Moved | null }
  | { readonly kind: 'confirmed'; readonly entry: Entry; readonly times: number }

/** Newest first. `entries` come oldest first. */
export function historyLines(profile: Profile, entries: readonly Entry[]): HistoryLine[] {
  const lines: HistoryLine[] = []
  entries.forEach((entry, at) => {
    const before = entries[at - 1] ?? null
    const last = lines.at(-1)
    if (entry.kind === 'given')
      lines.push({ kind: 'given', entry, before, moved: before && whatMoved(profile, before, entry) })
    else if (last?.kind === 'confirmed') lines[lines.length - 1] = { kind: 'confirmed', entry, times: last.times + 1 }
    else lines.push({ kind: 'confirmed', entry, times: 1 })
  })
  return lines.reverse()
}

/** The levels somebody has been at, each with the moment it began; neighbours differ. */
export function pathOf(entries: readonly Entry[]): { readonly rank: number; readonly since: Date }[] {
  return entries
    .filter((entry, at) => entry.rank !== entries[at - 1]?.rank)
    .map((entry) => ({ rank: entry.rank, since: entry.saidAt }))
}

export interface Page<T> {
  readonly lines: readonly T[]
  /** Counted from 1. */
  readonly first: number
  readonly last: number
  readonly total: number
  readonly newer: number | null
  readonly older: number | null
}

/** The page that begins at `start` (0 is the newest); a start outside the list is brought back into it. */
export function pageOf<T>(lines: readonly T[], start: number, size: number): Page<T> {
  const highest = Math.max(0, Math.floor((lines.length - 1) / size) * size)
  const from = Math.min(Math.max(0, Math.floor(start / size) * size || 0), highest)
  const shown = lines.slice(from, from + size)
  return {
    lines: shown,
    first: from + 1,
    last: from + shown.length,
    total: lines.length,
    newer: from > 0 ? from - size : null,
    older: from + size < lines.length ? from + size : null,
  }
}

export const noteMost = 1_000

/** Characters as people count them, so that an emoji is one and PostgreSQL agrees. */
export function noteLength(note: string): number {
  return [...note].length
}

/**
 * The note as it is kept: without control characters (PostgreSQL refuses one, and each would take six places in the
 * window’s memory) and without halves of characters; line breaks and tabs stay.
 */
export function cleanNote(typed: string): string {
  return typed
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, (found) => (found === '\n' || found === '\t' ? found : ''))
    .trim()
}
