import type { ModalView } from '@slack/types'
import { WebClient } from '@slack/web-api'
import { beforeEach, describe, expect, it } from 'vitest'
import { itemsStep, levelStep, topicsStep } from '../../src/assessment/form.ts'
import type { FormState } from '../../src/assessment/form-state.ts'
import type { AssessmentRoom } from '../../src/assessment/room.ts'
import { bindSteps } from '../../src/assessment/slack-steps.ts'
import { type Catalog, catalogOf } from '../../src/catalog/flow.ts'
import { connect } from '../../src/db/connection.ts'
import type { ClickAsk, Doors, SubmissionAnswer, SubmissionAsk } from '../../src/slack/doors.ts'
import { failureOf } from '../../src/slack/guard.ts'
import { readSubmission } from '../../src/slack/payloads.ts'
import { boltLogger } from '../../src/slack/receiver.ts'
import type { World } from '../../src/world.ts'
import { nats, reworded } from '../catalog/profiles.ts'
import { freshDatabase } from '../support/database.ts'
import { formOf, goAnswers, ivan } from './people.ts'
import { submissionOf, wordsOf } from './slack-says.ts'
import { newDraft, stageOn } from './stage.ts'

const { db, sql } = await freshDatabase()
const { world } = stageOn(db, '2026-11-23T09:00:00Z')
const record = { role: 'go', rank: 2, saidAt: new Date('2026-08-03T10:00:00Z') }

let catalog: Catalog

beforeEach(async () => {
  await sql('truncate seen, workspace, profile_version, profile_slot cascade')
  catalog = catalogOf([nats])
  await catalog.register(db, world.now())
})

describe('the first step', () => {
  it('follows the choice of a level', async () => {
    const form = open()
    await form.click('assessment.level', levelStep(form.known(), state({ rank: 3 })), 1)
    expect(form.drawn.map(heading)).toEqual(['*What Senior asks of Go developers*'])
  })

  it('does not draw an older choice over a newer one', async () => {
    const form = open()
    await form.click('assessment.level', levelStep(form.known(), state({ rank: 4 })), 2)
    await form.click('assessment.level', levelStep(form.known(), state({ rank: 3 })), 1)
    expect(form.drawn.map(heading)).toEqual(['*What Lead / Staff asks of Go developers*'])
  })

  it('follows choices again after “Back”', async () => {
    const form = open()
    await form.submit('assessment.step-level', levelStep(form.known(), state()))
    await form.click('assessment.back', itemsStep(form.known(), state()), 2)
    await form.click('assessment.level', levelStep(form.known(), state({ rank: 3, draw: 3 })), 3)
    expect(form.drawn.map(heading).at(-1)).toBe('*What Senior asks of Go developers*')
  })

  it('comes back, and follows choices, when the wording changed under an open form', async () => {
    const form = open()
    const [answer] = await form.submit('assessment.step-level', levelStep(form.known(), state()))
    catalog = catalogOf([reworded(nats, 'go-middle-tests', 'Writes many tests.')])
    await catalog.register(db, world.now())
    const again = await form.submit('assessment.step-items', windowIn(answer))
    expect(words(again[0])[0]).toBe(
      'The expectations were updated while this was open. Your answers are kept; please look at them once more.',
    )
    await form.click('assessment.level', levelStep(form.known(), state({ rank: 3, version: 2, draw: 3 })), 9)
    expect(form.drawn.map(heading)).toEqual(['*What Senior asks of Go developers*'])
  })

  it('keeps what was said with “Next” as a draft', async () => {
    const form = open()
    await form.submit('assessment.step-level', levelStep(form.known(), state({ rank: 3 })))
    expect(await sql('select step, level from form_draft')).toEqual([{ step: 2, level: 3 }])
  })
})

describe('Nothing has changed', () => {
  it('asks first when the level was moved, and keeps the old one when pressed again', async () => {
    const form = open()
    await form.submit('assessment.save', topicsStep(form.known(), state()))
    await form.click('assessment.confirm', levelStep(form.known(), state({ rank: 3 })), 1)
    const [question] = form.drawn
    expect(words(question)[0]).toBe(
      'The level here was changed but not saved. Press *Next* to go on with it, or *Nothing has changed* again to keep Middle.',
    )
    if (!question) throw new Error('nothing was asked')
    await form.click('assessment.confirm', question, 2)
    expect(words(form.drawn[1])[0]).toBe('Middle · Go confirmed')
    expect(await sql('select level, kind from assessment order by nth')).toEqual([
      { level: 2, kind: 'given' },
      { level: 2, kind: 'confirmed' },
    ])
  })
})

describe('Only topics and note', () => {
  it('goes straight to the topics when nothing was moved', async () => {
    const form = open()
    await form.click('assessment.jump', levelStep(form.known(), state()), 1)
    expect(words(form.drawn[0])[0]).toBe('Step 3 of 3 · *Middle (2 of 5) · Go*')
  })

  it('goes by the items when the level was moved, or one of them is new', async () => {
    const form = open()
    await form.click('assessment.jump', levelStep(form.known(), state({ rank: 3 })), 1)
    await form.click('assessment.jump', levelStep(form.known(), state({ answers: goAnswers(2, [2, 2, 2, 2, 2]) })), 2)
    expect(form.drawn.map((view) => words(view)[0]?.slice(0, 11))).toEqual(['Step 2 of 3', 'Step 2 of 3'])
  })
})

describe('Save', () => {
  it('answers with what is on record now', async () => {
    const form = open()
    const [answer] = await form.submit('assessment.save', topicsStep(form.known(), state()))
    expect(words(answer)[0]).toBe('Middle · Go is on record')
    expect(form.told).toBe(1)
  })

  it('says “Saving…” when it takes long, and shows the result afterwards', async () => {
    const form = open({ ...world, saveWithin: 0 })
    const answers = await form.submit('assessment.save', topicsStep(form.known(), state()))
    expect(answers.map((answer) => words(answer)[0])).toEqual(['Saving…'])
    expect(form.drawn.map((view) => words(view)[0])).toEqual(['Middle · Go is on record'])
  })

  it('leaves everything in its place when the records are out of reach, and never says “recorded”', async () => {
    const unreachable = connect('postgresql://127.0.0.1:1/none')
    const form = open({ ...world, db: unreachable })
    const noted = state({ note: 'mine' })
    const before = topicsStep(form.known(), noted)
    const [answer] = await form.submit('assessment.save', before)
    expect(words(answer)[0]).toMatch(
      /^This could not be saved just now; your answers are still here\. Press \*Save\* again in a minute\. Reference [A-Z2-9]{4}-[A-Z2-9]{2}$/,
    )
    expect(fieldIds(windowIn(answer))).toEqual(fieldIds(before))
    expect(form.told).toBe(0)
    await unreachable.$disconnect()
  })

  it('asks for an item that is missing', async () => {
    const form = open()
    const holed = state({ answers: goAnswers(2, [2, 2, 2, 2, 2]) })
    const [answer] = await form.submit('assessment.save', topicsStep(form.known(), holed))
    expect(words(answer)[0]).toContain('Step 2 of 3')
    expect(await sql('select * from assessment')).toEqual([])
  })
})

function state(change: Partial<FormState> = {}) {
  return { ...formOf(ivan, { record, ...newDraft() }), ...change, role: 'go', rank: change.rank ?? 2 }
}

/** Somebody in front of the form, and what their Slack is told to show. */
function open(here: World = world) {
  const clicks = new Map<string, (ask: ClickAsk) => Promise<void>>()
  const submissions = new Map<string, (ask: SubmissionAsk) => Promise<void>>()
  const none = new Set<string>()
  const nothing = () => {}
  const doors: Doors = {
    command: nothing,
    shortcut: nothing,
    homeOpened: nothing,
    event: nothing,
    options: nothing,
    otherwise: nothing,
    bound: { commands: none, shortcuts: none, clicks: none, submissions: none, options: none, events: none },
    idle: async () => {},
    click: (id, hand) => void clicks.set(id, hand),
    submission: (id, hand) => void submissions.set(id, hand),
  }
  const drawn: ModalView[] = []
  const counted = { told: 0 }
  const room: AssessmentRoom = {
    world: here,
    catalog: { ...catalog, registered: (skill) => catalog.registered(skill) },
    sight: { adminIds: [], relations: [] },
    inRecord: [],
    askedIn: async () => undefined,
    afterRecorded: [async () => void counted.told++],
  }
  bindSteps(doors, room, async () => {})
  const base = {
    workspaceId: 'T1',
    slackId: 'U1',
    appId: 'A1',
    triggerId: '1.2',
    workspaceName: 'Acme',
    scopes: undefined,
    ownTeam: undefined,
    slack: slackThatShows(drawn),
    report: (error: unknown) => failureOf(error, { admin: 'an admin' }),
  }
  return {
    drawn,
    known: () => catalog.registered('nats-jetstream'),
    get told() {
      return counted.told
    },
    async click(actionId: string, on: ModalView, clickedAt: number) {
      const { view } = readSubmission(submissionOf(on))
      const more = { actionId, value: undefined, clickedAt, view, messageTs: undefined }
      await clicks.get(actionId)?.({ ...base, ...more, ack: async () => {}, reply: async () => {} })
    },
    async submit(callbackId: string, on: ModalView): Promise<readonly (SubmissionAnswer | undefined)[]> {
      const answers: (SubmissionAnswer | undefined)[] = []
      const { view } = readSubmission(submissionOf(on))
      await submissions.get(callbackId)?.({ ...base, view, ack: async (answer) => void answers.push(answer) })
      return answers
    },
  }
}

/** Knows `users.info` and `views.update`. */
function slackThatShows(drawn: ModalView[]): WebClient {
  const answering: typeof fetch = async (target, init) => {
    if (String(target).endsWith('/users.info')) return Response.json({ ok: true, user: { id: 'U1', team_id: 'T1' } })
    drawn.push(JSON.parse(new URLSearchParams(String(init?.body)).get('view') ?? ''))
    return Response.json({ ok: true })
  }
  return new WebClient('xoxb-1', { fetch: answering, retryConfig: { retries: 0 }, logger: boltLogger(world.log) })
}

function windowIn(answer: SubmissionAnswer | undefined): ModalView {
  if (answer && 'update' in answer) return answer.update
  throw new Error(`no window: ${JSON.stringify(answer)}`)
}

function words(shown: ModalView | SubmissionAnswer | undefined): readonly string[] {
  if (shown === undefined) return []
  return wordsOf('blocks' in shown ? shown.blocks : windowIn(shown).blocks)
}

/** What the level that is chosen asks, in its first line. */
function heading(view: ModalView): string | undefined {
  return words(view)
    .find((line) => line.startsWith('*What '))
    ?.split('\n')[0]
}

function fieldIds(view: ModalView): readonly (string | undefined)[] {
  return view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id)
}
