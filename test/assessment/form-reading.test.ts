import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  itemsStep,
  levelStep,
  readChoice,
  readItemsStep,
  readLevelStep,
  readTopicsStep,
  topicsStep,
} from '../../src/assessment/form.ts'
import { decodeState } from '../../src/assessment/form-state.ts'
import { MalformedPayload, readClick, readSubmission } from '../../src/slack/payloads.ts'
import { nats, registered } from '../catalog/profiles.ts'
import { mutated } from '../slack/mutated.ts'
import { blankForm, formOf, ivan } from './people.ts'
import { read, refusals, submissionOf, valuesOf } from './slack-says.ts'

const room = registered(nats)
const record = { role: 'go', rank: 2, saidAt: new Date('2026-08-03T10:00:00Z') }
const asked = formOf(ivan, { record })

describe('what somebody picks', () => {
  it('moves role and level, and leaves the answers alone', () => {
    const values = valuesOf(levelStep(room, asked), { 'assessment.role': 'elixir', 'assessment.level': 'senior' })
    expect(readChoice(nats, asked, values)).toEqual({ ...asked, role: 'elixir', rank: 3 })
  })

  it('adds to answers given to other levels', () => {
    const other = { ...asked, answers: new Map([...asked.answers, ['go-lead-reviews', 2] as const]) }
    const values = valuesOf(itemsStep(room, other), { 'assessment.item.go-senior-design': '2' })
    const { answers } = read(readItemsStep(nats, other, values))
    expect(answers.get('go-senior-design')).toBe(2)
    expect(answers.get('go-lead-reviews')).toBe(2)
  })

  it('is cleaned before it is kept', () => {
    const values = valuesOf(topicsStep(room, asked), { 'assessment.note': ' see\u0000 <@U1>\r\n' })
    expect(read(readTopicsStep(nats, asked, values)).note).toBe('see <@U1>')
  })

  it('can be an empty note in place of one that was there', () => {
    const noted = { ...asked, note: 'old' }
    const values = valuesOf(topicsStep(room, noted), { 'assessment.note': null })
    expect(read(readTopicsStep(nats, noted, values)).note).toBe('')
  })
})

describe('what is missing or was never offered', () => {
  it('is told at its field on the first step', () => {
    expect(readLevelStep(nats, blankForm, valuesOf(levelStep(room, blankForm)))).toEqual({
      kind: 'refused',
      errors: {
        'assessment.role#1': 'Choose your role from the list.',
        'assessment.level#1': 'Choose one of the levels.',
      },
    })
  })

  test.each(['rust', '', 'GO', '__proto__'])('is told when the role is “%s”', (role) => {
    const values = valuesOf(levelStep(room, asked), { 'assessment.role': role })
    expect(readLevelStep(nats, asked, values)).toMatchObject({
      kind: 'refused',
      errors: { 'assessment.role#1': expect.any(String) },
    })
  })

  test.each(['guru', '2', 'Senior', ''])('is told when the level is “%s”', (level) => {
    const values = valuesOf(levelStep(room, asked), { 'assessment.level': level })
    expect(readLevelStep(nats, asked, values)).toEqual({
      kind: 'refused',
      errors: { 'assessment.level#1': 'Choose one of the levels.' },
    })
  })

  test.each(['3', '-1', '1.5', 'w', '', ' ', '1.0', '0x1', null])(
    'is told at its item when the answer is “%s”',
    (answer) => {
      const values = valuesOf(itemsStep(room, asked), { 'assessment.item.go-middle-tests': answer })
      expect(readItemsStep(nats, asked, values)).toEqual({
        kind: 'refused',
        errors: { 'assessment.item.go-middle-tests#1': 'Choose one of the three answers.' },
      })
    },
  )

  test.each(['5', '-1', '2.5', 'NaN', ' ', '1e0', null])('is told at its topic when the rating is “%s”', (rating) => {
    const values = valuesOf(topicsStep(room, asked), { 'assessment.topic.pub-sub': rating })
    expect(readTopicsStep(nats, asked, values)).toEqual({
      kind: 'refused',
      errors: { 'assessment.topic.pub-sub#1': 'Choose how well you know it, from 0 to 4.' },
    })
  })

  it('is told at the note when it is too long, with both numbers', () => {
    const values = valuesOf(topicsStep(room, asked), { 'assessment.note': 'x'.repeat(1_214) })
    expect(readTopicsStep(nats, asked, values)).toEqual({
      kind: 'refused',
      errors: {
        'assessment.note#1': '1,214 characters; 1,000 fit. Please shorten it, or keep the rest behind a link.',
      },
    })
  })

  it('is not told for a note of exactly 1,000 emoji', () => {
    const values = valuesOf(topicsStep(room, asked), { 'assessment.note': '🎉'.repeat(1_000) })
    expect(read(readTopicsStep(nats, asked, values)).note).toBe('🎉'.repeat(1_000))
  })

  it('does not stand in the way of going back', () => {
    const values = valuesOf(itemsStep(room, asked), { 'assessment.item.go-middle-tests': null })
    expect(read(readItemsStep(nats, asked, values, 'partly'))).toEqual(asked)
    const long = valuesOf(topicsStep(room, asked), { 'assessment.note': 'x'.repeat(1_214) })
    expect(read(readTopicsStep(nats, asked, long, 'partly')).note).toHaveLength(1_000)
  })

  it('is ignored when it is about an item of another role or level', () => {
    const smuggled = new Map([
      ...valuesOf(itemsStep(room, asked)),
      ['assessment.item.go-lead-reviews#1', new Map([['assessment.item', '2']])],
      ['assessment.item.kafka#1', new Map([['assessment.item', '2']])],
    ])
    expect(read(readItemsStep(nats, asked, smuggled))).toEqual(asked)
  })

  it('is ignored when it belongs to an older drawing', () => {
    const older = valuesOf(itemsStep(room, { ...asked, draw: 6 }))
    expect(readItemsStep(nats, { ...asked, draw: 7 }, older)).toMatchObject({ kind: 'refused' })
  })
})

describe('a payload that was changed on its way', () => {
  const steps = [levelStep(room, asked), itemsStep(room, asked), topicsStep(room, { ...asked, note: 'see the wiki' })]

  it('is read, refused or understood as nothing, and never crashes the form', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...steps).chain((view) => mutated(submissionOf(view))),
        (payload) => {
          const view = readOrRefuse(payload)
          const state = view && decodeState(view.metadata, room)
          if (!state) return
          const first = readLevelStep(nats, state, view.values)
          if (first.kind === 'read') expect(refusals(itemsStep(room, first.state))).toEqual([])
          if (state.role === undefined || state.rank === undefined) return
          const chosen = { ...state, role: state.role, rank: state.rank }
          for (const partly of [undefined, 'partly'] as const) {
            const second = readItemsStep(nats, chosen, view.values, partly)
            if (second.kind === 'read') expect(refusals(topicsStep(room, second.state))).toEqual([])
            const third = readTopicsStep(nats, chosen, view.values, partly)
            if (third.kind === 'read') expect(refusals(topicsStep(room, third.state))).toEqual([])
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('can always be drawn again when its memory could be read', () => {
    const memory = JSON.parse(levelStep(room, { ...asked, draftLeft: record.saidAt }).private_metadata ?? '')
    const beyondTime = 8.64e15 + 1
    const examples = [{ z: 'Mars/Olympus' }, { f: beyondTime }, { f: 1e300 }, { c: ['go', 2, beyondTime] }]
    fc.assert(
      fc.property(mutated(memory), (changed) => {
        const carried = JSON.stringify(changed) ?? ''
        fc.pre(carried.length <= 3_000)
        const state = decodeState(carried, room)
        if (state) expect(refusals(levelStep(room, state))).toEqual([])
      }),
      { numRuns: 500, examples: examples.map((change) => [{ ...memory, ...change }]) },
    )
  })
})

function readOrRefuse(payload: unknown) {
  for (const reader of [readSubmission, readClick]) {
    try {
      return reader(payload).view
    } catch (error) {
      if (!(error instanceof MalformedPayload)) throw error
    }
  }
  return undefined
}
