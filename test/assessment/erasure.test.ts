import { WebClient } from '@slack/web-api'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { confirmShown, keepDraft, openAssessment, recordAssessment } from '../../src/assessment/flow.ts'
import { type ChosenState, isChosen } from '../../src/assessment/form-state.ts'
import { assessmentErasure, assessmentExport } from '../../src/assessment/own-data.ts'
import { confirm, record, saveDraft } from '../../src/assessment/store.ts'
import type { Registered } from '../../src/catalog/flow.ts'
import type { Tx } from '../../src/db/connection.ts'
import { type Met, meet, type Visitor, welcome } from '../../src/directory/flow.ts'
import { type Erased, erase } from '../../src/directory/flow-own-data.ts'
import type { DirectoryRoom, Erasure } from '../../src/directory/room.ts'
import type { Account, Person } from '../../src/directory/rules.ts'
import { noteHomeOpened } from '../../src/directory/store.ts'
import { renewErasedHome, renewHome } from '../../src/home/slack.ts'
import { section } from '../../src/slack/kit.ts'
import { nats } from '../catalog/profiles.ts'
import { bareRoom } from '../directory/room.ts'
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
    const form = `draft:${person.id}:b`
    const erased = await eraseBehind((tx) =>
      record(tx, known, person, said, { form, content: 'b', via: 'home', now: monday }),
    )
    expect(erased).toMatchObject({ kind: 'erased' })
    expect(await tracesOf(database, traces)).toEqual([])
    expect(await sql('select from seen')).toEqual([])
  })

  it('a first look at the Home tab that is a moment earlier is known to it, so that the tab is drawn anew', async () => {
    const erased = await eraseBehind((tx) => noteHomeOpened(tx, person, monday))
    expect(erased).toMatchObject({ kind: 'erased', person: { homeOpened: true } })
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
    expect(await eraseNow()).toEqual({ kind: 'erased-before', at: monday, zone: 'UTC', marked: true })
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

describe('the export', () => {
  it('tells everything that is stored, in words', async () => {
    await recordAssessment(stage.world, known, who, form())
    const tuesday = new Date('2026-11-24T09:00:00Z')
    const saving = { form: `draft:${person.id}:b`, content: 'b', via: 'shortcut', now: tuesday } as const
    await record(db, known, person, { ...said, rank: 3, note: '' }, saving)
    const expiresAt = new Date('2026-12-24T09:00:00Z')
    await saveDraft(db, known, person, said, { step: 3, expiresAt, form: 'a' })
    const words = {
      role: 'Backend Developer (Go)',
      wording: 'version 1, of 2026-03-17',
      items: [...said.answers].map(([item, answer]) => ({
        item,
        asked: nats.requirements.flatMap(({ items }) => items).find(({ id }) => id === item)?.text,
        answer: ['not yet', 'with help', 'on my own'][answer],
      })),
      topics: [...said.ratings].map(([id, rating]) => ({
        topic: nats.topics.find((topic) => topic.id === id)?.name,
        rating: `${rating} · ${['never used', 'tried it', 'with help', 'on my own', 'could teach it'][rating]}`,
      })),
    }
    const middle = { ...words, level: 'Middle (2 of 5)', note: 'An albatross.' }
    const marks = await sql('select key, expires_at as "expiresAt" from seen order by key')
    expect(marks).toHaveLength(4)
    expect(await assessmentExport(db, person)).toEqual({
      skills: [
        {
          skill: 'nats-jetstream',
          latest: {
            number: 2,
            saidAt: tuesday,
            role: 'Backend Developer (Go)',
            level: 'Senior (3 of 5)',
            levelSince: tuesday,
            levelBefore: 'Middle (2 of 5)',
            itemsMissingForNextLevel: expect.any(Number),
            answersAndRatings: 'those of assessment 2',
          },
          assessments: [
            { number: 1, saidAt: monday, through: 'home', kind: 'given', ...middle },
            {
              number: 2,
              saidAt: tuesday,
              through: 'shortcut',
              kind: 'given',
              ...words,
              level: 'Senior (3 of 5)',
              note: null,
            },
          ],
          draft: { goesOnWithStep: 3, deletedAfter: expiresAt, ...middle },
        },
      ],
      marksAgainstRecordingTwice: marks,
    })
  })

  it('knows every column there is about somebody', async () => {
    const rows = await sql(`
      select table_name as table, string_agg(column_name, ' ' order by ordinal_position) as columns
      from information_schema.columns
      where table_name in ('assessment', 'form_draft', 'note', 'standing')
        and column_name not in ('workspace_id', 'person_id', 'skill')
      group by 1
      order by 1`)
    // A new one belongs into the export, and into the test above, before it belongs here.
    expect(Object.fromEntries(rows.map(({ table, columns }) => [table, columns]))).toEqual({
      assessment: 'nth said_at via kind role level profile_version answers ratings',
      form_draft: 'step role level profile_version answers ratings note expires_at',
      note: 'nth text',
      standing: 'nth said_at level_since role level level_before profile_version next_missing answers ratings',
    })
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
  return bareRoom(stage.world, { erasures: erasures.length > 0 ? erasures : [assessmentErasure] })
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

/** An erasure that has to wait until this is written down. */
async function eraseBehind(write: (tx: Tx) => Promise<unknown>): Promise<Erased> {
  const [written, ends] = [gate(), gate()]
  const writing = db.$transaction(async (tx) => {
    await write(tx)
    written.open()
    await ends.passed
  })
  await written.passed
  const erasing = eraseNow()
  await vi.waitUntil(() => isWaitedFor(database), { timeout: 5_000, interval: 5 })
  ends.open()
  await writing
  return erasing
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
    contactOf: async () => undefined,
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
