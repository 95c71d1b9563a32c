import { expect, it, test } from 'vitest'
import {
  type Counted,
  countedInWords,
  hasLapsed,
  questionValue,
  readQuestion,
} from '../../src/directory/rules-own-data.ts'

const amounts = (assessments: number, notes: number, drafts: number): Counted[] => [
  { count: assessments, one: '1 assessment', many: 'assessments' },
  { count: notes, one: '1 note', many: 'notes' },
  { count: drafts, one: 'a draft', many: 'drafts' },
]

test.each([
  [amounts(14, 9, 1), '14 assessments, 9 notes and a draft'],
  [amounts(1, 1, 0), '1 assessment and 1 note'],
  [amounts(2, 0, 0), '2 assessments'],
  [amounts(0, 0, 1), 'a draft'],
  [amounts(1_234, 0, 2), '1,234 assessments and 2 drafts'],
  [amounts(0, 0, 0), undefined],
])('it counts what there is, and leaves out what there is not (%#)', (counted, words) => {
  expect(countedInWords(counted)).toBe(words)
})

const askedAt = new Date('2026-11-23T09:00:00Z')
const question = { personId: '019aafc8-0000-7000-8000-000000000001', askedAt }

test.each([
  ['2026-11-23T09:00:00Z', false],
  ['2026-11-23T09:30:00Z', false],
  ['2026-11-23T09:30:00.001Z', true],
  ['2026-11-24T09:00:00Z', true],
  ['2026-11-23T08:59:00Z', false],
])('a question of nine o’clock at %s has lapsed: %j', (now, lapsed) => {
  expect(hasLapsed(question, new Date(now))).toBe(lapsed)
})

it('carries a question in a button and reads it back', () => {
  expect(readQuestion(questionValue(question))).toEqual(question)
  expect(questionValue(question).length).toBeLessThanOrEqual(75)
})

it.each([undefined, '', 'nats-jetstream', question.personId, `${question.personId}:x`, `x:${askedAt.getTime()}`])(
  'reads no question from %j',
  (value) => {
    expect(readQuestion(value)).toBeUndefined()
  },
)
