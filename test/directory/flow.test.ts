import { beforeEach, describe, expect, it, test } from 'vitest'
import { type Met, meet as meetAt, type Visitor } from '../../src/directory/flow.ts'
import { noteHomeOpened } from '../../src/directory/store.ts'
import { homeForGuests, notForThemSentence } from '../../src/directory/views.ts'
import type { World } from '../../src/world.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql } = await freshDatabase()
const monday = new Date('2026-11-23T09:00:00Z')
const ivan = visitor('U1', { name: 'Ivan', zone: 'Europe/Warsaw' })
const away: Visitor = { ...ivan, lookUp: () => Promise.reject(new Error('Slack is away')) }

let stage: Stage

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
})

describe('somebody new', () => {
  it('gets a row, and the workspace too', async () => {
    const met = await meet(stage.world, ivan)
    expect(met).toMatchObject({ kind: 'member', person: { workspaceId: 'T1', slackId: 'U1', zone: 'Europe/Warsaw' } })
    expect(await sql('select slack_id, name, zone, kind, active, synced_at, first_seen_at from person')).toEqual([
      {
        slack_id: 'U1',
        name: 'Ivan',
        zone: 'Europe/Warsaw',
        kind: 'member',
        active: true,
        synced_at: monday,
        first_seen_at: monday,
      },
    ])
    expect(await sql('select id, name, octet_length(salt) as salt from workspace')).toEqual([
      { id: 'T1', name: 'Acme', salt: 32 },
    ])
  })

  it('is one person, however many first acts come at once', async () => {
    const met = await Promise.all(Array.from({ length: 8 }, () => meet(stage.world, ivan)))
    expect(new Set(met.map(idOf)).size).toBe(1)
    expect(await sql('select count(*)::int from person')).toEqual([{ count: 1 }])
  })

  it('cannot be met while Slack is away, and leaves no row', async () => {
    await expect(meet(stage.world, away)).rejects.toThrow('Slack is away')
    expect(await sql('select * from person')).toEqual([])
  })

  test.each([
    ['guest', { guest: true }],
    ['bot', { bot: true }],
    ['stranger', { stranger: true }],
    ['stranger', { workspaceIds: ['T2'] }],
  ] as const)('leaves no trace as a %s (%j)', async (kind, change) => {
    expect(await meet(stage.world, visitor('U9', change))).toEqual({ kind })
    expect(await sql('select id from workspace union select slack_id from person')).toEqual([])
  })

  it('without a zone reads dates in the workspace’s', async () => {
    await meet(stage.world, visitor('U1', { zone: undefined }))
    await sql(`update workspace set zone = 'Asia/Tokyo'`)
    expect(await meet(stage.world, ivan)).toMatchObject({ person: { zone: 'Asia/Tokyo' } })
  })

  it('has a workspace even while its name is not known, and the name once it is', async () => {
    await meet(stage.world, { ...ivan, workspaceName: undefined })
    expect(await sql('select name from workspace')).toEqual([{ name: 'T1' }])
    await meet(stage.world, visitor('U2'))
    expect(await sql('select name from workspace')).toEqual([{ name: 'Acme' }])
  })
})

describe('somebody known', () => {
  it('is not asked about again within a day', async () => {
    const first = await meet(stage.world, ivan)
    stage.moveTo('2026-11-24T09:00:00Z')
    expect(await meet(stage.world, away)).toMatchObject({ kind: 'member', person: { id: idOf(first) } })
  })

  it('is asked about again after a day, and stays the same person', async () => {
    const first = await meet(stage.world, ivan)
    stage.moveTo('2026-11-25T09:00:00Z')
    const moved = await meet(stage.world, visitor('U1', { name: 'Ivan K', zone: 'Asia/Tokyo' }))
    expect(moved).toMatchObject({ person: { id: idOf(first), zone: 'Asia/Tokyo' } })
    expect(await sql('select name, first_seen_at from person')).toEqual([{ name: 'Ivan K', first_seen_at: monday }])
  })

  it('is taken as they were while Slack is away, and asked about the next time', async () => {
    const first = await meet(stage.world, ivan)
    stage.moveTo('2026-11-25T09:00:00Z')
    expect(await meet(stage.world, away)).toMatchObject({ person: { id: idOf(first), zone: 'Europe/Warsaw' } })
    expect(await meet(stage.world, visitor('U1', { zone: 'Asia/Tokyo' }))).toMatchObject({
      person: { zone: 'Asia/Tokyo' },
    })
  })

  it('is no member any more once Slack says that they are a guest', async () => {
    await meet(stage.world, ivan)
    stage.moveTo('2026-11-25T09:00:00Z')
    expect(await meet(stage.world, visitor('U1', { guest: true }))).toEqual({ kind: 'guest', stored: true })
  })

  it('is another person in another workspace', async () => {
    const here = await meet(stage.world, ivan)
    const there = await meet(stage.world, { ...visitor('U1', { workspaceIds: ['T2'] }), workspaceId: 'T2' })
    expect(idOf(there)).not.toBe(idOf(here))
  })
})

it('remembers who has opened the Home tab', async () => {
  const first = await meet(stage.world, ivan)
  if (first.kind !== 'member') throw new Error('not a member')
  expect(first.person.homeOpened).toBe(false)
  await noteHomeOpened(db, first.person, monday)
  expect(await meet(stage.world, ivan)).toMatchObject({ person: { homeOpened: true } })
  expect(await meet(stage.world, visitor('U2'))).toMatchObject({ person: { homeOpened: false } })
})

it('tells who is no member any more that what was stored is theirs, and how to have it', () => {
  const sentence =
    'This programme is for members of Acme. What was stored while you were one is still yours: the words “export” and “forget” after the command send it to you, or erase it.'
  expect(notForThemSentence('Acme', { stored: true })).toBe(sentence)
  expect(homeForGuests('Acme', { stored: true })).toBe(sentence)
})

it('says whom the programme is for', () => {
  expect(notForThemSentence('Acme')).toBe('This programme is for members of Acme; nothing about you is stored.')
  expect(notForThemSentence(undefined)).toBe(
    'This programme is for members of this workspace; nothing about you is stored.',
  )
})

function idOf(met: Met): string {
  if (met.kind !== 'member') throw new Error(`met a ${met.kind}`)
  return met.person.id
}

function meet(world: World, who: Visitor): Promise<Met> {
  return meetAt(world, who, world.now())
}
