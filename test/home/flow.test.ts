import type { HomeView } from '@slack/types'
import { beforeEach, describe, expect, it } from 'vitest'
import { meet, type Visitor } from '../../src/directory/flow.ts'
import { erase } from '../../src/directory/flow-own-data.ts'
import type { Person } from '../../src/directory/rules.ts'
import { erasedHome, type HomeRoom, openHome, renewedHome } from '../../src/home/flow.ts'
import { section } from '../../src/slack/kit.ts'
import { refusals, wordsOf } from '../assessment/slack-says.ts'
import { stageOn, visitor } from '../assessment/stage.ts'
import { bareRoom } from '../directory/room.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql } = await freshDatabase()
const { world } = stageOn(db, '2026-11-23T09:00:00Z')
const room: HomeRoom = {
  world,
  contactOf: async () => '<@U7>',
  sections: [
    async (person) => [section(`For ${person?.slackId ?? 'a first visit'}`)],
    async () => [],
    async () => [section('Second')],
  ],
}
const ivan = visitor('U1')

beforeEach(async () => {
  await sql('truncate workspace cascade')
})

describe('the Home tab', () => {
  it('shows what the rooms hand over, in their order, and whom to ask', async () => {
    const view = await opened(room, ivan)
    expect(wordsOf(view.blocks)).toEqual(['For U1', 'Second', 'Questions? Ask <@U7>.'])
    expect(refusals(view)).toEqual([])
  })

  it('names nobody where nobody is known', async () => {
    expect(wordsOf((await opened({ ...room, contactOf: async () => undefined }, ivan)).blocks)).toEqual([
      'For U1',
      'Second',
    ])
  })

  it('tells a guest whom it is for, and keeps nothing', async () => {
    const view = await opened(room, visitor('U9', { guest: true }))
    expect(wordsOf(view.blocks)).toEqual([
      'This programme is for members of Acme. Guests are not asked and nothing about you is stored.',
      'Questions? Ask <@U7>.',
    ])
    expect(await sql('select * from person')).toEqual([])
  })

  it.each([{ bot: true }, { closed: true }])('is not drawn for who cannot look at one (%j)', async (change) => {
    expect(await openHome(room, visitor('U9', change))).toBeUndefined()
    expect(await sql('select * from person')).toEqual([])
  })

  it('is drawn as for a first visit for who has erased themselves, and keeps nothing', async () => {
    await opened(room, ivan)
    const person = await personOf(ivan)
    const erasing = bareRoom(world)
    await erase(erasing, ivan, { personId: person.id, askedAt: world.now() })
    expect(wordsOf((await erasedHome(room, person))?.view.blocks ?? [])).toContain('For a first visit')
    expect(wordsOf((await opened(room, ivan)).blocks)).toContain('For a first visit')
    expect(await sql('select slack_id, home_opened_at from person')).toEqual([{ slack_id: null, home_opened_at: null }])
  })

  it('is drawn again after a change for those who have opened it', async () => {
    await openHome(room, ivan)
    const person = await personOf(ivan)
    expect(wordsOf((await renewedHome(room, person))?.view.blocks ?? [])).toContain('For U1')
  })

  it('is left alone for those who never opened it', async () => {
    expect(await renewedHome(room, await personOf(ivan))).toBeUndefined()
  })
})

async function opened(home: HomeRoom, who: Visitor): Promise<HomeView> {
  const drawn = await openHome(home, who)
  if (!drawn) throw new Error('nothing was drawn')
  return drawn.view
}

async function personOf(who: Visitor): Promise<Person> {
  const met = await meet(room.world, who, room.world.now())
  if (met.kind !== 'member') throw new Error(`${who.slackId} is a ${met.kind}`)
  return met.person
}
