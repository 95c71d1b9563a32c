import {
  itemsStep,
  levelStep,
  loadingWindow,
  savingWindow,
  sentenceWindow,
  topicsStep,
} from '../../../src/assessment/form.ts'
import { erasedMeanwhile, expectationsWindow, recordedWindow } from '../../../src/assessment/views.ts'
import type { Answer } from '../../../src/catalog/rules.ts'
import { notForThemSentence } from '../../../src/directory/views.ts'
import { NotReady } from '../../../src/world.ts'
import type { Situation } from './situations.ts'
import { failure } from './slack.ts'
import { allItems, emptyForm, formOf, now, type Subject, standingAt, zone } from './subjects.ts'

/** The form, step by step, and what stands in its place. */
export const assessmentForm: readonly Situation[] = [
  { name: 'F0 loading', draw: ({ known }) => loadingWindow(known.profile) },
  { name: 'F1 level, first time', draw: (of) => levelStep(of.known, emptyForm(of)) },
  { name: 'F1 level, from the record', draw: (of) => levelStep(of.known, formOf(of)) },
  { name: 'F1 level, from a draft', draw: (of) => levelStep(of.known, draftOf(of)) },
  {
    name: 'F1 level, the last one',
    draw: (of) => levelStep(of.known, { ...formOf(of), rank: of.known.profile.levels.length }),
  },
  {
    name: 'F1 level, changed before “Nothing has changed”',
    draw: (of) =>
      levelStep(
        of.known,
        { ...formOf(of), rank: of.known.profile.levels.length, askedToKeep: true },
        `The level here was changed but not saved. Press *Next* to go on with it, or *Nothing has changed* again to keep ${of.known.profile.levels[0]?.text}.`,
      ),
  },
  {
    name: 'F1 level, nothing chosen before “Only topics and note”',
    draw: (of) => levelStep(of.known, emptyForm(of), 'Choose your role and level first.'),
  },
  {
    name: 'F1 level, new wording meanwhile',
    draw: (of) =>
      levelStep(
        of.known,
        draftOf(of),
        'The expectations were updated while this was open. Your answers are kept; please look at them once more.',
      ),
  },
  { name: 'F1 level, not saved', draw: (of) => levelStep(of.known, draftOf(of), notSaved('Nothing has changed')) },
  { name: 'F2 items', draw: (of) => itemsStep(of.known, formOf(of)) },
  { name: 'F2 items, with new wording', draw: (of) => itemsStep(of.known, draftOf(of)) },
  {
    name: 'F2 items, the last level',
    draw: (of) => itemsStep(of.known, { ...formOf(of), rank: of.known.profile.levels.length }),
  },
  { name: 'F3 topics and note', draw: (of) => topicsStep(of.known, formOf(of)) },
  { name: 'F3 topics and note, a lower level may fit', draw: (of) => topicsStep(of.known, answered(of, 0)) },
  { name: 'F3 topics and note, nothing alone', draw: (of) => topicsStep(of.known, answered(of, 1)) },
  { name: 'F3 topics and note, a higher level may fit', draw: (of) => topicsStep(of.known, answered(of, 2)) },
  { name: 'F3 topics and note, not saved', draw: (of) => topicsStep(of.known, draftOf(of), notSaved('Save')) },
  { name: 'Saving', draw: ({ known }) => savingWindow(known.profile) },
  { name: 'F4 recorded', draw: (of) => recordedWindow(of.known.profile, recorded(of)) },
  {
    name: 'F4 recorded, first time',
    draw: (of) => recordedWindow(of.known.profile, { ...recorded(of), before: null }),
  },
  { name: 'F4 confirmed', draw: (of) => recordedWindow(of.known.profile, { ...recorded(of), kind: 'confirmed' }) },
  {
    name: 'F4 recorded, nothing missing',
    draw: (of) => recordedWindow(of.known.profile, { ...recorded(of), now: standingAt(of, 1, 2) }),
  },
  {
    name: 'F4 recorded, the last level',
    draw: (of) =>
      recordedWindow(of.known.profile, { ...recorded(of), now: standingAt(of, of.known.profile.levels.length, 1) }),
  },
  {
    name: 'F5 what levels ask',
    draw: ({ known: { profile } }) => expectationsWindow(profile, profile.roles[0]?.id ?? ''),
  },
  { name: 'Form, for a guest', draw: (of) => sentence(of, notForThemSentence(of.workspace)) },
  {
    name: 'Form, for a guest who was a member',
    draw: (of) => sentence(of, notForThemSentence(of.workspace, { stored: true })),
  },
  { name: 'Form, erased meanwhile', draw: (of) => sentence(of, erasedMeanwhile(of.known.profile)) },
  { name: 'Form, failed', draw: (of) => sentence(of, failure(of, new Error('anything')).message.text) },
  { name: 'Form, the records are away', draw: (of) => sentence(of, failure(of, new NotReady()).message.text) },
]

function draftOf(of: Subject) {
  return {
    ...formOf(of),
    draftLeft: now,
    reworded: new Set(allItems(of.known.profile)),
    answers: new Map<string, Answer>(),
  }
}

function answered(of: Subject, answer: Answer) {
  return { ...formOf(of), answers: standingAt(of, 1, answer).answers }
}

function recorded({ standing, entries, seenBy }: Subject) {
  return { kind: 'given', now: standing, before: entries.at(-2) ?? entries[0] ?? null, zone, seenBy } as const
}

function notSaved(pressed: string): string {
  return `This could not be saved just now; your answers are still here. Press *${pressed}* again in a minute. Reference K7QX-24`
}

function sentence({ known }: Subject, words: string) {
  return sentenceWindow(known.profile, words)
}
