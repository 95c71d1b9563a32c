import { beforeEach, describe, expect, it, test } from 'vitest'
import {
  confirmInForm,
  confirmShown,
  keepDraft,
  openAssessment,
  readHistory,
  readStanding,
  recordAssessment,
  type Saved,
} from '../../src/assessment/flow.ts'
import { levelStep } from '../../src/assessment/form.ts'
import type { FormState } from '../../src/assessment/form-state.ts'
import { recordedWindow } from '../../src/assessment/views.ts'
import type { Registered } from '../../src/catalog/flow.ts'
import { nats, reworded } from '../catalog/profiles.ts'
import { freshDatabase } from '../support/database.ts'
import { blankForm, formOf, goAnswers, ivan } from './people.ts'
import { wordsOf } from './slack-says.ts'
import { newDraft, registerIn, type Stage, stageOn, visitor } from './stage.ts'

const { db, sql } = await freshDatabase()
const monday = '2026-11-23T09:00:00Z'
const tuesday = '2026-11-24T09:00:00Z'
const u1 = visitor('U1')

let stage: Stage
let room: Registered

beforeEach(async () => {
  await sql('truncate seen, workspace, profile_version, profile_slot cascade')
  stage = stageOn(db, monday)
  room = await registerIn(stage.world, nats)
})

describe('the form', () => {
  it('opens empty for somebody new, in their zone', async () => {
    expect(await opened()).toEqual({
      ...blankForm,
      via: 'home',
      draftId: expect.any(String),
      personId: expect.any(String),
    })
  })

  it('opens with what was said last, under a new draft each time', async () => {
    await save({ ...ivan, note: 'mine' })
    const [first, second] = [await opened(), await opened()]
    expect(first).toMatchObject({ ...ivan, note: 'mine', record: { role: 'go', rank: 2, saidAt: new Date(monday) } })
    expect(first.draftId).not.toBe(second.draftId)
  })

  it('opens with the draft for seven days, and says when it was left', async () => {
    await save(ivan)
    await keepDraft(stage.world, room, u1, formOf({ ...ivan, rank: 3 }), 2)
    stage.moveTo('2026-11-30T08:59:00Z')
    expect(await opened()).toMatchObject({ rank: 3, draftLeft: new Date(monday), record: { rank: 2 } })
    stage.moveTo('2026-11-30T09:00:00Z')
    expect(await opened()).toMatchObject({ rank: 2, draftLeft: undefined })
  })

  it('has no draft any more once it was saved', async () => {
    await keepDraft(stage.world, room, u1, formOf({ ...ivan, rank: 3 }), 2)
    await save(ivan)
    expect((await opened()).draftLeft).toBeUndefined()
  })

  it('gets no draft from a “Next” that was written late, after its form was saved', async () => {
    const draft = newDraft()
    await save(ivan, draft)
    await keepDraft(stage.world, room, u1, formOf({ ...ivan, rank: 3 }, draft), 3)
    expect((await opened()).draftLeft).toBeUndefined()
  })

  it('opens empty where a sentence has changed since it was answered', async () => {
    await save(ivan)
    room = await registerIn(stage.world, reworded(nats, 'go-middle-tests', 'Writes many tests.'))
    const state = await opened()
    expect(state.version).toBe(2)
    expect([...state.reworded]).toEqual(['go-middle-tests'])
    expect(state.answers).toEqual(new Map([...ivan.answers].filter(([id]) => id !== 'go-middle-tests')))
  })

  it('opens empty there too when the old sentence was answered in a draft', async () => {
    await keepDraft(stage.world, room, u1, formOf(ivan), 3)
    stage.moveTo(tuesday)
    room = await registerIn(stage.world, reworded(nats, 'go-middle-tests', 'Writes many tests.'))
    expect((await opened()).answers.has('go-middle-tests')).toBe(false)
  })

  it('opens for somebody whose role the profile has given up, and asks for a new one', async () => {
    await save(ivan)
    room = await registerIn(stage.world, {
      ...nats,
      requirements: nats.requirements.filter(({ role }) => role !== 'go'),
      roles: nats.roles.filter(({ id }) => id !== 'go'),
    })
    const state = await opened()
    expect(state.role).toBeUndefined()
    expect(levelStep(room, state).callback_id).toBe('assessment.step-level')
  })

  test.each([
    ['guest', { guest: true }],
    ['bot', { bot: true }],
    ['stranger', { stranger: true }],
  ] as const)('does not open for a %s, and leaves no trace', async (kind, change) => {
    const they = visitor('U9', change)
    expect(await openAssessment(stage.world, room, they, 'command')).toEqual({ kind })
    expect(await recordAssessment(stage.world, room, they, formOf(ivan))).toEqual({ kind })
    await keepDraft(stage.world, room, they, formOf(ivan), 2)
    expect(await readStanding(stage.world, room, they)).toEqual({ kind })
    expect(await readHistory(stage.world, room, they)).toEqual({ kind })
    expect(await confirmShown(stage.world, room, they, '1.2')).toEqual({ kind })
    expect(await sql('select * from person')).toEqual([])
  })
})

describe('Save', () => {
  it('tells what stands now and what stood before', async () => {
    await save(ivan)
    stage.moveTo(tuesday)
    const saved = await save({ ...ivan, rank: 3, answers: goAnswers(3, [2, 2, 2, 0, 0, 0]) })
    expect(saved).toMatchObject({
      kind: 'recorded',
      recorded: {
        kind: 'given',
        zone: 'Europe/Berlin',
        now: { nth: 2, rank: 3, saidAt: new Date(tuesday), givenAt: new Date(tuesday), profileVersion: 1 },
        before: { nth: 1, rank: 2 },
      },
    })
  })

  it('delivered twice at once is recorded once, and both read the same', async () => {
    const draft = newDraft()
    const [first, second] = await Promise.all([save(ivan, draft), save(ivan, draft)])
    expect(first).toEqual(second)
    expect(await sql('select nth from assessment')).toEqual([{ nth: 1 }])
  })

  it('delivered again the next day reads what stands', async () => {
    const draft = newDraft()
    const first = await save(ivan, draft)
    stage.moveTo(tuesday)
    expect(await save(ivan, draft)).toEqual(first)
  })

  it('of two different forms at once gives two records', async () => {
    await Promise.all([save(ivan), save({ ...ivan, rank: 3, answers: goAnswers(3, [2, 2, 2, 0, 0, 0]) })])
    expect(await sql('select nth from assessment order by nth')).toEqual([{ nth: 1 }, { nth: 2 }])
  })

  it('of a form with a hole is not recorded', async () => {
    const holes = [
      { ...ivan, answers: goAnswers(2, [2, 2, 2, 0, 0]) },
      { ...ivan, ratings: new Map() },
    ]
    for (const given of holes) expect(await save(given)).toEqual({ kind: 'incomplete' })
    expect(await sql('select * from assessment')).toEqual([])
  })

  it('keeps answers to other levels of the role, and none of another role', async () => {
    const wide = new Map([...ivan.answers, ['go-lead-reviews', 1], ['elixir-middle-tests', 2]] as const)
    await save({ ...ivan, answers: wide })
    const state = await opened()
    expect(state.answers.get('go-lead-reviews')).toBe(1)
    expect(state.answers.has('elixir-middle-tests')).toBe(false)
  })
})

describe('Nothing has changed', () => {
  it('confirms what is on record, whatever the form was filled with', async () => {
    await save(ivan)
    stage.moveTo(tuesday)
    const form = formOf({ ...ivan, rank: 5, note: 'not saved' }, newDraft())
    expect(await confirmInForm(stage.world, room, u1, form)).toMatchObject({
      kind: 'recorded',
      recorded: {
        kind: 'confirmed',
        now: { nth: 2, rank: 2, note: '', saidAt: new Date(tuesday), givenAt: new Date(monday) },
      },
    })
  })

  it('pressed twice confirms once, and both read the same', async () => {
    await save(ivan)
    stage.moveTo(tuesday)
    const form = formOf(ivan, newDraft())
    const [first, second] = await Promise.all([1, 2].map(() => confirmInForm(stage.world, room, u1, form)))
    expect(wordsAfter(first)).toEqual(wordsAfter(second))
    expect(wordsAfter(first)).toContain('*Since Mon 23 Nov 2026*\nNothing has changed.')
    expect(await sql('select kind from assessment order by nth')).toEqual([{ kind: 'given' }, { kind: 'confirmed' }])
  })

  it('has nothing to confirm for somebody new', async () => {
    expect(await confirmInForm(stage.world, room, u1, formOf(ivan))).toEqual({ kind: 'nothing-on-record' })
  })
})

describe('Still right', () => {
  it('counts once for each place it was pressed at', async () => {
    await save(ivan)
    for (const where of ['1.1:button', '1.1:button', '2.2:button']) await confirmShown(stage.world, room, u1, where)
    expect(await sql('select nth from assessment order by nth')).toEqual([{ nth: 1 }, { nth: 2 }, { nth: 3 }])
  })

  it('of one person does not count for another at the same place', async () => {
    const u2 = visitor('U2')
    await save(ivan)
    await recordAssessment(stage.world, room, u2, formOf(ivan, newDraft()))
    for (const they of [u1, u2]) await confirmShown(stage.world, room, they, '1.1:button')
    expect(await sql(`select count(*)::int from assessment where kind = 'confirmed'`)).toEqual([{ count: 2 }])
  })
})

describe('reading', () => {
  it('finds nothing for somebody new', async () => {
    expect(await readStanding(stage.world, room, u1)).toMatchObject({ kind: 'read', found: undefined })
    expect(await readHistory(stage.world, room, u1)).toMatchObject({ kind: 'read', found: [] })
  })

  it('finds one’s own, and never somebody else’s', async () => {
    await save(ivan)
    expect(await readStanding(stage.world, room, u1)).toMatchObject({
      found: { rank: 2 },
      person: { zone: 'Europe/Berlin' },
    })
    expect(await readStanding(stage.world, room, visitor('U2'))).toMatchObject({ found: undefined })
  })
})

/** What the person reads once it is saved. */
function wordsAfter(saved: Saved | undefined): readonly string[] {
  if (saved?.kind !== 'recorded') throw new Error(`not recorded: ${saved?.kind}`)
  return wordsOf(recordedWindow(nats, saved.recorded).blocks)
}

async function opened(): Promise<FormState> {
  const outcome = await openAssessment(stage.world, room, u1, 'home')
  if (outcome.kind !== 'open') throw new Error(`the form did not open: ${outcome.kind}`)
  return outcome.state
}

function save(given: typeof ivan, draft = newDraft()) {
  return recordAssessment(stage.world, room, u1, formOf(given, draft))
}
