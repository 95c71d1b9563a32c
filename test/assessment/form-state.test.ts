import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  decodeState,
  encodeState,
  type FormState,
  isChosen,
  openingState,
  skillOf,
} from '../../src/assessment/form-state.ts'
import { cleanNote, noteLength, noteMost } from '../../src/assessment/rules.ts'
import type { Registered } from '../../src/catalog/flow.ts'
import type { Answer, Rating } from '../../src/catalog/rules.ts'
import { baking, largest, nats, registered } from '../catalog/profiles.ts'
import { answered, blankForm, formOf, ivan, rated, standing } from './people.ts'

const known = registered(nats)

describe('the memory of a window', () => {
  test.each([
    ['shipped', known],
    ['smallest', registered(baking)],
    ['largest', registered(largest)],
  ])('gives back exactly what went in, with the %s profile', (_which, room) => {
    fc.assert(
      fc.property(anyState(room), (state) => {
        expect(decodeState(encodeState(state, room), room)).toEqual(state)
      }),
      { numRuns: 60 },
    )
  })

  it('fits into Slack’s 3,000 characters, whatever note was typed', () => {
    const room = registered(largest)
    fc.assert(
      fc.property(anyState(room), anyTyping, (state, typed) => {
        const note = [...cleanNote(typed)].slice(0, noteMost).join('')
        expect(encodeState({ ...state, note }, room).length).toBeLessThanOrEqual(3_000)
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['new lines', 'a\n'],
    ['tabs', 'a\t'],
    ['emoji', '🎉'],
    ['halves of emoji', '\ud83d'],
    ['control characters', '\u0001a'],
  ])('fits when a note of 1,000 characters is made of %s', (_of, unit) => {
    const room = registered(largest)
    const note = [...cleanNote(`x${unit.repeat(noteMost)}`)].slice(0, noteMost).join('')
    expect(noteLength(note)).toBeGreaterThan(990)
    const full = formOf({
      role: lastOf(largest.roles).id,
      rank: 5,
      answers: allItems(room),
      ratings: allTopics(room),
      note,
    })
    const record = { role: lastOf(largest.roles).id, rank: 5, saidAt: new Date('2026-08-03T10:00:00Z') }
    const zone = 'America/Argentina/ComodRivadavia'
    const most = { record, zone, draftLeft: record.saidAt, draw: 999, version: 999, personId: full.draftId }
    const memory = encodeState({ ...full, ...most }, room)
    expect(memory.length).toBeLessThanOrEqual(3_000)
  })

  it('is read without a crash, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (metadata) => {
        expect(decodeState(metadata, known)).toBeUndefined()
        skillOf(metadata)
      }),
    )
  })

  it('is of no use when it belongs to another skill', () => {
    const memory = encodeState(blankForm, registered(baking))
    expect(skillOf(memory)).toBe('bread')
    expect(decodeState(memory, known)).toBeUndefined()
  })

  it('is of no use when a part is missing or wrong', () => {
    const whole: Record<string, unknown> = JSON.parse(encodeState(formOf(ivan), known))
    for (const [name, value] of [
      ['d', 'no uuid'],
      ['n', -1],
      ['u', 'by pigeon'],
      ['a', 7],
      ['l', 0],
      ['c', ['go']],
    ] as const) {
      expect(decodeState(JSON.stringify({ ...whole, [name]: value }), known), name).toBeUndefined()
    }
    for (const name of ['k', 'u', 'd', 'n', 'v', 'z', 'a', 't']) {
      expect(decodeState(JSON.stringify({ ...whole, [name]: undefined }), known), name).toBeUndefined()
    }
  })

  it('forgets a role, a level, an item or a topic that the profile does not have any more', () => {
    const memory = encodeState(formOf(ivan), known)
    const smaller = {
      ...nats,
      roles: nats.roles.filter(({ id }) => id !== 'go'),
      levels: nats.levels.slice(0, 1),
      topics: nats.topics.slice(1),
    }
    const slots = {
      topics: new Map([...known.slots.topics].slice(1)),
      items: new Map([...known.slots.items].filter(([id]) => id !== 'go-middle-tests')),
    }
    const state = decodeState(memory, { profile: smaller, version: 2, slots })
    expect([state?.role, state?.rank]).toEqual([undefined, undefined])
    expect([...(state?.answers.keys() ?? [])]).not.toContain('go-middle-tests')
    expect([...(state?.ratings.keys() ?? [])]).toEqual(nats.topics.slice(1).map(({ id }) => id))
  })
})

describe('a form', () => {
  const fresh = {
    via: 'home',
    draftId: blankForm.draftId,
    personId: undefined,
    version: 3,
    zone: 'Asia/Tokyo',
  } as const
  const left = new Date('2026-11-02T08:00:00Z')
  const found = { standing: standing(ivan), draft: undefined, draftLeft: undefined, reworded: new Set<string>() }

  it('opens empty for somebody new', () => {
    const state = openingState(nats, fresh, { ...found, standing: undefined })
    expect(state).toEqual({ ...blankForm, ...fresh })
    expect(isChosen(state)).toBe(false)
  })

  it('opens with what is on record', () => {
    const noted = { ...ivan, note: 'see the wiki' }
    const state = openingState(nats, fresh, { ...found, standing: standing(noted) })
    expect(state).toMatchObject({ ...noted, draw: 1, draftLeft: undefined })
    expect(state.record).toEqual({ role: 'go', rank: 2, saidAt: new Date('2026-08-03T10:00:00Z') })
    expect(isChosen(state)).toBe(true)
  })

  it('opens with the draft, and still knows what is on record', () => {
    const draft = {
      ...ivan,
      rank: 3,
      answers: answered({ 'go-senior-design': 2 }),
      ratings: rated({ 'pub-sub': 4 }),
      note: 'half',
    }
    const state = openingState(nats, fresh, {
      ...found,
      draft,
      draftLeft: left,
    })
    expect(state).toMatchObject({ ...draft, draftLeft: left, record: { rank: 2 } })
  })

  it('opens with an empty place where a draft answered an older wording', () => {
    const state = openingState(nats, fresh, {
      ...found,
      draft: ivan,
      draftLeft: left,
      reworded: new Set(['go-middle-tests']),
    })
    expect(state.answers.has('go-middle-tests')).toBe(false)
  })

  test.each([
    ['role', { ...ivan, role: 'cobol' }, [undefined, 2]],
    ['level', { ...ivan, rank: 6 }, ['go', undefined]],
  ])('opens without a %s that the profile has given up', (_what, given, chosen) => {
    const state = openingState(nats, fresh, { ...found, standing: standing(given) })
    expect([state.role, state.rank]).toEqual(chosen)
    expect(state.record).toMatchObject({ role: given.role, rank: given.rank })
  })

  it('opens with an empty place where the wording changed since the answer', () => {
    const state = openingState(nats, fresh, { ...found, reworded: new Set(['go-middle-tests']) })
    expect(state.answers.has('go-middle-tests')).toBe(false)
    expect(state.answers.size).toBe(5)
    expect([...state.reworded]).toEqual(['go-middle-tests'])
  })
})

const anyTyping = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', '\\', '\n', '\r\n', '\t', '🎉', '\ud83d', '\u0000', '\u2028', 'é'),
      fc.string({ unit: 'binary' }),
    ),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((parts) => parts.join('').repeat(300).slice(0, 6_000))

/** Any state that the form can be in: a new wording is remembered only where nothing was answered yet. */
function anyState({ profile, slots }: Registered): fc.Arbitrary<FormState> {
  const items = [...slots.items.keys()]
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  const role = fc.constantFrom(...profile.roles.map(({ id }) => id))
  const rank = fc.integer({ min: 1, max: profile.levels.length })
  return fc
    .record({
      via: fc.constantFrom('command', 'shortcut', 'home', 'check-in', 'import'),
      draftId: fc.uuid(),
      personId: fc.option(fc.uuid(), { nil: undefined }),
      draw: fc.nat(999),
      version: fc.nat(999),
      frozen: fc.boolean(),
      role: fc.option(role, { nil: undefined }),
      rank: fc.option(rank, { nil: undefined }),
      answers: mapOf(items, fc.constantFrom<Answer[]>(0, 1, 2)),
      reworded: fc.subarray(items).map((ids) => new Set(ids)),
      ratings: mapOf([...slots.topics.keys()], fc.constantFrom<Rating[]>(0, 1, 2, 3, 4)),
      note: fc.string({ unit: 'grapheme', maxLength: 100 }).map(cleanNote),
      record: fc.option(fc.record({ role, rank, saidAt: moment }), { nil: undefined }),
      draftLeft: fc.option(moment, { nil: undefined }),
      askedToKeep: fc.boolean(),
      seenBy: fc.record({
        enrolled: fc.boolean(),
        manager: fc.option(fc.record({ slackId: fc.constantFrom('U1', 'W012A3CDEFGHI') }), { nil: undefined }),
        openedTo: fc.nat(20),
        notesToManager: fc.constant(false),
        notesToMentor: fc.constant(false),
      }),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/ComodRivadavia'),
    })
    .map((state) => ({ ...state, reworded: new Set([...state.reworded].filter((id) => !state.answers.has(id))) }))
}

function mapOf<T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<ReadonlyMap<string, T>> {
  return fc
    .subarray([...keys])
    .chain((some) => fc.tuple(fc.constant(some), fc.array(value, { minLength: some.length, maxLength: some.length })))
    .map(([some, values]) => new Map(some.flatMap((key, at) => (values[at] === undefined ? [] : [[key, values[at]]]))))
}

function allItems({ slots }: Registered) {
  return new Map([...slots.items.keys()].map((id): [string, Answer] => [id, 2]))
}

function allTopics({ slots }: Registered) {
  return new Map([...slots.topics.keys()].map((id): [string, Rating] => [id, 4]))
}

function lastOf<T>(all: readonly T[]): T {
  const found = all.at(-1)
  if (found === undefined) throw new Error('the list is empty')
  return found
}
