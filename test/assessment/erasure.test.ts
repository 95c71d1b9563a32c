import { WebClient } from '@slack/web-api'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { confirmShown, keepDraft, openAssessment, recordAssessment } from '../../src/assessment/flow.ts'
import { type ChosenState, isChosen } from '../../src/assessment/form-state.ts'
import { assessmentErasure, assessmentExport } from '../../src/assessment/own-data.ts'
import { confirm, record, saveDraft } from '../../src/assessment/store.ts'
import type { Registered } from '../../src/catalog/flow.ts'
import { type Met, meet, type Visitor, welcome } from '../../src/directory/flow.ts'
import { type Erased, erase } from '../../src/directory/own-data.ts'
import type { DirectoryRoom, Erasure } from '../../src/directory/room.ts'
import type { Account, Person } from '../../src/directory/rules.ts'
import { noteHomeOpened } from '../../src/directory/store.ts'
import { renewErasedHome, renewHome } from '../../src/home/slack.ts'
import { section } from '../../src/slack/kit.ts'
import { nats } from '../catalog/profiles.ts'
import { freshDatabase } from '../support/database.ts'
import { isWaitedFor } from '../support/held.ts'
import { tracesOf } from '../support/own-data.ts'
import { formOf, ivan } from './people.ts'
import { registerIn, type Stage, stageOn, visitor } from './stage.ts'

const database = await freshDatabase()
const { db, sql } = database
const monday = new Date('2026-11-23T09:00:00Z')
const who = visitor('U1', { name: 'Ivan the pelican' })
const traces = ['U1', 'pelican', 'albatross']
const said = { ...ivan, note: 'An albatross.' }

let stage: Stage
let known: Registered
let person: Person

beforeEach(async () => {
  await sql('truncate seen, workspace, profile_version, profile_slot cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  known = await registerIn(stage.world, nats)
  person = memberOf(await meet(stage.world, who, monday))
})

describe('what is under way while somebody erases themselves brings nothing back:', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a draft', () => saveDraft(db, known, person, said, { step: 2, expiresAt: monday, form: 'a' })],
    ['a save', () => record(db, known, person, said, { form: 'b', content: 'b', via: 'home', now: monday })],
    ['a confirmation', () => confirm(db, known, person, { form: 'c', content: 'c', via: 'home', now: monday })],
    ['a look at the Home tab', () => noteHomeOpened(db, person, monday)],
  ])('%s that arrives in the middle of it', async (_what, write) => {
    await recordAssessment(stage.world, known, who, form())
    const erasing = eraseHeld()
    await erasing.halfWay
    const written = write()
    await vi.waitUntil(() => isWaitedFor(database), { timeout: 5_000, interval: 5 })
    erasing.goOn()
    expect(await erasing.done).toMatchObject({ kind: 'erased' })
    await written
    expect(await tracesOf(database, [...traces, ':b', ':c'])).toEqual([])
    expect(await sql('select from form_draft')).toEqual([])
    expect(await sql('select from assessment')).toEqual([])
    expect(await sql('select from seen')).toEqual([])
  })

  it('a save that is a moment earlier goes with the rest', async () => {
    const [saved, ends] = [gate(), gate()]
    const saving = db.$transaction(async (tx) => {
      await record(tx, known, person, said, { form: `draft:${person.id}:b`, content: 'b', via: 'home', now: monday })
      saved.open()
      await ends.passed
    })
    await saved.passed
    const erasing = eraseNow()
    await vi.waitUntil(() => isWaitedFor(database), { timeout: 5_000, interval: 5 })
    ends.open()
    await saving
    expect(await erasing).toMatchObject({ kind: 'erased' })
    expect(await tracesOf(database, traces)).toEqual([])
    expect(await sql('select from seen')).toEqual([])
  })

  it('Slack’s answer about them that comes too late', async () => {
    await sql("update person set synced_at = '2026-11-01'")
    const slack = slow(who)
    const meeting = meet(stage.world, slack.visitor, monday)
    await slack.asked
    await eraseNow()
    slack.answer()
    expect(await meeting).toEqual({ kind: 'forgotten' })
    expect(await tracesOf(database, traces)).toEqual([])
  })

  it('an answer of Slack that is written down in the middle of it', async () => {
    await sql("update person set synced_at = '2026-11-01'")
    const erasing = eraseHeld()
    await erasing.halfWay
    const meeting = meet(stage.world, who, monday)
    await vi.waitUntil(() => isWaitedFor(database), { timeout: 5_000, interval: 5 })
    erasing.goOn()
    await erasing.done
    expect(await meeting).toEqual({ kind: 'forgotten' })
    expect(await tracesOf(database, traces)).toEqual([])
  })

  it('a first step from before it', async () => {
    await sql("update person set synced_at = '2026-11-01'")
    const slack = slow(who)
    const opening = openAssessment(stage.world, known, slack.visitor, 'command')
    await slack.asked
    stage.moveTo('2026-11-23T09:00:01Z')
    await eraseNow()
    slack.answer()
    expect(await opening).toEqual({ kind: 'forgotten' })
    expect(await tracesOf(database, traces)).toEqual([])
  })

  it('a Home tab that was drawn before it and shown after it', async () => {
    await noteHomeOpened(db, person, monday)
    person = memberOf(await meet(stage.world, who, monday))
    const home = homeShown()
    const stale = home.renew()
    await home.drawn
    await eraseNow()
    await home.renewErased()
    home.show()
    await stale
    expect(home.shown).toEqual(['nothing', 'Ivan', 'nothing'])
  })
})

describe('a form that was opened before', () => {
  it('gives nothing to who starts anew: no draft, no save, no confirmation', async () => {
    const opened = await opening(who)
    await eraseNow()
    stage.moveTo('2026-11-23T09:00:01Z')
    expect(await welcome(stage.world, who, stage.world.now())).toMatchObject({ kind: 'member' })
    await keepDraft(stage.world, known, who, opened, 2)
    expect(await recordAssessment(stage.world, known, who, opened)).toEqual({ kind: 'nothing-on-record' })
    expect(await tracesOf(database, ['albatross'])).toEqual([])
    expect(await sql('select from form_draft')).toEqual([])
  })

  it('by a release that did not know whose it was still saves', async () => {
    expect(await recordAssessment(stage.world, known, who, form())).toMatchObject({ kind: 'recorded' })
  })
})

describe('afterwards', () => {
  beforeEach(() => eraseNow())

  it('reading, confirming and looking make no row; a first step does, and takes the mark away', async () => {
    expect(await meet(stage.world, who, monday)).toEqual({ kind: 'forgotten' })
    expect(await confirmShown(stage.world, known, who, 'somewhere')).toEqual({ kind: 'nothing-on-record' })
    expect(await tracesOf(database, traces)).toEqual([])
    const again = memberOf(await welcome(stage.world, who, monday))
    expect(again.id).not.toBe(person.id)
    expect(await sql('select from forgotten')).toEqual([])
  })

  it('only that account is marked, in that workspace, and the mark cannot be read', async () => {
    expect(await meet(stage.world, visitor('U2'), monday)).toMatchObject({ kind: 'member' })
    const elsewhere = { ...visitor('U1', { workspaceIds: ['T2'] }), workspaceId: 'T2' }
    expect(await meet(stage.world, elsewhere, monday)).toMatchObject({ kind: 'member' })
    const [mark] = await sql("select encode(digest, 'hex') as digest, at from forgotten")
    const [plain] = await sql("select encode(sha256('U1'), 'hex') as digest")
    expect(mark?.digest).not.toBe(plain?.digest)
    expect(mark?.at).toEqual(monday)
  })

  it('is done once, however many answers come at once', async () => {
    const again = memberOf(await welcome(stage.world, who, monday))
    const question = { personId: again.id, askedAt: monday }
    const outcomes = await Promise.all([1, 2, 3].map(() => erase(roomWith(), who, question)))
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['erased', 'erased-before', 'erased-before'])
  })

  it('a second answer finds it done', async () => {
    expect(await eraseNow()).toEqual({ kind: 'erased-before', at: monday, zone: 'UTC' })
  })
})

it('takes nothing of somebody else, whatever a button says', async () => {
  const maria = visitor('U2')
  const other = memberOf(await meet(stage.world, maria, monday))
  await recordAssessment(stage.world, known, maria, form())
  const question = { personId: other.id, askedAt: monday }
  expect(await erase(roomWith(), who, question)).toEqual({ kind: 'not-theirs' })
  expect(await sql('select count(*)::int from assessment')).toEqual([{ count: 1 }])
  expect(await sql('select count(*)::int from person where erased_at is null')).toEqual([{ count: 2 }])
})

it('goes as a whole or not at all', async () => {
  await recordAssessment(stage.world, known, who, form())
  const broken: Erasure = { ...assessmentErasure, erase: () => Promise.reject(new Error('out of reach')) }
  await expect(eraseNow(roomWith(assessmentErasure, broken))).rejects.toThrow('out of reach')
  expect(await sql('select count(*)::int from assessment')).toEqual([{ count: 1 }])
  expect(await tracesOf(database, traces)).toEqual([
    'albatross in note.text',
    'pelican in person.name',
    'U1 in person.slack_id',
  ])
})

it('tells everything that is stored: no column of a person’s rows is left out of the export', async () => {
  await recordAssessment(stage.world, known, who, form())
  await saveDraft(db, known, person, said, { step: 3, expiresAt: new Date('2026-12-24T09:00:00Z'), form: 'a' })
  const told = JSON.stringify(await assessmentExport(db, person))
  for (const part of ['An albatross.', '2026-12-24T09:00:00.000Z', 'Middle (2 of 5)', 'Backend Developer (Go)', 'home'])
    expect(told).toContain(part)
  for (const { text } of nats.requirements
    .filter(({ role, rank }) => role === 'go' && rank < 4 && rank > 1)
    .flatMap(({ items }) => items))
    expect(told).toContain(text)
  const [seen] = await sql('select key from seen limit 1')
  expect(told).toContain(seen?.key)
})

it('tells an old answer in the words it was given to', async () => {
  await recordAssessment(stage.world, known, who, form())
  const [item] = nats.requirements.find(({ role, rank }) => role === 'go' && rank === 2)?.items ?? []
  const newer = {
    ...nats,
    requirements: nats.requirements.map((each) => ({
      ...each,
      items: each.items.map((one) => (one.id === item?.id ? { ...one, text: 'Other words.' } : one)),
    })),
  }
  await registerIn(stage.world, newer)
  const told = JSON.stringify(await assessmentExport(db, person))
  expect(told).toContain(item?.text)
  expect(told).not.toContain('Other words.')
})

function form(): ChosenState {
  return formOf(said, { via: 'home' })
}

async function opening(whom: Visitor): Promise<ChosenState> {
  const opened = await openAssessment(stage.world, known, whom, 'home')
  if (opened.kind !== 'open') throw new Error(`found ${opened.kind}`)
  const state = { ...opened.state, ...said }
  if (!isChosen(state)) throw new Error('nothing was chosen')
  return state
}

function memberOf(met: Met): Person {
  if (met.kind !== 'member') throw new Error(`met a ${met.kind}`)
  return met.person
}

function roomWith(...erasures: Erasure[]): DirectoryRoom {
  return {
    world: stage.world,
    command: '/nats-level',
    admin: 'an admin',
    home: 'home.open',
    exports: [],
    erasures: erasures.length > 0 ? erasures : [assessmentErasure],
    afterErased: [],
  }
}

function eraseNow(room = roomWith()): Promise<Erased> {
  return erase(room, who, { personId: person.id, askedAt: monday })
}

/** An erasure that has taken what the rooms had, and goes on when it is told to. */
function eraseHeld() {
  const reached = gate()
  const go = gate()
  const hold: Erasure = {
    count: async () => [],
    erase: async () => {
      reached.open()
      await go.passed
      return []
    },
  }
  const done = eraseNow(roomWith(assessmentErasure, hold))
  return { halfWay: reached.passed, goOn: go.open, done }
}

function slow(whom: Visitor) {
  const asked = gate()
  const answered = gate()
  const lookUp = async (slackId: string): Promise<Account> => {
    asked.open()
    await answered.passed
    return whom.lookUp(slackId)
  }
  return { visitor: { ...whom, lookUp }, asked: asked.passed, answer: answered.open }
}

/** A Slack whose first showing of a tab takes until it is told to go on. */
function homeShown() {
  const shown: string[] = []
  const drawn = gate()
  const show = gate()
  let calls = 0
  const fetching: typeof fetch = async (target, init) => {
    if (String(target).endsWith('/users.info')) return Response.json({ ok: true, user: { id: 'U1', team_id: 'T1' } })
    const nth = ++calls
    if (nth === 1) {
      drawn.open()
      await show.passed
    }
    shown.push(/For (\w+)/.exec(new URLSearchParams(String(init?.body)).get('view') ?? '')?.[1] ?? '')
    return Response.json({ ok: true })
  }
  const room = {
    world: stage.world,
    contact: undefined,
    sections: [
      async (reader: Person | undefined) => {
        const [row] = reader ? await sql('select name from person where id = $1', [reader.id]) : []
        return [section(`For ${row?.name ?? 'nothing'}`)]
      },
    ],
  }
  const ask = {
    workspaceId: 'T1',
    slackId: 'U1',
    appId: 'A1',
    workspaceName: 'Acme',
    scopes: undefined,
    ownTeam: undefined,
    slack: new WebClient('xoxb-1', { fetch: fetching, retryConfig: { retries: 0 } }),
    report: () => {
      throw new Error('nothing fails here')
    },
  }
  return {
    shown,
    drawn: drawn.passed,
    show: show.open,
    renew: () => renewHome(room, ask, person),
    renewErased: () => renewErasedHome(room, ask, person),
  }
}

function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open: () => open() }
}
