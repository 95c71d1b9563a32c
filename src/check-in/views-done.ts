import type { Entry, Standing } from '../assessment/rules.ts'
import { ids as assessment, whatNextAsks } from '../assessment/views-parts.ts'
import { missingCount } from '../assessment/views-reading.ts'
import { levelWithPlace } from '../assessment/wording.ts'
import { longMonth, nearDate, recordDate } from '../calendar.ts'
import type { Profile } from '../catalog/profile.ts'
import { gapOf, levelOf, roleOf } from '../catalog/rules.ts'
import { actions, button, type Message, message, type Name, section, unmarked } from '../slack/kit.ts'
import { ids } from './views.ts'

type Said = Omit<Entry, 'kind'>

/** How a day is read: in whose zone, and from when. */
export interface Reading {
  readonly zone: string
  readonly now: Date
}

/** C3, after *Still right*. `next` is when the next question comes, as far as that is planned. */
export function stillRightNoted(profile: Profile, entry: Said, next: Date | undefined, { zone }: Reading): Message {
  const gap = gapOf(profile, entry.role, entry.rank, entry.answers)
  const asks = next ? ` Next question: ${longMonth(next, zone)}.` : ''
  const sentence = `*Still right, noted.* ${levelWithPlace(profile, entry.rank)} · ${roleOf(profile, entry.role).short}, confirmed ${recordDate(entry.saidAt, zone)}.${missingCount(profile, gap)}${asks}`
  return done('check-in.done.still-right', sentence, [
    button(assessment.open, 'Change this', { value: profile.skill }),
    ...(gap.nextRank === null ? [] : [whatNextAsks(profile, gap.nextRank)]),
  ])
}

/** After the form was saved. */
export function updatedNoted(profile: Profile, entry: Said, before: Said | undefined): Message {
  const gap = gapOf(profile, entry.role, entry.rank, entry.answers)
  const level =
    before && before.rank !== entry.rank
      ? `${levelOf(profile, before.rank).text} → ${levelOf(profile, entry.rank).text}`
      : levelWithPlace(profile, entry.rank)
  const sentence = `*${before ? 'Updated' : 'On record'}.* ${level} · ${roleOf(profile, entry.role).short}.${missingCount(profile, gap)}`
  return done('check-in.done.updated', sentence, [whole(profile)])
}

export function askedAgainNoted(at: Date, value: string, { zone, now }: Reading): Message {
  return done('check-in.done.ask-again', `Will ask again on ${nearDate(at, zone, now)}, in your morning.`, [
    button(ids.answerNow, 'Answer now', { value }),
  ])
}

export function skippedNoted(value: string): Message {
  return done('check-in.done.skipped', 'Skipped this quarter. Nothing is counted against you.', [
    button(ids.answerNow, 'Answer after all', { value }),
  ])
}

export function lateNoted(profile: Profile, at: Date, { zone, now }: Reading): Message {
  const sentence = `Noted on ${nearDate(at, zone, now)}, after the close; counted as late in the programme’s report.`
  return done('check-in.done.late', sentence, [whole(profile)])
}

/** By which door an answer came, in the words people know it by. */
export type Door = 'command' | 'shortcut' | 'home' | 'import'

/** It was answered elsewhere. */
export function answeredElsewhere(profile: Profile, door: Door, at: Date, { zone, now }: Reading): Message {
  const how: Readonly<Record<Door, string>> = {
    command: `with ${profile.command}`,
    shortcut: 'with the shortcut',
    home: 'on the Home tab',
    import: 'by an import',
  }
  return done('check-in.done.elsewhere', `Answered ${how[door]} on ${nearDate(at, zone, now)}.`, [whole(profile)])
}

/** A click after the close: what holds, and that there can still be an answer. */
export function closedMessage(
  profile: Profile,
  round: { readonly id: string; readonly closedAt: Date },
  standing: Pick<Standing, 'rank'> | undefined,
  { zone, now }: Reading,
): Message {
  const closed = `This check-in closed on ${nearDate(round.closedAt, zone, now)}.`
  const update = `${profile.skill}:${round.id}`
  if (!standing)
    return done('check-in.done.closed', `${closed} You can still set your level.`, [
      button(ids.update, 'Set my level', { value: update }),
    ])
  return done('check-in.done.closed', `${closed} ${stays(profile, standing)} You can still answer.`, [
    button(ids.stillRight, 'Still right', { value: `late:${round.id}` }),
    button(ids.update, 'Update', { value: update }),
  ])
}

/** A click after the round was cancelled. */
export function withdrawnMessage(
  profile: Profile,
  at: Date,
  standing: Pick<Standing, 'rank'> | undefined,
  { zone, now }: Reading,
): Message {
  const sentence = `This check-in was withdrawn on ${nearDate(at, zone, now)}; no answer is needed.`
  return done('check-in.done.withdrawn', standing ? `${sentence} ${stays(profile, standing)}` : sentence, [
    button(assessment.open, standing ? 'Update my level' : 'Set my level', { value: profile.skill }),
  ])
}

function stays(profile: Profile, { rank }: Pick<Standing, 'rank'>): string {
  return `Your level stays ${levelWithPlace(profile, rank)}.`
}

function whole({ skill }: Profile) {
  return button(assessment.show, 'See the whole record', { value: skill })
}

function done(name: Name, sentence: string, ways: readonly ReturnType<typeof button>[]): Message {
  return message({ name, text: unmarked(sentence), blocks: [section(sentence), actions(...ways)] })
}
