import type { HomeView, ModalView } from '@slack/types'
import {
  itemsStep,
  levelStep,
  loadingWindow,
  savingWindow,
  sentenceWindow,
  topicsStep,
} from '../../src/assessment/form.ts'
import { type ChosenState, openingState } from '../../src/assessment/form-state.ts'
import { type Entry, historyLines, pageOf, pathOf, type Standing } from '../../src/assessment/rules.ts'
import {
  erasedMeanwhile,
  expectationsWindow,
  homeInvitation,
  homeSection,
  recordedWindow,
} from '../../src/assessment/views.ts'
import {
  historyMessage,
  nextMessage,
  noSuchNameMessage,
  nothingToShowMessage,
  nothingYetMessage,
  oneNameMessage,
  readingWindow,
  recordMessage,
  stillRightMessage,
} from '../../src/assessment/views-reading.ts'
import type { Registered } from '../../src/catalog/flow.ts'
import { type Profile, shippedProfiles } from '../../src/catalog/profile.ts'
import type { Answer, Rating } from '../../src/catalog/rules.ts'
import { notForThemSentence } from '../../src/directory/views.ts'
import { gone, movedMessage, movedWindow } from '../../src/home/moved.ts'
import { homeMenu } from '../../src/home/slack.ts'
import { guestHome } from '../../src/home/views.ts'
import { failureOf } from '../../src/slack/guard.ts'
import { failureWindow, notSetUp, notSetUpWindow } from '../../src/slack/kinds.ts'
import { homeTab, type Message, modal } from '../../src/slack/kit.ts'
import { type Command, helpMessage, homeLink } from '../../src/slack/words.ts'
import { NotReady } from '../../src/world.ts'
import { ownDataViews } from './gallery-own-data.ts'

/** One view of the product in one of its situations. */
export interface Drawn {
  readonly name: string
  readonly size: 'smallest' | 'usual' | 'largest'
  readonly shown: ModalView | HomeView | Message
}

/** Every view of the product: what the tests of limits and handlers look at. */
export function gallery(): Drawn[] {
  const [shipped] = shippedProfiles()
  if (!shipped) throw new Error('there is no skill profile')
  return [
    ...viewsOf(registered(shipped), 'usual'),
    ...viewsOf(registered(largestProfile()), 'largest'),
    ...withoutRecord(registered(shipped)),
    ...ownDataViews(),
  ]
}

const zone = 'Europe/Berlin'
const place = { workspaceId: 'T0', appId: 'A0' }
const draftId = '00000000-0000-7000-8000-000000000000'
const now = new Date('2026-11-23T09:00:00Z')
const before = new Date('2026-03-02T09:00:00Z')
const menuLines = ['export', 'forget', 'help'].map((act) => ({ value: `${act}:me` as const, text: 'What it does' }))
const longName = `@${'n'.repeat(80)}`

function viewsOf(known: Registered, size: 'usual' | 'largest'): Drawn[] {
  const { profile } = known
  const lowest = 1
  const standing = standingAt(
    profile,
    lowest,
    size === 'largest' ? 0 : 1,
    size === 'largest' ? `${'ü'.repeat(990)} <&>"\\` : 'A note with https://example.com in it.',
  )
  const state = chosen(known, standing)
  const drafted = {
    ...state,
    draftLeft: now,
    note: '"'.repeat(1_000),
    reworded: new Set(allItems(profile)),
    answers: new Map<string, Answer>(),
  }
  const entries = Array.from({ length: 44 }, (_, at) => entryOf(profile, standing, at))
  const page = (start: number) =>
    historyMessage(profile, pathOf(entries), pageOf(historyLines(profile, entries), start, 10), zone)
  const recorded = { kind: 'given', now: standing, before: entryOf(profile, standing, 1), zone } as const
  const failed =
    'This could not be saved just now; your answers are still here. Press *Save* again in a minute. Reference K7QX-24'
  const help = helpMessage(commandOf(profile), homeLink(place))
  const of = (name: string, shown: Drawn['shown']): Drawn => ({ name, size, shown })
  return [
    of('F0 loading', loadingWindow(profile)),
    of('F1 level, from the record', levelStep(known, state)),
    of('F1 level, from a draft', levelStep(known, { ...drafted, askedToKeep: true }, failed)),
    of('F1 level, the last one', levelStep(known, { ...state, rank: profile.levels.length })),
    of('F2 items', itemsStep(known, state)),
    of('F2 items, with new wording', itemsStep(known, drafted)),
    of('F3 topics and note', topicsStep(known, state)),
    of('F3 topics and note, not saved', topicsStep(known, drafted, failed)),
    of('F3 topics and note, higher', topicsStep(known, chosen(known, standingAt(profile, lowest, 2, '')))),
    of('saving', savingWindow(profile)),
    of('F4 recorded', recordedWindow(profile, recorded)),
    of('F4 recorded, first time', recordedWindow(profile, { ...recorded, before: null })),
    of('F4 confirmed', recordedWindow(profile, { ...recorded, kind: 'confirmed' })),
    of(
      'F4 recorded, nothing missing',
      recordedWindow(profile, { ...recorded, now: standingAt(profile, lowest, 2, '') }),
    ),
    of(
      'F4 recorded, the last level',
      recordedWindow(profile, { ...recorded, now: standingAt(profile, profile.levels.length, 1, '') }),
    ),
    of('F5 what levels ask', expectationsWindow(profile, profile.roles[0]?.id ?? '')),
    of('show', recordMessage(profile, standing, zone, standing.saidAt)),
    of('show, old', recordMessage(profile, { ...standing, saidAt: before, givenAt: before }, zone, now)),
    of('show, in a window', readingWindow('Your record', recordMessage(profile, standing, zone, now))),
    of('still right', stillRightMessage(profile, standing, zone)),
    of('history, first page', page(0)),
    of('history, last page', page(40)),
    of('history, in a window', readingWindow('Your history', page(10))),
    of('next', nextMessage(profile, standing)),
    of('next, the last level', nextMessage(profile, standingAt(profile, profile.levels.length, 1, ''))),
    of('help', help),
    of('help, unknown word', helpMessage(commandOf(profile), homeLink(place), '<'.repeat(4_000))),
    of('Home', homeTab(homeSection(profile, standing, zone, [homeMenu(menuLines)]))),
    of('help, in a window', modal({ callbackId: 'slack.help', title: 'Help', blocks: help.blocks })),
    of('moved, an old button', movedMessage(place, profile.command, gone.button)),
    of('moved, an old command', movedMessage(place, profile.command, gone.command(`/${'x'.repeat(31)}`))),
    of('moved, an old window', movedWindow(place, profile.command, gone.window)),
    of('moved, an old shortcut', movedWindow(place, profile.command, gone.shortcut)),
    of('not set up', notSetUp),
    of('not set up, in a window', notSetUpWindow()),
    of('failed', failureOf(new Error('anything'), { admin: '<@U0000000000>' }).message),
    of('failed, in a window', failureWindow(failureOf(new Error('anything'), { admin: '<@U0000000000>' }))),
    of('failed, the records are away', failureOf(new NotReady(), { admin: '<@U0000000000>' }).message),
    of('show somebody', nothingToShowMessage('<@U0000000000>', longName)),
    of('show nobody', noSuchNameMessage(longName)),
    of('show several', oneNameMessage(profile.command)),
  ]
}

function withoutRecord(known: Registered): Drawn[] {
  const { profile } = known
  const fresh = openingState(
    profile,
    { via: 'command', draftId, personId: draftId, version: 1, zone },
    { reworded: new Set() },
  )
  const of = (name: string, shown: Drawn['shown']): Drawn => ({ name, size: 'smallest', shown })
  return [
    of('F1 level, first time', levelStep(known, fresh)),
    of('nothing on record', nothingYetMessage(profile)),
    of('nothing on record, in a window', readingWindow('Your record', nothingYetMessage(profile))),
    of(
      'history, one entry',
      historyMessage(
        profile,
        [{ rank: 2, since: now }],
        pageOf(historyLines(profile, [entryOf(profile, standingAt(profile, 2, 1, ''), 0)]), 0, 10),
        zone,
      ),
    ),
    of('Home, first visit', homeTab(homeInvitation(profile))),
    of('Home, guest', guestHome(undefined, '<@U0000000000>')),
    of('Home, guest who was a member', guestHome(undefined, '<@U0000000000>', { stored: true })),
    of('form, guest who was a member', sentenceWindow(profile, notForThemSentence('Harbour Works', { stored: true }))),
    of('form, guest', sentenceWindow(profile, notForThemSentence('Harbour Works'))),
    of('form, erased meanwhile', sentenceWindow(profile, erasedMeanwhile(profile))),
  ]
}

/** A profile as large as the check at start allows. */
export function largestProfile(): Profile {
  const levels = Array.from({ length: 5 }, (_, at) => ({ id: `level-${at}`, text: `Level ${'w'.repeat(13)}${at}` }))
  const roles = Array.from({ length: 20 }, (_, at) => ({
    id: `role-${at}`,
    text: 'r'.repeat(75),
    short: 's'.repeat(20),
    people: 'p'.repeat(40),
  }))
  const topics = Array.from({ length: 7 }, (_, at) => ({
    id: `topic-${at}`,
    text: 't'.repeat(60),
    name: 't'.repeat(60),
    link: `https://docs.example.com/${'l'.repeat(100)}`,
  }))
  return {
    skill: 'largest',
    domain: 'd'.repeat(75),
    group: 'g'.repeat(75),
    topicsLine: 'p'.repeat(300),
    updated: '2026-09-23',
    label: 'L'.repeat(12),
    name: 'n'.repeat(60),
    command: `/${'c'.repeat(31)}`,
    main: true,
    topics,
    roles,
    levels,
    requirements: roles.flatMap((role) =>
      levels.map((level, at) => ({
        role: role.id,
        rank: at + 1,
        required: true,
        essence: 'e'.repeat(75),
        items: Array.from({ length: 4 }, (_, nth) => ({
          id: `${role.id}-${level.id}-${nth}`,
          text: 'i'.repeat(300),
          short: 'h'.repeat(60),
          topics: topics.map(({ id }) => id),
        })),
      })),
    ),
  }
}

function registered(profile: Profile): Registered {
  const slots = (ids: readonly string[]) => new Map(ids.map((id, at) => [id, at + 1]))
  return {
    profile,
    version: 1,
    slots: { topics: slots(profile.topics.map(({ id }) => id)), items: slots(allItems(profile)) },
  }
}

function allItems(profile: Profile): string[] {
  return profile.requirements.flatMap(({ items }) => items.map(({ id }) => id))
}

function standingAt(profile: Profile, rank: number, answer: Answer, note: string): Standing {
  return {
    nth: 44,
    role: profile.roles[0]?.id ?? '',
    rank,
    answers: new Map(allItems(profile).map((id) => [id, answer])),
    ratings: new Map<string, Rating>(profile.topics.map(({ id }) => [id, 0])),
    note,
    saidAt: now,
    givenAt: now,
    profileVersion: 1,
  }
}

function chosen({ profile, version }: Registered, standing: Standing): ChosenState {
  const state = openingState(
    profile,
    { via: 'shortcut', draftId, personId: draftId, version, zone },
    { standing, reworded: new Set() },
  )
  return { ...state, role: standing.role, rank: standing.rank }
}

/** Entries between which everything moves, so that their lines are as long as they get. */
function entryOf(profile: Profile, standing: Standing, at: number): Entry {
  const ratings = new Map<string, Rating>(profile.topics.map(({ id }) => [id, at % 2 === 0 ? 4 : 1]))
  const answers = new Map<string, Answer>(allItems(profile).map((id) => [id, at % 2 === 0 ? 1 : 2]))
  return {
    ...standing,
    nth: at + 1,
    kind: at % 5 === 4 ? 'confirmed' : 'given',
    rank: 1 + (at % profile.levels.length),
    ratings,
    answers,
  }
}

function commandOf(profile: Profile): Command {
  const nobody = async () => {}
  return {
    name: profile.command,
    bare: { does: 'records your level', answer: nobody },
    words: ['show', 'history', 'next', 'export', 'forget'].map((word) => ({
      word,
      does: 'what it does, in a few words',
      answer: nobody,
    })),
    help: {
      update: { actionId: 'assessment.open', value: profile.skill },
      home: 'home.open',
      contact: '<@U0000000000>',
    },
  }
}
