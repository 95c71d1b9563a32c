import type { KnownBlock, ModalView } from '@slack/types'
import { nearDate, recordDate } from '../calendar.ts'
import type { Registered } from '../catalog/flow.ts'
import type { Profile, Requirement } from '../catalog/profile.ts'
import {
  answerWords,
  expectationsOf,
  isAnswer,
  isRating,
  levelOf,
  type Rating,
  rankOf,
  ratingWords,
  roleOf,
} from '../catalog/rules.ts'
import {
  actions,
  button,
  type Choice,
  context,
  escaped,
  input,
  listSections,
  modal,
  radios,
  section,
  select,
  textArea,
} from '../slack/kit.ts'
import { fieldValue, type Values } from '../slack/payloads.ts'
import { type ChosenState, encodeState, type FormState } from './form-state.ts'
import { cleanNote, noteLength, noteMost, type SecondLook, secondLook } from './rules.ts'
import { inWords, levelWithPlace, lowered, seenBy, wordingDate } from './wording.ts'

/** Ids of the form. Block ids are the action’s, with `#` and the number of the drawing. */
export const ids = {
  loading: 'assessment.loading',
  levelStep: 'assessment.step-level',
  itemsStep: 'assessment.step-items',
  topicsStep: 'assessment.save',
  role: 'assessment.role',
  level: 'assessment.level',
  item: 'assessment.item',
  topic: 'assessment.topic',
  note: 'assessment.note',
  confirm: 'assessment.confirm',
  jump: 'assessment.jump',
  back: 'assessment.back',
} as const

const growth = 'For growth, not ranking.'

export function loadingWindow(profile: Profile): ModalView {
  return modal({
    callbackId: ids.loading,
    title: title(profile),
    blocks: [section('Fetching your last answers… If nothing appears within ten seconds, close this and try again.')],
  })
}

/** Step 1: role and level, with what the chosen level and the next one ask. */
export function levelStep(registered: Registered, state: FormState, notice?: string): ModalView {
  const { profile } = registered
  return step(registered, state, ids.levelStep, 'Next', [
    ...noticed(notice),
    context(whereFrom(profile, state)),
    input(
      { blockId: `${ids.role}#${state.draw}`, label: 'Your role', dispatches: true },
      select(
        ids.role,
        'Choose your role',
        profile.roles.map((role) => ({ value: role.id, text: role.text })),
        state.role,
      ),
    ),
    input(
      {
        blockId: `${ids.level}#${state.draw}`,
        label: 'Which level describes most of your working days?',
        dispatches: true,
      },
      radios(
        ids.level,
        levelChoices(profile, state),
        state.rank === undefined ? undefined : levelOf(profile, state.rank).id,
      ),
    ),
    ...expectationBlocks(profile, state),
    ...(state.record
      ? [actions(button(ids.confirm, 'Nothing has changed'), button(ids.jump, 'Only topics and note'))]
      : []),
    context(`${seenBy(state.seenBy)} ${growth}`),
  ])
}

/** Step 2: each item of the level and of the next one, in the source’s words. */
export function itemsStep(registered: Registered, state: ChosenState): ModalView {
  const { profile } = registered
  const { own, next } = expectationsOf(profile, state.role, state.rank)
  return step(registered, state, ids.itemsStep, 'Next', [
    context(`Step 2 of 3 · ${chosen(profile, state)} · ${wordingDate(profile)}`),
    section(`*What ${levelOf(profile, own.rank).text} asks.* On most days, do you do this…`),
    ...itemInputs(own, state),
    ...(next
      ? [
          section(`*What ${levelOf(profile, next.rank).text} asks.* And how far along are you here?`),
          ...itemInputs(next, state),
        ]
      : []),
    actions(button(ids.back, 'Back')),
  ])
}

/** Step 3: the topics on their scale, a note, and at most one gentle question. */
export function topicsStep(registered: Registered, state: ChosenState, notice?: string): ModalView {
  const { profile } = registered
  const look = secondLook(profile, state.role, state.rank, state.answers)
  return step(registered, state, ids.topicsStep, 'Save', [
    ...noticed(notice),
    context(`Step 3 of 3 · ${chosen(profile, state)}`),
    ...(look ? [section(secondLookText(profile, state.rank, look), button(ids.back, 'Look again'))] : []),
    ...profile.topics.map((topic) =>
      input(
        { blockId: `${ids.topic}.${topic.id}#${state.draw}`, label: topic.name },
        select(ids.topic, 'Choose how well you know it', ratingChoices, state.ratings.get(topic.id)?.toString()),
      ),
    ),
    input(
      {
        blockId: `${ids.note}#${state.draw}`,
        label: 'Note or link',
        hint: 'A project, a pull request, a reminder to yourself. Only you can read it unless you share it in Settings.',
        optional: true,
      },
      textArea(ids.note, noteMost, state.note),
    ),
    actions(button(ids.back, 'Back')),
    context(seenBy(state.seenBy)),
  ])
}

/** Stands in the window while a save takes longer than an answer may. */
export function savingWindow(profile: Profile): ModalView {
  return modal({ callbackId: ids.loading, title: title(profile), blocks: [section('Saving…')] })
}

/** One sentence in the form’s own window: refused, or out of reach. */
export function sentenceWindow(profile: Profile, sentence: string): ModalView {
  return modal({ callbackId: ids.loading, title: title(profile), blocks: [section(sentence)] })
}

export type Errors = Readonly<Record<string, string>>

/** What was read from a step: the state with it, or what to say at which field. */
export type Read<State> =
  | { readonly kind: 'read'; readonly state: State }
  | { readonly kind: 'refused'; readonly errors: Errors }

/** Role and level as the radios stand now, whatever the rest of the step says. */
export function readChoice(profile: Profile, state: FormState, values: Values): FormState {
  const role = fieldValue(values, `${ids.role}#${state.draw}`, ids.role)
  const level = fieldValue(values, `${ids.level}#${state.draw}`, ids.level)
  return {
    ...state,
    role: profile.roles.some(({ id }) => id === role) ? (role ?? undefined) : undefined,
    rank: level === null ? undefined : rankOf(profile, level),
  }
}

export function readLevelStep(profile: Profile, state: FormState, values: Values): Read<ChosenState> {
  const { role, rank, ...rest } = readChoice(profile, state, values)
  const errors = {
    ...(role === undefined ? { [`${ids.role}#${state.draw}`]: 'Choose your role from the list.' } : {}),
    ...(rank === undefined ? { [`${ids.level}#${state.draw}`]: 'Choose one of the levels.' } : {}),
  }
  return role === undefined || rank === undefined
    ? { kind: 'refused', errors }
    : { kind: 'read', state: { ...rest, role, rank } }
}

/** Every item that the step asks must have an answer; with `partly`, as when going back, what is there is enough. */
export function readItemsStep(
  profile: Profile,
  state: ChosenState,
  values: Values,
  partly?: 'partly',
): Read<ChosenState> {
  const { own, next } = expectationsOf(profile, state.role, state.rank)
  const answers = new Map(state.answers)
  const errors: Record<string, string> = {}
  for (const item of [...own.items, ...(next?.items ?? [])]) {
    const blockId = `${ids.item}.${item.id}#${state.draw}`
    const answer = number(fieldValue(values, blockId, ids.item))
    if (isAnswer(answer)) answers.set(item.id, answer)
    else errors[blockId] = 'Choose one of the three answers.'
  }
  if (Object.keys(errors).length > 0 && !partly) return { kind: 'refused', errors }
  return { kind: 'read', state: { ...state, answers } }
}

export function readTopicsStep(
  profile: Profile,
  state: ChosenState,
  values: Values,
  partly?: 'partly',
): Read<ChosenState> {
  const ratings = new Map<string, Rating>(state.ratings)
  const errors: Record<string, string> = {}
  for (const topic of profile.topics) {
    const blockId = `${ids.topic}.${topic.id}#${state.draw}`
    const rating = number(fieldValue(values, blockId, ids.topic))
    if (isRating(rating)) ratings.set(topic.id, rating)
    else errors[blockId] = 'Choose how well you know it, from 0 to 4.'
  }
  const noteBlock = `${ids.note}#${state.draw}`
  const note = cleanNote(fieldValue(values, noteBlock, ids.note) ?? '')
  if (noteLength(note) > noteMost) errors[noteBlock] = tooLong(noteLength(note))
  if (Object.keys(errors).length > 0 && !partly) return { kind: 'refused', errors }
  return { kind: 'read', state: { ...state, ratings, note: [...note].slice(0, noteMost).join('') } }
}

function step(
  registered: Registered,
  state: FormState,
  callbackId: string,
  submit: string,
  blocks: KnownBlock[],
): ModalView {
  return modal({
    callbackId,
    title: title(registered.profile),
    submit,
    close: 'Cancel',
    blocks,
    metadata: encodeState(state, registered),
  })
}

function title(profile: Profile): string {
  return `Your ${profile.label} level`
}

function noticed(notice: string | undefined): KnownBlock[] {
  return notice === undefined ? [] : [section(notice)]
}

function whereFrom(profile: Profile, state: FormState): string {
  if (state.draftLeft) {
    // A draft is a week old at most, so its year is never in doubt.
    return `Step 1 of 3 · Filled in from the draft you left on ${nearDate(state.draftLeft, state.zone, state.draftLeft)}. Nothing is recorded until you save.`
  }
  if (!state.record) return 'Step 1 of 3 · about two minutes, once.'
  const { role, rank, saidAt } = state.record
  return `Step 1 of 3 · last recorded ${recordDate(saidAt, state.zone)}: *${levelWithPlace(profile, rank)} · ${roleOf(profile, role).short}*. Filled in from then.`
}

function levelChoices(profile: Profile, { role }: FormState): Choice[] {
  return profile.levels.map((level, at) => {
    const essence = profile.requirements.find((asked) => asked.rank === at + 1 && asked.role === role)?.essence
    const text = `${level.text} (${at + 1} of ${profile.levels.length})`
    return { value: level.id, text, ...(essence ? { description: essence } : {}) }
  })
}

function expectationBlocks(profile: Profile, { role, rank }: FormState): KnownBlock[] {
  if (role === undefined || rank === undefined) return [section('Choose a level to read what it asks.')]
  const { own, next } = expectationsOf(profile, role, rank)
  return [
    ...listSections(`*What ${levelOf(profile, rank).text} asks of ${roleOf(profile, role).people}*`, sentences(own)),
    ...(next
      ? listSections(`*One further: ${levelOf(profile, next.rank).text}*`, sentences(next))
      : [section('This is the last level of the profile.')]),
  ]
}

function sentences(requirement: Requirement): string[] {
  return requirement.items.map((item) => escaped(item.text))
}

function chosen(profile: Profile, state: ChosenState): string {
  return `*${levelWithPlace(profile, state.rank)} · ${roleOf(profile, state.role).short}*`
}

function itemInputs(requirement: Requirement, state: ChosenState): KnownBlock[] {
  return requirement.items.map((item) =>
    input(
      {
        blockId: `${ids.item}.${item.id}#${state.draw}`,
        label: state.reworded.has(item.id) ? `${item.text} (new wording)` : item.text,
      },
      radios(ids.item, answerChoices, state.answers.get(item.id)?.toString()),
    ),
  )
}

// The best answer first: that is how the question is asked.
const answerChoices = answerWords.map((text, value) => ({ value: String(value), text })).reverse()
const ratingChoices = ratingWords.map((text, value) => ({ value: String(value), text: `${value} · ${text}` }))

function secondLookText(profile: Profile, rank: number, look: SecondLook): string {
  const level = levelOf(profile, rank).text
  const head = '*Worth a second look.*'
  const tail = 'Both can be true; a level is about most days.\nYou can save as it is.'
  switch (look.kind) {
    case 'maybe-lower':
      return `${head} You chose ${level}, and ${look.notYet === look.asked ? 'all' : inWords(look.notYet)} of its ${inWords(look.asked)} items are “${lowered(answerWords[0])}”. ${tail}`
    case 'maybe-lower-none-alone':
      return `${head} You chose ${level}, and none of its ${inWords(look.asked)} items is “${lowered(answerWords[2])}”. ${tail}`
    case 'maybe-higher': {
      const next = levelOf(profile, rank + 1).text
      return `${head} You chose ${level}, and do ${look.asked === 2 ? 'both' : `all ${inWords(look.asked)}`} ${next} items on your own. ${next} may describe you better.\nYou can save as it is.`
    }
  }
}

/** The values of our own options are single digits; anything else was not chosen from them. */
function number(value: string | null): number {
  return /^\d$/.test(value ?? '') ? Number(value) : Number.NaN
}

function tooLong(length: number): string {
  return `${length.toLocaleString('en')} characters; ${noteMost.toLocaleString('en')} fit. Please shorten it, or keep the rest behind a link.`
}
