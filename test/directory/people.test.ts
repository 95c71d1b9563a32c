import { beforeEach, describe, expect, it, test } from 'vitest'
import { sql as part } from '../../src/db/sql.ts'
import { join } from '../../src/directory/enrolment/flow.ts'
import { lineOf, peopleAt, placeOf, takePeople } from '../../src/directory/enrolment/flow-people.ts'
import { type Filter, startOf } from '../../src/directory/enrolment/rules-people.ts'
import { meet } from '../../src/directory/flow.ts'
import type { Person } from '../../src/directory/rules.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()
const skill = 'nats-jetstream'

let stage: Stage
let admin: Person
let room: ReturnType<typeof bareRoom>
const withLevel = new Set<string>()

beforeEach(async () => {
  await sql('truncate workspace cascade')
  withLevel.clear()
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  room = bareRoom(stage.world, { recorded: () => part`select unnest(${[...withLevel]}::uuid[])` })
  admin = await known('U0BOSS001', 'Boss')
})

describe('the list of those in the check-in', () => {
  it('is in the order of names, twenty a page, and ends where it ends', async () => {
    for (let nth = 0; nth < 22; nth++) await enrolled(`U00000${10 + nth}`, nth % 2 ? `b ${99 - nth}` : `A ${99 - nth}`)
    const first = await peopleAt(room, admin, startOf(skill))
    expect(first.amounts).toEqual({ everybody: 22, 'no-manager': 22, 'no-level': 22, 'left-out': 0, paused: 0 })
    expect(first.people).toHaveLength(20)
    expect(first.people[0]?.slackId).toBe('U0000030')
    const second = await peopleAt(room, admin, { ...startOf(skill), page: 1 })
    expect(second.people.map(({ slackId }) => slackId)).toEqual(['U0000013', 'U0000011'])
    expect((await peopleAt(room, admin, { ...startOf(skill), page: 7 })).place.page).toBe(1)
  })

  test.each<[Filter, (person: Person) => Promise<unknown>]>([
    ['left-out', ({ id }) => sql("update person set kind = 'guest' where id = $1", [id])],
    ['left-out', ({ id }) => sql('update person set active = false where id = $1', [id])],
    ['left-out', ({ id }) => sql("update person set unreachable = 'account_inactive' where id = $1", [id])],
    ['paused', ({ id }) => away(id, 'pause', '2026-11-01', '2026-11-23')],
    ['no-level', async ({ id }) => withLevel.delete(id)],
    ['no-manager', ({ id }) => sql("update manager_link set state = 'disputed' where person_id = $1", [id])],
    ['no-manager', () => sql("update person set active = false where slack_id = 'U0BOSS001'")],
  ])('shows who is %s', async (filter, change) => {
    const ivan = await complete('U0IVAN001')
    expect(await shown(filter)).toEqual([])
    await change(ivan)
    expect(await shown(filter)).toEqual(['U0IVAN001'])
    expect((await peopleAt(room, admin, startOf(skill))).amounts[filter]).toBe(1)
  })

  it('calls nobody paused whose pause is over or to come, or who has a day off', async () => {
    const { id } = await complete('U0IVAN001')
    await away(id, 'pause', '2026-11-01', '2026-11-22')
    await away(id, 'pause', '2026-11-24', '2026-12-24')
    await away(id, 'day-off', '2026-11-23', '2026-11-23')
    expect(await shown('paused')).toEqual([])
  })

  it('knows nothing of people who are not in it, whatever is on record about them', async () => {
    await known('U0OTHER01', 'Other')
    const place = await placeOf(room, admin, startOf(skill), 'U0OTHER01')
    expect(place).toEqual(await placeOf(room, admin, startOf(skill), 'U0NOBODY1'))
    expect((await peopleAt(room, admin, place)).people).toEqual([])
  })

  it('finds somebody who is in it', async () => {
    const ivan = await complete('U0IVAN001')
    await enrolled('U0ANNA001', 'Anna')
    const place = await placeOf(room, admin, startOf(skill), 'U0IVAN001')
    expect(place.found).toBe(ivan.id)
    const { people } = await peopleAt(room, admin, place)
    expect(people).toMatchObject([{ slackId: 'U0IVAN001', manager: 'U0BOSS001', hasLevel: true }])
  })

  it('is of one workspace and one skill', async () => {
    const ivan = await complete('U0IVAN001')
    const elsewhere = { ...admin, workspaceId: 'T2' }
    expect((await peopleAt(room, elsewhere, startOf(skill))).amounts.everybody).toBe(0)
    expect(await lineOf(room, elsewhere, startOf(skill), ivan.id)).toBeUndefined()
    expect((await peopleAt(room, admin, startOf('other'))).amounts.everybody).toBe(0)
    expect(await placeOf(room, elsewhere, startOf(skill), 'U0IVAN001')).toMatchObject({ found: null })
  })
})

describe('the list as it leaves', () => {
  it('holds those in the check-in and those who lead them, and nobody who only has a row', async () => {
    await complete('U0IVAN001')
    await known('U0OTHER01', 'Other')
    expect(await takePeople(room, admin, skill, () => true)).toMatchObject([
      { name: 'Boss', slackId: 'U0BOSS001', managerName: '', managerSlackId: '', isEnrolled: false },
      { name: 'u0ivan001', slackId: 'U0IVAN001', managerName: 'Boss', managerSlackId: 'U0BOSS001', isEnrolled: true },
    ])
  })

  it('is one line in the log, with our ids alone', async () => {
    const ivan = await complete('U0IVAN001')
    await takePeople(room, admin, skill, () => true)
    const lines = await sql("select act, actor_id, subjects, detail from audit where act like 'export%'")
    expect(lines).toEqual([
      { act: 'export.people', actor_id: admin.id, subjects: [admin.id, ivan.id], detail: { skill, count: 2 } },
    ])
  })

  it('leaves no line where it stays', async () => {
    await complete('U0IVAN001')
    expect(await takePeople(room, admin, skill, () => false)).toBe('kept')
    expect(await sql("select act from audit where act like 'export%'")).toEqual([])
  })
})

async function known(slackId: string, name: string): Promise<Person> {
  const met = await meet(stage.world, visitor(slackId, { name }), stage.world.now())
  if (met.kind !== 'member') throw new Error(`found ${met.kind}, expected a member`)
  return met.person
}

async function enrolled(slackId: string, name: string): Promise<Person> {
  await join(stage, visitor(slackId, { name }), skill)
  return known(slackId, name)
}

/** In the check-in, with a level, and led by the admin. */
async function complete(slackId: string): Promise<Person> {
  const person = await enrolled(slackId, slackId.toLowerCase())
  withLevel.add(person.id)
  await sql(
    "insert into manager_link (workspace_id, person_id, source, manager_id, state, since) values ('T1', $1, 'csv', $2, 'in-force', now())",
    [person.id, admin.id],
  )
  return person
}

function away(id: string, kind: string, first: string, last: string) {
  return sql("insert into away (workspace_id, person_id, kind, first_day, last_day) values ('T1', $1, $2, $3, $4)", [
    id,
    kind,
    first,
    last,
  ])
}

async function shown(filter: Filter): Promise<readonly string[]> {
  return (await peopleAt(room, admin, startOf(skill, filter))).people.map(({ slackId }) => slackId)
}
