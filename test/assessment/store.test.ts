import { beforeEach, describe, expect, it } from 'vitest'
import type { Given } from '../../src/assessment/rules.ts'
import {
  confirm,
  entriesOf,
  forgetExpired,
  onRecord,
  record,
  rewordedItems,
  saveDraft,
} from '../../src/assessment/store.ts'
import type { Registered } from '../../src/catalog/flow.ts'
import { meet } from '../../src/directory/flow.ts'
import type { Person } from '../../src/directory/rules.ts'
import { baking, nats, reworded } from '../catalog/profiles.ts'
import { freshDatabase } from '../support/database.ts'
import { goAnswers, ivan, natsRatings } from './people.ts'
import { registerIn, stageOn, visitor } from './stage.ts'

const { db, sql } = await freshDatabase()
const { world } = stageOn(db, '2026-11-23T09:00:00Z')
const monday = new Date('2026-11-23T09:00:00Z')
const tuesday = new Date('2026-11-24T09:00:00Z')
const nextMonday = new Date('2026-11-30T09:00:00Z')

let room: Registered
let person: Person

beforeEach(async () => {
  await sql('truncate seen, workspace, profile_version, profile_slot cascade')
  room = await registerIn(world, nats)
  person = await member('U1')
})

describe('a record', () => {
  it('stands as the latest and in the history, by slot', async () => {
    expect(await said('a', ivan)).toEqual({ nth: 1, before: null })
    const [row] = await sql('select * from assessment')
    expect(row).toMatchObject({
      nth: 1,
      said_at: monday,
      via: 'home',
      kind: 'given',
      role: 'go',
      level: 2,
      profile_version: 1,
    })
    expect(row).toMatchObject({ ratings: [3, 2, 2, 3, 1] })
    const { answers, ratings, ...standing } = (await sql('select * from standing'))[0] ?? {}
    expect(standing).toMatchObject({ nth: 1, level_since: monday, level_before: null, next_missing: 2 })
    expect([answers, ratings]).toEqual([row?.answers, row?.ratings])
    expect(await onRecord(db, room, person, monday)).toEqual({
      standing: { ...ivan, nth: 1, saidAt: monday, givenAt: monday, profileVersion: 1 },
      draft: undefined,
    })
  })

  it('is added to the one before, which it tells of', async () => {
    await said('a', ivan)
    const better = { ...ivan, rank: 3, ratings: natsRatings([4, 4, 4, 4, 4]) }
    const written = await said('b', better, tuesday)
    expect(written).toMatchObject({
      nth: 2,
      before: { nth: 1, rank: 2, role: 'go', saidAt: monday, ratings: ivan.ratings },
    })
    expect(await sql('select nth, level_since, level_before from standing')).toEqual([
      { nth: 2, level_since: tuesday, level_before: 2 },
    ])
    expect((await entriesOf(db, room, person)).map(({ nth, rank }) => [nth, rank])).toEqual([
      [1, 2],
      [2, 3],
    ])
  })

  it('leaves the day since which the level holds, while it holds', async () => {
    await said('a', ivan)
    await said('b', { ...ivan, ratings: natsRatings([4, 4, 4, 4, 4]) }, tuesday)
    expect(await sql('select level_since from standing')).toEqual([{ level_since: monday }])
  })

  it('is written once, however often and however close together it is delivered', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => said('same', ivan)))
    expect(outcomes.filter(Boolean)).toEqual([{ nth: 1, before: null }])
    expect(await said('same', ivan, tuesday)).toBeUndefined()
    expect(await sql('select nth from assessment')).toEqual([{ nth: 1 }])
  })

  it('is numbered one after the other when two forms are saved at the same moment', async () => {
    const outcomes = await Promise.all([
      said('a', ivan),
      said('b', { ...ivan, rank: 3 }),
      said('c', ivan),
      said('d', ivan),
    ])
    expect(outcomes.map((written) => written?.nth).toSorted()).toEqual([1, 2, 3, 4])
    expect(await sql('select nth from standing')).toEqual([{ nth: 4 }])
  })

  it('keeps people and skills apart', async () => {
    const maria = await member('U2')
    const baker = await registerIn(world, baking)
    await said('a', ivan)
    await record(db, room, maria, { ...ivan, rank: 1 }, { form: 'm', content: 'said', via: 'command', now: monday })
    expect(await entriesOf(db, room, maria)).toHaveLength(1)
    expect(await onRecord(db, baker, person, monday)).toEqual({ standing: undefined, draft: undefined })
  })

  it('has its note beside it, and none when none was written', async () => {
    await said('a', { ...ivan, note: 'see “wiki” 🎉' })
    await said('b', ivan, tuesday)
    expect(await sql('select nth, text from note')).toEqual([{ nth: 1, text: 'see “wiki” 🎉' }])
    expect((await onRecord(db, room, person, tuesday)).standing?.note).toBe('')
  })
})

describe('a confirmation', () => {
  it('repeats what stands, its wording’s version too, and keeps the note where it was given', async () => {
    await said('a', { ...ivan, note: 'mine' })
    const now = await registerIn(world, reworded(nats, 'go-middle-tests', 'Writes many tests.'))
    expect(now.version).toBe(2)
    const written = await confirm(db, now, person, { form: 'b', content: 'confirmed', via: 'command', now: tuesday })
    expect(written).toMatchObject({ nth: 2, before: { nth: 1, saidAt: monday } })
    expect(await sql('select nth, kind, via, profile_version from assessment order by nth')).toEqual([
      { nth: 1, kind: 'given', via: 'home', profile_version: 1 },
      { nth: 2, kind: 'confirmed', via: 'command', profile_version: 1 },
    ])
    expect(await sql('select nth from note')).toEqual([{ nth: 1 }])
    const { standing } = await onRecord(db, now, person, tuesday)
    expect(standing).toMatchObject({ ...ivan, nth: 2, note: 'mine', saidAt: tuesday, givenAt: monday })
  })

  it('is written once for each key', async () => {
    await said('a', ivan)
    await Promise.all(
      ['b', 'b', 'b', 'c'].map((form) =>
        confirm(db, room, person, { form, content: 'confirmed', via: 'command', now: tuesday }),
      ),
    )
    expect(await sql('select nth, kind from assessment order by nth')).toEqual([
      { nth: 1, kind: 'given' },
      { nth: 2, kind: 'confirmed' },
      { nth: 3, kind: 'confirmed' },
    ])
  })

  it('of nothing writes nothing', async () => {
    expect(
      await confirm(db, room, person, { form: 'a', content: 'confirmed', via: 'command', now: monday }),
    ).toBeUndefined()
    expect(await sql('select * from assessment')).toEqual([])
  })
})

describe('a draft', () => {
  const half: Given = { ...ivan, rank: 3, answers: goAnswers(3, [2, 1]), note: 'half' }

  it('is kept until its time, by the clock of the bot', async () => {
    await keep(half)
    expect((await onRecord(db, room, person, monday)).draft).toEqual({
      ...half,
      expiresAt: nextMonday,
      profileVersion: 1,
    })
    expect((await onRecord(db, room, person, new Date('2026-11-30T08:59:59.999Z'))).draft).toBeDefined()
    expect((await onRecord(db, room, person, nextMonday)).draft).toBeUndefined()
  })

  it('is one for each person and skill: the latest', async () => {
    await keep(half)
    await keep({ ...half, rank: 4, note: '' }, { step: 3 })
    expect(await sql('select step, level, note from form_draft')).toEqual([{ step: 3, level: 4, note: null }])
  })

  it('is gone once something is recorded or confirmed', async () => {
    await keep(half)
    await said('a', ivan)
    expect(await sql('select * from form_draft')).toEqual([])
    await keep(half)
    await confirm(db, room, person, { form: 'b', content: 'confirmed', via: 'command', now: tuesday })
    expect(await sql('select * from form_draft')).toEqual([])
  })

  it('stays when the same submission is delivered again', async () => {
    await said('a', ivan)
    await keep(half)
    await said('a', ivan)
    expect(await sql('select count(*)::int from form_draft')).toEqual([{ count: 1 }])
  })

  it('is not written any more once its own form was saved', async () => {
    await said('a', ivan)
    await keep(half, { form: 'a' })
    expect(await sql('select * from form_draft')).toEqual([])
  })

  it('of another person stays', async () => {
    await saveDraft(db, room, await member('U2'), half, { step: 2, expiresAt: nextMonday, form: 'draft' })
    await said('a', ivan)
    expect(await sql('select count(*)::int from form_draft')).toEqual([{ count: 1 }])
  })

  it('is swept away after its time, with the marks of what was delivered', async () => {
    await keep(half)
    await sql(
      `insert into seen values ('old', clock_timestamp() - interval '1 second'), ('new', clock_timestamp() + interval '1 hour')`,
    )
    await forgetExpired(db, new Date('2026-11-30T08:00:00Z'))
    expect(await sql('select key from seen')).toEqual([{ key: 'new' }])
    expect(await sql('select count(*)::int from form_draft')).toEqual([{ count: 1 }])
    await forgetExpired(db, new Date('2026-11-30T10:00:00Z'))
    expect(await sql('select * from form_draft')).toEqual([])
  })
})

describe('a new wording', () => {
  it('names the items that say something else than when they were answered', async () => {
    await said('a', ivan)
    const now = await registerIn(world, reworded(nats, 'go-middle-tests', 'Writes many tests.'))
    const { standing } = await onRecord(db, now, person, monday)
    if (!standing) throw new Error('nothing is on record')
    expect([...(await rewordedItems(db, now, standing.profileVersion))]).toEqual(['go-middle-tests'])
    expect([...(await rewordedItems(db, room, standing.profileVersion))]).toEqual([])
  })

  it('leaves every answer at its item, also when items were added and moved', async () => {
    await said('a', ivan)
    const [first, ...others] = nats.requirements
    const grown = first && {
      ...nats,
      requirements: [
        ...others.toReversed(),
        {
          ...first,
          items: [
            { ...first.items[0], id: 'brand-new', text: 'New.', short: 'New', topics: ['pub-sub'] },
            ...first.items,
          ],
        },
      ],
    }
    const now = await registerIn(world, grown ?? nats)
    const { standing } = await onRecord(db, now, person, monday)
    expect(standing?.answers).toEqual(ivan.answers)
    expect(standing?.ratings).toEqual(ivan.ratings)
  })
})

function keep(given: Given, change: { step?: 2 | 3; form?: string } = {}) {
  return saveDraft(db, room, person, given, { step: 2, expiresAt: nextMonday, form: 'draft', ...change })
}

function said(form: string, given: Given, now = monday) {
  return record(db, room, person, given, { form, content: 'said', via: 'home', now })
}

async function member(slackId: string): Promise<Person> {
  const met = await meet(world, visitor(slackId), world.now())
  if (met.kind !== 'member') throw new Error(`${slackId} is a ${met.kind}`)
  return met.person
}
