import { beforeEach, describe, expect, it, test, vi } from 'vitest'
import { meet } from '../../src/directory/flow.ts'
import type { PersonKey } from '../../src/directory/rules.ts'
import { actOn, letterAt, lettersAt, readingOf, retryAll } from '../../src/ops/flow-letters.ts'
import { readMenu, readPlace } from '../../src/ops/form-letters.ts'
import type { OpsRoom } from '../../src/ops/room.ts'
import { actsFor, type Filter, firstFilter, nextPage, type Place, previousPage } from '../../src/ops/rules-letters.ts'
import { post, tryAgain } from '../../src/outbox/store.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { isWaitedFor } from '../support/held.ts'

const database = await freshDatabase()
const { db, sql } = database
const failed: Place = { filter: 'failed', before: [] }
const anyId = '00000000-0000-7000-8000-000000000000'

let stage: Stage
let room: OpsRoom
let woken = 0
let admin: PersonKey

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  woken = 0
  room = {
    world: stage.world,
    isAdmin: async () => true,
    actingAdmin: async () => admin,
    adminOf: async () => 'an admin',
    letterNames: { welcome: (facts) => `welcome ${JSON.stringify(facts)}` },
    wake: () => {
      woken++
    },
  }
  const met = await meet(stage.world, visitor('U1'), stage.world.now())
  if (met.kind !== 'member') throw new Error(`met a ${met.kind}`)
  admin = { workspaceId: 'T1', id: met.person.id }
})

describe('the list', () => {
  it('opens with what somebody has to decide about', async () => {
    await letters(2, 'planned')
    expect((await lettersAt(room, 'T1')).place.filter).toBe('waiting')
    await letters(1, 'unknown')
    expect((await lettersAt(room, 'T1')).place.filter).toBe('unknown')
    await letters(1, 'failed')
    expect((await lettersAt(room, 'T1')).place.filter).toBe('failed')
  })

  it('counts what has ended, waits and is unknown, and says when the last one left', async () => {
    await letters(3, 'failed')
    await letters(2, 'planned')
    await letters(1, 'sending')
    const page = await lettersAt(room, 'T1', failed)
    expect(page.amounts).toEqual({ failed: 3, unknown: 0, cancelled: 0, waiting: 3, lastSentAt: undefined })
    await sql(`update letter set state = 'sent', channel = 'D1', ts = '1.1', sent_at = '2026-11-23T08:00:00Z'`)
    expect((await lettersAt(room, 'T1')).amounts).toMatchObject({ lastSentAt: new Date('2026-11-23T08:00:00Z') })
  })

  it('shows twenty at a time, each letter once, forth and back', async () => {
    await letters(45, 'failed')
    const first = await lettersAt(room, 'T1', failed)
    const second = await lettersAt(room, 'T1', nextPage(first.place, first.letters.at(-1)?.id))
    const third = await lettersAt(room, 'T1', nextPage(second.place, second.letters.at(-1)?.id))
    expect([first, second, third].map(({ letters, more }) => [letters.length, more])).toEqual([
      [20, true],
      [20, true],
      [5, false],
    ])
    expect(new Set([first, second, third].flatMap(({ letters }) => letters.map(({ id }) => id))).size).toBe(45)
    expect(await lettersAt(room, 'T1', previousPage(third.place))).toEqual(second)
    expect(await lettersAt(room, 'T1', previousPage(second.place))).toEqual(first)
  })

  it('begins anew where a later page has emptied meanwhile', async () => {
    await letters(25, 'failed')
    const first = await lettersAt(room, 'T1', failed)
    const place = nextPage(first.place, first.letters.at(-1)?.id)
    await sql(`delete from letter where id not in (select id from letter order by changed_at desc, id desc limit 20)`)
    expect((await lettersAt(room, 'T1', place)).place).toEqual(failed)
  })

  it('names letters in the words of their rooms, and one of another release without a name', async () => {
    await letters(1, 'failed')
    await sql(`update letter set facts = '{"of": 1}'`)
    expect((await lettersAt(room, 'T1', failed)).letters[0]?.name).toBe('welcome {"of":1}')
    await sql(`update letter set kind = 'older'`)
    expect((await lettersAt(room, 'T1', failed)).letters[0]?.name).toBe('a message')
  })

  it('holds nothing of another workspace', async () => {
    await letters(1, 'failed')
    expect(await lettersAt(room, 'T2')).toMatchObject({ letters: [], amounts: { failed: 0 } })
    const [{ id } = {}] = await sql('select id from letter')
    expect(await letterAt(room, 'T2', String(id))).toBeUndefined()
    expect(await actOn(room, { ...admin, workspaceId: 'T2' }, 'give-up', String(id), failed)).toEqual({
      kind: 'changed',
      at: undefined,
    })
    expect(await retryAll(room, { ...admin, workspaceId: 'T2' })).toBe(0)
  })

  it('is read in the admin’s own time, and in UTC by one who has never met the app', async () => {
    expect(await readingOf(room, { workspaceId: 'T1', slackId: 'U1' })).toMatchObject({ zone: 'Europe/Berlin' })
    expect(await readingOf(room, { workspaceId: 'T1', slackId: 'U2' })).toMatchObject({ zone: 'UTC' })
  })
})

describe('an act', () => {
  test.each([
    ['again', 'planned', 1],
    ['sent', 'cancelled', 0],
    ['give-up', 'cancelled', 0],
  ] as const)('“%s” leaves the letter %s', async (deed, state, wakes) => {
    const id = await oneLetter('failed')
    expect(await actOn(room, admin, deed, id, failed)).toEqual({ kind: 'done', slackId: 'U1' })
    expect(await sql('select state from letter')).toEqual([{ state }])
    expect(woken).toBe(wakes)
  })

  it('is in the audit log: who did what about whose letter; what was not done is not', async () => {
    const id = await oneLetter('failed')
    await actOn(room, admin, 'again', id, failed)
    await actOn(room, admin, 'give-up', id, failed)
    await letters(2, 'failed')
    await retryAll(room, admin)
    await retryAll(room, admin)
    expect(await sql('select actor_id, act, subjects, detail from audit order by id')).toEqual([
      { actor_id: admin.id, act: 'letters.retry', subjects: [admin.id], detail: { letter: id } },
      { actor_id: admin.id, act: 'letters.retry', subjects: [], detail: { letters: 3 } },
    ])
  })

  it('is refused where another admin was first, and says when that was', async () => {
    const id = await oneLetter('failed')
    await actOn(room, admin, 'again', id, failed)
    stage.moveTo('2026-11-23T09:05:00Z')
    const first = new Date('2026-11-23T09:00:00Z')
    expect(await actOn(room, admin, 'give-up', id, failed)).toEqual({ kind: 'changed', at: first })
    expect(await sql('select state from letter')).toEqual([{ state: 'planned' }])
  })

  it('is refused where a worker has taken the letter meanwhile', async () => {
    const id = await oneLetter('planned')
    await sql(`update letter set state = 'sending', changed_at = '2026-11-23T09:01:00Z'`)
    const outcome = await actOn(room, admin, 'give-up', id, { filter: 'waiting', before: [] })
    expect(outcome).toEqual({ kind: 'changed', at: new Date('2026-11-23T09:01:00Z') })
    expect(await sql('select state from letter')).toEqual([{ state: 'sending' }])
  })

  it('of several admins at once is done by one of them', async () => {
    const id = await oneLetter('failed')
    const deeds = (['again', 'sent', 'give-up', 'again', 'sent', 'give-up'] as const).map((deed) =>
      actOn(room, admin, deed, id, failed),
    )
    expect((await Promise.all(deeds)).filter(({ kind }) => kind === 'done')).toHaveLength(1)
  })

  it('waits for another admin’s at the same moment, and then sees what that one did', async () => {
    const id = await oneLetter('failed')
    let late: Promise<unknown> = Promise.resolve()
    await db.$transaction(async (tx) => {
      await tryAgain(tx, 'T1', id, stage.world.now())
      late = actOn(room, admin, 'give-up', id, failed)
      await vi.waitUntil(() => isWaitedFor(database), { interval: 5 })
    })
    expect(await late).toMatchObject({ kind: 'changed' })
    expect(await sql('select state from letter')).toEqual([{ state: 'planned' }])
  })

  it('on all that have ended moves those alone', async () => {
    await letters(3, 'failed')
    await letters(1, 'unknown')
    expect(await retryAll(room, admin)).toBe(3)
    expect(await retryAll(room, admin)).toBe(0)
    expect(woken).toBe(1)
    expect(await sql('select state, count(*)::int from letter group by 1 order by 1')).toEqual([
      { state: 'planned', count: 3 },
      { state: 'unknown', count: 1 },
    ])
  })
})

test.each([
  ['failed', 'again sent give-up details'],
  ['unknown', 'again sent give-up details'],
  ['planned', 'give-up details'],
  ['sending', 'details'],
  ['cancelled', 'details'],
  ['sent', 'details'],
] as const)('a letter that is %s offers: %s', (state, acts) => {
  expect(actsFor(state).join(' ')).toBe(acts)
})

it('opens with what has ended when there is nothing to decide about', () => {
  const none: Readonly<Record<Filter, number>> = { failed: 0, unknown: 0, waiting: 0, cancelled: 9 }
  expect(firstFilter({ ...none, lastSentAt: undefined })).toBe('failed')
})

it('carries as many pages as fit into a window', () => {
  let place = failed
  for (let page = 0; page < 1_000; page++) place = nextPage(place, anyId)
  expect(JSON.stringify(place).length).toBeLessThan(3_000)
  expect(readPlace(JSON.stringify(place))).toEqual(place)
})

test.each(['', '{', '{}', 'null', '{"filter":"all","before":[]}', '{"filter":"failed","before":["x"]}'])(
  'a window that carries “%s” shows no list that could be acted on',
  (metadata) => {
    expect(readPlace(metadata)).toBeUndefined()
  },
)

test.each([
  [`again:${anyId}`, { act: 'again', letterId: anyId }],
  [`details:${anyId}`, { act: 'details', letterId: anyId }],
  [`burn:${anyId}`, undefined],
  ['again:1', undefined],
  ['again', undefined],
  ['', undefined],
  [undefined, undefined],
])('the choice “%s” is read as %j', (value, read) => {
  expect(readMenu(value)).toEqual(read)
})

let posted = 0

async function letters(count: number, state: string): Promise<void> {
  const [{ id: personId } = {}] = await sql('select id from person')
  const now = stage.world.now()
  for (let nth = 0; nth < count; nth++) {
    const letter = { workspaceId: 'T1', key: `welcome:${posted++}`, kind: 'welcome', personId: String(personId) }
    await post(db, { ...letter, notBefore: now }, now, stage.world.newId)
  }
  await sql(`update letter set state = $1, reason = 'account_closed' where reason is null`, [state])
}

async function oneLetter(state: string): Promise<string> {
  await letters(1, state)
  const [{ id } = {}] = await sql('select id from letter')
  return String(id)
}
