import type { ModalView } from '@slack/types'
import { describe, expect, it, test } from 'vitest'
import type { Entry, Given, Standing } from '../../src/assessment/rules.ts'
import { historyLines, pageOf, pathOf } from '../../src/assessment/rules.ts'
import { expectationsWindow, homeInvitation, homeSection, recordedWindow } from '../../src/assessment/views.ts'
import { recordOfMessage } from '../../src/assessment/views-others.ts'
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
import type { Profile } from '../../src/catalog/profile.ts'
import { homeTab, type Message } from '../../src/slack/kit.ts'
import { baking, largest, nats } from '../catalog/profiles.ts'
import { bakerRatings, entry, everybody, ivan, standing } from './people.ts'
import { messageRefusals, refusals } from './slack-says.ts'

const zone = 'Europe/Berlin'
const august = new Date('2026-08-03T10:00:00Z')
const october = new Date('2026-10-01T10:00:00Z')
const november = new Date('2026-11-23T10:00:00Z')

const maria = {
  slackId: 'U2',
  name: 'maria',
  as: 'manager',
  parts: new Set(['level', 'items', 'topics', 'note'] as const),
  openedUntil: '2027-01-21',
} as const

describe.each<[string, Profile, Given]>([
  ['smallest', baking, { role: 'baker', rank: 1, answers: new Map(), ratings: bakerRatings, note: '' }],
  ['usual', nats, { ...ivan, note: 'see the wiki' }],
  ['largest', largest, mostOf(largest)],
])('with the %s profile', (_size, profile, given) => {
  const now = standing(given, { nth: 2, saidAt: october })
  const before = {
    ...entry(given, august),
    answers: opposite(given.answers),
    ratings: new Map(profile.topics.map(({ id }) => [id, 0 as const])),
  }
  const said = Array.from(
    { length: 45 },
    (_, at): Entry => ({
      ...(at % 2 ? before : entry(given, october)),
      rank: 1 + (at % 2),
      kind: 'given',
      nth: at + 1,
    }),
  )
  const messages: readonly (readonly [string, Message])[] = [
    ['show', recordMessage(profile, { standing: now, seenBy: everybody, zone }, november)],
    ['show, old', recordMessage(profile, { standing: now, seenBy: everybody, zone }, new Date('2027-11-23T10:00:00Z'))],
    ['show, nothing', nothingYetMessage(profile)],
    ['still right', stillRightMessage(profile, now, zone)],
    ['history', messageOf(profile, said, 10)],
    ['next', nextMessage(profile, now)],
    ['show @person', recordOfMessage(profile, { ...maria, standing: now }, zone, november)],
    [
      'show @person, old',
      recordOfMessage(profile, { ...maria, standing: now, as: 'opened-to' }, zone, new Date('2027-11-23T10:00:00Z')),
    ],
    ['show @person, nothing', nothingToShowMessage('<@U2>', 'maria')],
    ['two names', oneNameMessage(profile.command)],
    ['no such name', noSuchNameMessage('@ivan')],
  ]
  const role = profile.roles.at(-1)?.id ?? ''
  const views: readonly (readonly [string, ModalView])[] = [
    ['recorded', recordedWindow(profile, { kind: 'given', now, before, zone, seenBy: everybody })],
    ['confirmed', recordedWindow(profile, { kind: 'confirmed', now, before, zone, seenBy: everybody })],
    ['what levels ask', expectationsWindow(profile, role)],
    ...messages.map(([name, message]) => [name, readingWindow('Your record', message)] as const),
  ]

  test.each(messages)('no message is refused by Slack: %s', (_name, message) => {
    expect(messageRefusals(message.blocks)).toEqual([])
    expect(message.blocks.length).toBeLessThanOrEqual(50)
  })

  test.each(views)('no window is refused by Slack: %s', (_name, view) => {
    expect(refusals(view)).toEqual([])
  })

  it('no Home tab is refused by Slack', () => {
    expect(
      refusals(
        homeTab('home.page', [
          ...homeSection(profile, { standing: now, seenBy: everybody, zone }),
          ...homeInvitation(profile, everybody),
        ]),
      ),
    ).toEqual([])
  })

  test.each(messages)('the plain sentence is whole, and names no id and no mark: %s', (_name, { text }) => {
    expect(text).toMatch(/^[\p{L}\d“].*[.]$/su)
    expect(text).not.toMatch(/<@|[UW][A-Z0-9]{6,}|[*_`]|undefined|NaN/)
    expect(text).not.toContain(profile.skill.length > 5 ? profile.skill : '\u0000')
    expect(text.length).toBeLessThanOrEqual(4_000)
  })
})

function messageOf(profile: Profile, entries: readonly Entry[], start = 0): Message {
  return historyMessage(profile, pathOf(entries), pageOf(historyLines(profile, entries), start, 10), zone)
}

function opposite(answers: Standing['answers']): Standing['answers'] {
  return new Map([...answers].map(([id, answer]) => [id, answer === 2 ? 0 : 2]))
}

function mostOf(profile: Profile): Given {
  const role = profile.roles.at(-1)?.id ?? ''
  const items = profile.requirements.filter((asked) => asked.role === role).flatMap((asked) => asked.items)
  return {
    role,
    rank: 4,
    answers: new Map(items.map(({ id }) => [id, 0])),
    ratings: new Map(profile.topics.map(({ id }) => [id, 2])),
    note: `${'https://a.example/ '.repeat(52)}`.slice(0, 1_000),
  }
}
