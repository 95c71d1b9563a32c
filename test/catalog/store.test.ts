import { beforeEach, describe, expect, it } from 'vitest'
import { catalogOf } from '../../src/catalog/flow.ts'
import type { Profile } from '../../src/catalog/profile.ts'
import { assignSlots, itemTexts, registerWording } from '../../src/catalog/store.ts'
import { NotReady } from '../../src/world.ts'
import { freshDatabase } from '../support/database.ts'
import { baking, nats, reworded } from './profiles.ts'

const { db, sql } = await freshDatabase()
const monday = new Date('2026-11-23T09:00:00Z')

beforeEach(async () => {
  await sql('truncate profile_version, profile_slot cascade')
})

describe('a wording', () => {
  it('is registered once, however often and by how many at once', async () => {
    const versions = await Promise.all(Array.from({ length: 6 }, () => register(nats)))
    expect(versions).toEqual([1, 1, 1, 1, 1, 1])
    expect(await sql('select skill, version, registered_at from profile_version')).toEqual([
      { skill: 'nats-jetstream', version: 1, registered_at: monday },
    ])
  })

  it('that is new becomes the next version, and the old one keeps its number', async () => {
    expect(await register(baking)).toBe(1)
    expect(await register(reworded(baking, 'kneads', 'Kneads well.'))).toBe(2)
    expect(await register(baking)).toBe(1)
  })

  it('counts by itself for each skill', async () => {
    await register(baking)
    expect(await register(nats)).toBe(1)
  })

  it('can be read again as it was', async () => {
    await register(baking)
    await register(reworded(baking, 'weighs', 'Weighs flour and salt.'))
    const then = await itemTexts(db, 'bread', 1)
    expect(then.get('weighs')).toBe('Weighs flour.')
    expect(then.size).toBe(7)
    expect((await itemTexts(db, 'bread', 2)).get('weighs')).toBe('Weighs flour and salt.')
    expect(await itemTexts(db, 'bread', 3)).toEqual(new Map())
  })
})

describe('a slot', () => {
  it('is given to every topic and item in the profile’s order', async () => {
    const slots = await assign(baking)
    expect([...slots.topics]).toEqual([
      ['dough', 1],
      ['crust', 2],
    ])
    expect([...slots.items.keys()]).toEqual(['kneads', 'weighs', 'shapes', 'scores', 'steams', 'blends', 'teaches'])
    expect([...slots.items.values()]).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('is given once when two copies of the bot start together', async () => {
    const catalogs = [catalogOf([nats]), catalogOf([nats]), catalogOf([nats])]
    await Promise.all(catalogs.map((catalog) => catalog.register(db, monday)))
    const [one, ...others] = catalogs.map((catalog) => catalog.registered('nats-jetstream'))
    expect(others).toEqual([one, one])
    expect(await sql('select count(*)::int from profile_slot')).toEqual([{ count: 35 }])
  })

  it('stays with a topic that moves in the file', async () => {
    await assign(baking)
    expect((await assign({ ...baking, topics: baking.topics.toReversed() })).topics).toEqual(
      new Map([
        ['dough', 1],
        ['crust', 2],
      ]),
    )
  })

  it('stays with an item when its wording changes', async () => {
    const before = await assign(baking)
    expect(await assign(reworded(baking, 'weighs', 'Weighs everything.'))).toEqual(before)
  })

  it('of a topic that is gone is never given to another', async () => {
    await assign(baking)
    const slots = await assign({ ...baking, topics: baking.topics.map(renamed('crust', 'colour')) })
    expect(slots.topics).toEqual(
      new Map([
        ['dough', 1],
        ['crust', 2],
        ['colour', 3],
      ]),
    )
  })
})

describe('the catalog', () => {
  it('says that it is not ready before the database was reached', () => {
    expect(() => catalogOf([nats]).registered('nats-jetstream')).toThrow(NotReady)
  })

  it('knows every skill under its own key afterwards', async () => {
    const catalog = catalogOf([nats, baking])
    await catalog.register(db, monday)
    expect(catalog.registered('bread').profile.command).toBe('/bread-level')
    expect(catalog.registered('nats-jetstream').slots.items.size).toBe(30)
  })

  it('stays as it was when the database goes away in between', async () => {
    const catalog = catalogOf([baking])
    await catalog.register(db, monday)
    const before = catalog.registered('bread')
    await sql('alter table profile_slot rename to profile_slot_away')
    await expect(catalog.register(db, monday)).rejects.toThrow()
    await sql('alter table profile_slot_away rename to profile_slot')
    expect(catalog.registered('bread')).toBe(before)
  })
})

function register(profile: Profile): Promise<number> {
  return db.$transaction((tx) => registerWording(tx, profile, monday))
}

function assign(profile: Profile) {
  return db.$transaction((tx) => assignSlots(tx, profile))
}

function renamed(id: string, to: string) {
  return (topic: Profile['topics'][number]) => (topic.id === id ? { ...topic, id: to } : topic)
}
