import type { ModalView } from '@slack/types'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { usualHours } from '../../src/calendar.ts'
import { meet, type Visitor } from '../../src/directory/flow.ts'
import { asDrawn, type Part, presentProgramme, saveProgramme, type Wish } from '../../src/directory/programme/flow.ts'
import { contactsOf } from '../../src/directory/programme/flow-contact.ts'
import { formWindow } from '../../src/directory/programme/form.ts'
import { bindProgramme } from '../../src/directory/programme/slack.ts'
import { changedBeforeSentence } from '../../src/directory/programme/views.ts'
import type { DirectoryRoom } from '../../src/directory/room.ts'
import type { Account, Person } from '../../src/directory/rules.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import { readerOf } from '../../src/directory/store-reader.ts'
import { post } from '../../src/outbox/store.ts'
import { saveSchedule } from '../../src/schedules/store.ts'
import type { Doors } from '../../src/slack/doors.ts'
import { wordsOf } from '../assessment/slack-says.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()

let stage: Stage
let room: DirectoryRoom
let woken: number
let ana: Person
let ivan: Person

beforeEach(async () => {
  await sql('truncate workspace, audit, forgotten cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  woken = 0
  room = bareRoom(stage.world, { wake: () => woken++ })
  ana = await known('UANA')
  ivan = await known('UIVAN')
  for (const { id } of [ana, ivan])
    await sql('insert into admin (workspace_id, person_id, since) values ($1, $2, now())', ['T1', id])
})

describe('the contact', () => {
  it('is whom an admin names, on record, and named where people are sent to somebody', async () => {
    const contacts = contactsOf(stage.world, 'UENV')
    expect(await contacts.of('T1')).toBe('<@UENV>')
    expect(await save({ part: 'contact', slackId: 'UMARIA' })).toEqual({ kind: 'saved' })
    expect(contacts.lastAdminOf('T1')).toBe('<@UENV>')
    expect(await contacts.of('T1')).toBe('<@UMARIA>')
    expect(contacts.lastAdminOf('T1')).toBe('<@UMARIA>')
    const maria = await known('UMARIA')
    expect(await sql('select act, actor_id, subjects from audit')).toEqual([
      { act: 'programme.contact', actor_id: ana.id, subjects: [maria.id] },
    ])
    expect(await contacts.of('T2')).toBe('<@UENV>')
  })

  it('is nobody again where the field is left empty, and where they have left', async () => {
    const contacts = contactsOf(stage.world, undefined)
    await save({ part: 'contact', slackId: 'UMARIA' })
    await sql(`update person set active = false where slack_id = 'UMARIA'`)
    expect(await contacts.adminOf('T1')).toBe('whoever runs this app')
    await sql(`update person set active = true where slack_id = 'UMARIA'`)
    expect(await contacts.adminOf('T1')).toBe('<@UMARIA>')
    expect(await save({ part: 'contact', slackId: undefined })).toEqual({ kind: 'saved' })
    expect(await contacts.of('T1')).toBeUndefined()
  })

  it('cannot be somebody who is no member, and then nothing is kept of them', async () => {
    expect(await save({ part: 'contact', slackId: 'UODD' }, { UODD: { guest: true } })).toEqual({
      kind: 'not-permitted',
      why: 'guest',
      name: 'uodd',
    })
    await sql(`insert into forgotten select id, sha256(salt || convert_to('UGONE', 'UTF8')), now() from workspace`)
    expect(await save({ part: 'contact', slackId: 'UGONE' })).toMatchObject({ why: 'forgotten' })
    expect(await sql(`select 1 from person where slack_id in ('UODD', 'UGONE')`)).toEqual([])
    expect(await sql('select 1 from audit')).toEqual([])
  })

  it('is remembered while the records are away', async () => {
    await save({ part: 'contact', slackId: 'UMARIA' })
    let isAway = false
    const failing = new Proxy(db, {
      get: (whole, name) => {
        if (name === '$queryRaw' && isAway) return () => Promise.reject(new Error('away'))
        return Reflect.get(whole, name)
      },
    })
    const contacts = contactsOf({ ...stage.world, db: failing }, undefined)
    expect(await contacts.adminOf('T1')).toBe('<@UMARIA>')
    isAway = true
    expect(await contacts.adminOf('T1')).toBe('<@UMARIA>')
    expect(await contacts.adminOf('T2')).toBe('whoever runs this app')
  })
})

describe('working time and zone', () => {
  const hours = { from: 480, to: 960, days: 0b0001111 }

  it('hold at once for whoever has set nothing of their own', async () => {
    await sql(`update person set zone = null where slack_id = 'UIVAN'`)
    expect(await save({ part: 'calendar', zone: 'Asia/Almaty', hours })).toEqual({ kind: 'saved' })
    expect(await readerOf(db, 'T1', ivan.id)).toMatchObject({ zone: 'Asia/Almaty', hours })
    expect(await sql('select act, detail from audit')).toEqual([
      { act: 'programme.calendar', detail: { zone: 'Asia/Almaty', from: 480, to: 960, days: 15 } },
    ])
  })

  it('are asked about again for letters that wait, and for what is planned by the zone', async () => {
    const letter = { workspaceId: 'T1', key: 'k', kind: 'x', personId: ivan.id, notBefore: stage.world.now() }
    await post(db, letter, stage.world.now(), stage.world.newId)
    await sql(`update letter set not_before = '2026-11-30T09:00:00Z', reason = 'night'`)
    await saveSchedule(db, { workspaceId: 'T1', kind: 'retention', skill: '', cron: '0 3 * * *' })
    await saveSchedule(db, { workspaceId: 'T1', kind: 'sync', skill: '', cron: '0 4 * * *', zone: 'UTC' })
    await sql(`update schedule set next_at = '2026-11-24T03:00:00Z'`)
    await save({ part: 'calendar', zone: 'Asia/Almaty', hours: usualHours })
    expect(await sql('select not_before from letter')).toEqual([{ not_before: stage.world.now() }])
    expect(await sql('select kind, next_at is null as anew from schedule order by kind')).toEqual([
      { kind: 'retention', anew: true },
      { kind: 'sync', anew: false },
    ])
    expect(woken).toBe(1)
  })

  it('leave the other settings as they are', async () => {
    await save({ part: 'manager-field', label: ' Line  manager ' })
    await save({ part: 'calendar', zone: 'Asia/Almaty', hours })
    expect(await present()).toMatchObject({ managerField: 'Line manager', hours, zone: 'Asia/Almaty' })
    await save({ part: 'manager-field', label: '  ' })
    expect(await present()).toMatchObject({ managerField: undefined, hours })
  })
})

describe('company holidays', () => {
  it('begin with the first of January, the next one always ahead', async () => {
    expect((await present()).holidays).toEqual([
      { day: '2027-01-01', name: 'New Year’s Day' },
      { day: '2028-01-01', name: 'New Year’s Day' },
    ])
    stage.moveTo('2028-02-01T09:00:00Z')
    await noteWorkspace(db, 'T1', 'Acme', stage.world.now())
    expect((await present()).holidays.map(({ day }) => day)).toEqual(['2029-01-01', '2030-01-01'])
  })

  it('are what an admin lists from then on, and nothing comes back by itself', async () => {
    expect(await save({ part: 'holidays', text: '2026-12-25 Christmas Day' })).toEqual({ kind: 'saved' })
    await noteWorkspace(db, 'T1', 'Acme', stage.world.now())
    expect((await present()).holidays).toEqual([{ day: '2026-12-25', name: 'Christmas Day' }])
    expect(await sql('select act, detail from audit')).toEqual([{ act: 'programme.holidays', detail: { dates: 1 } }])
    const reader = await readerOf(db, 'T1', ivan.id)
    expect(reader?.absences).toContainEqual({ kind: 'holiday', firstDay: '2026-12-25', lastDay: '2026-12-25' })
  })

  it('may be none at all', async () => {
    await save({ part: 'holidays', text: '' })
    await noteWorkspace(db, 'T1', 'Acme', stage.world.now())
    expect((await present()).holidays).toEqual([])
  })

  it('keep the days that are over as they were', async () => {
    await save({ part: 'holidays', text: '2026-11-24 Company day\n2026-12-25 Christmas Day' })
    stage.moveTo('2026-12-01T09:00:00Z')
    await save({ part: 'holidays', text: '2026-12-24 Eve' })
    expect(await sql(`select to_char(day, 'YYYY-MM-DD') as day from holiday order by day`)).toEqual(
      ['2026-01-01', '2026-11-24', '2026-12-24'].map((day) => ({ day })),
    )
  })

  it('stay as they were where a line cannot be read', async () => {
    const before = await present()
    expect(await save({ part: 'holidays', text: '2026-12-25\nnot a date' })).toMatchObject({ kind: 'problem' })
    expect(await present()).toEqual(before)
    expect(await sql('select 1 from audit')).toEqual([])
  })
})

describe('what two admins change at once', () => {
  it('is told to the later one, who sees how it stands and by whom', async () => {
    const drawn = await present()
    await save({ part: 'holidays', text: '2026-12-25 Christmas Day' })
    stage.moveTo('2026-11-23T13:09:00Z')
    const late = await saveProgramme(
      room,
      ivan,
      slackWith({}),
      { part: 'holidays', text: '2026-12-24' },
      drawnFrom('holidays', drawn),
    )
    if (late.kind !== 'changed-before') throw new Error(`found ${late.kind}, expected to hear of the change`)
    expect(late.present.holidays).toEqual([{ day: '2026-12-25', name: 'Christmas Day' }])
    expect(changedBeforeSentence(late.last, 'Europe/Berlin', stage.world.now())).toBe(
      'This was already changed at 10:00 by <@UANA>; here is how it stands now.',
    )
    expect(changedBeforeSentence(late.last, 'Europe/Berlin', new Date('2026-11-25T09:00:00Z'))).toBe(
      'This was already changed at 10:00 on Mon 23 Nov by <@UANA>; here is how it stands now.',
    )
  })

  it('is one of both, never neither, however close they come', async () => {
    const drawn = await present()
    const texts = ['2026-12-24 Eve', '2026-12-25 Christmas Day']
    const saved = await Promise.all(
      [ana, ivan].map((who, nth) =>
        saveProgramme(
          room,
          who,
          slackWith({}),
          { part: 'holidays', text: texts[nth] ?? '' },
          drawnFrom('holidays', drawn),
        ),
      ),
    )
    expect(saved.map(({ kind }) => kind).sort()).toEqual(['changed-before', 'saved'])
    expect((await present()).holidays).toHaveLength(1)
  })

  it('does not touch another part', async () => {
    const drawn = await present()
    await save({ part: 'holidays', text: '' })
    const wish = { part: 'calendar', zone: 'UTC', hours: { ...usualHours, from: 480 } } as const
    expect(await saveProgramme(room, ivan, slackWith({}), wish, drawnFrom('calendar', drawn))).toEqual({
      kind: 'saved',
    })
  })
})

describe('the admins, in their form', () => {
  it('are appointed and dismissed by who is chosen', async () => {
    expect(await save({ part: 'admins', slackIds: ['UANA', 'UMARIA'] })).toEqual({ kind: 'saved' })
    expect((await present()).admins.map(({ slackId }) => slackId)).toEqual(['UANA', 'UMARIA'])
    expect(await sql('select act from audit order by act')).toEqual([
      { act: 'admin.appoint' },
      { act: 'admin.dismiss' },
    ])
  })

  it('are never none', async () => {
    expect(await save({ part: 'admins', slackIds: [] })).toEqual({ kind: 'refused', refusal: { why: 'last' } })
    expect((await present()).admins).toHaveLength(2)
  })

  it('keep whom the environment names, though they are not among those chosen', async () => {
    await known('UENV')
    room = { ...room, adminIds: [{ workspaceId: 'T1', slackId: 'UENV' }] }
    expect(await save({ part: 'admins', slackIds: [] })).toEqual({ kind: 'saved' })
    expect((await present()).admins.map(({ slackId }) => slackId)).toEqual(['UENV'])
  })
})

test.each<Wish>([
  { part: 'contact', slackId: 'UMARIA' },
  { part: 'admins', slackIds: ['UMARIA'] },
  { part: 'calendar', zone: 'Asia/Almaty', hours: usualHours },
  { part: 'holidays', text: '' },
  { part: 'manager-field', label: 'Manager' },
])(
  '$part: nothing is written for somebody whose right has ended, and nothing is noted where nothing changes',
  async (wish) => {
    const before = await present()
    await sql('delete from admin where person_id = $1', [ivan.id])
    const without = await present()
    expect(await saveProgramme(room, ivan, slackWith({}), wish, drawnFrom(wish.part, without))).toEqual({
      kind: 'not-admin',
    })
    expect(await present()).toEqual(without)
    expect(before.admins).toHaveLength(2)
    const same: Readonly<Record<Part, Wish>> = {
      contact: { part: 'contact', slackId: undefined },
      admins: { part: 'admins', slackIds: ['UANA'] },
      calendar: { part: 'calendar', zone: without.zone, hours: without.hours },
      holidays: { part: 'holidays', text: '2027-01-01 New Year’s Day\n2028-01-01 New Year’s Day' },
      'manager-field': { part: 'manager-field', label: '' },
    }
    expect(await save(same[wish.part])).toEqual({ kind: 'saved' })
    expect(await sql('select 1 from audit')).toEqual([])
  },
)

/** As an admin who has just opened the form. */
async function save(wish: Wish, accounts: Readonly<Record<string, Partial<Account>>> = {}) {
  return saveProgramme(room, ana, slackWith(accounts), wish, drawnFrom(wish.part, await present()))
}

function present() {
  return presentProgramme(room, 'T1')
}

function drawnFrom(part: Part, drawn: Awaited<ReturnType<typeof present>>): (text: string) => boolean {
  return (text) => text === asDrawn(part, drawn)
}

function slackWith(accounts: Readonly<Record<string, Partial<Account>>>): Visitor {
  return { ...visitor('UANA'), lookUp: (slackId) => visitor(slackId, accounts[slackId]).lookUp(slackId) }
}

async function known(slackId: string): Promise<Person> {
  const met = await meet(stage.world, visitor(slackId), stage.world.now())
  if (met.kind !== 'member') throw new Error(`found ${met.kind}, expected a member`)
  return met.person
}

describe('a saving that takes longer than Slack waits', () => {
  it('says so at once, and afterwards that it is done, with the settings under it as they stand', async () => {
    const seen = await savedSlowly('2026-12-25 Christmas Day')
    expect(seen.acked).toEqual(['Saving…'])
    expect(seen.drawn[0]).toEqual(['V2', expect.stringMatching(/^Saved\. Close this/)])
    expect(seen.drawn[1]?.[0]).toBe('V1')
    expect(seen.drawn[1]?.[1]).toContain('25 December 2026 · Christmas Day')
  })

  it('says what was wrong where nothing could be saved', async () => {
    const seen = await savedSlowly('not a date')
    expect(seen.acked).toEqual(['Saving…'])
    expect(seen.drawn).toEqual([['V2', expect.stringMatching(/^Nothing was changed\. Line 1: “not a date”/)]])
  })
})

/** The form of the holidays as Ana submits it, to a bot that may not take any time. */
async function savedSlowly(text: string) {
  const form = formWindow('holidays', await present())
  const [field] = form.blocks
  const acked: string[] = []
  const drawn: [string, string][] = []
  const slack = {
    views: {
      update: async ({ view_id, view }: Drawing) => void drawn.push([view_id, wordsOf(view.blocks).join('\n')]),
    },
    users: { info: async () => ({ user: { id: 'UANA', team_id: 'T1', name: 'ana' } }) },
  }
  const values = new Map([[field?.block_id ?? '', new Map([['directory.programme.holidays.dates', text]])]])
  const ask = {
    workspaceId: 'T1',
    slackId: 'UANA',
    slack,
    scopes: new Set(),
    report: (error: unknown) => {
      throw error
    },
    view: { id: 'V2', below: 'V1', metadata: form.private_metadata, values },
    ack: async (answer: { update?: ModalView } = {}) =>
      void acked.push(wordsOf(answer.update?.blocks ?? []).join('\n')),
  }
  const submissions = new Map<string, (ask: unknown) => Promise<void>>()
  const doors = {
    click() {},
    options() {},
    submission: (id: string, hand: () => Promise<void>) => submissions.set(id, hand),
  }
  bindProgramme(doors as unknown as Doors, { ...room, world: { ...stage.world, saveWithin: 0 } })
  await submissions.get(form.callback_id ?? '')?.(ask)
  return { acked, drawn }
}

interface Drawing {
  readonly view_id: string
  readonly view: ModalView
}
