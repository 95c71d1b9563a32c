import { describe, expect, it } from 'vitest'
import type { Desk } from '../../src/outbox/desk.ts'
import type { LetterKind } from '../../src/outbox/kinds.ts'
import { deliver } from '../../src/outbox/send.ts'
import { askHeldAgain, markSent } from '../../src/outbox/store.ts'
import { freshDatabase } from '../support/database.ts'
import { type FakeSlack, fakeSlack } from './fake-slack.ts'
import { daytime, note, people, type Stage, stageIn } from './stage.ts'

const database = await freshDatabase()
const { db, sql } = database
const question: LetterKind = { ...daytime, kind: 'question', unasked: () => 'check-in' }
/** As of a round: what its reader wished for says so in its facts. */
const reminder: LetterKind = {
  ...daytime,
  kind: 'reminder',
  unasked: (facts) => (facts === 'wished' ? undefined : 'reminder'),
}
const kinds = new Map([note, question, reminder].map((kind) => [kind.kind, kind]))
const nextMonday = new Date('2026-11-30T08:00:00Z')
const held = { state: 'planned', reason: 'attention', not_before: nextMonday }

interface Scene {
  readonly stage: Stage
  readonly slack: FakeSlack
  readonly desk: Desk
  /** Writes letters to Ann and sends what may leave, one after another. */
  readonly send: (...letters: readonly (readonly [key: string, kind: string])[]) => Promise<void>
  readonly sendAll: () => Promise<void>
}

async function scene(): Promise<Scene> {
  const stage = await stageIn(database)
  const slack = fakeSlack(stage.now)
  const desk = stage.desk(() => slack.line, { kinds })
  const sendAll = async () => {
    for (let left = await stage.claimed(); left.length > 0; left = await stage.claimed()) {
      for (const letter of left) await deliver(desk, letter)
      await stage.pass(2)
    }
  }
  return {
    stage,
    slack,
    desk,
    sendAll,
    async send(...letters) {
      for (const [key, kind] of letters) {
        await stage.write(key, { kind })
        await sendAll()
      }
    },
  }
}

describe('a reader’s week', () => {
  it('takes two messages that they did not ask for; the next one waits for the week after, and leaves then', async () => {
    const { stage, send, sendAll } = await scene()
    await send(['one', 'reminder'], ['two', 'question'], ['three', 'reminder'])
    expect(await stage.row('two')).toMatchObject({ state: 'sent' })
    expect(await stage.row('three')).toMatchObject(held)
    stage.moveTo(nextMonday)
    await sendAll()
    expect(await stage.row('three')).toMatchObject({ state: 'sent', sent_at: nextMonday })
  })

  it('has room for what they asked for, what is urgent, and what is the work of an admin', async () => {
    const { stage, send, sendAll } = await scene()
    await send(['note', 'note'], ['wished', 'reminder'], ['urgent', 'note'])
    await sql("update letter set facts = '\"wished\"' where key = 'wished'")
    await stage.write('at once', { kind: 'question', urgent: true })
    await sendAll()
    await send(['one', 'question'], ['two', 'question'])
    expect(await stage.row('two')).toMatchObject({ state: 'sent' })
    await stage.write('wished again', { kind: 'reminder', facts: 'wished' })
    await stage.write('urgent again', { kind: 'question', urgent: true })
    await sendAll()
    expect(await stage.row('wished again')).toMatchObject({ state: 'sent' })
    expect(await stage.row('urgent again')).toMatchObject({ state: 'sent' })
  })

  it('keeps a place for what comes before in the order, and is due this week', async () => {
    const { stage, send, sendAll } = await scene()
    await stage.write('question', { kind: 'question', notBefore: new Date('2026-11-25T08:00:00Z') })
    await send(['one', 'reminder'], ['two', 'reminder'])
    expect(await stage.row('two')).toMatchObject(held)
    stage.moveTo(new Date('2026-11-25T08:00:00Z'))
    await sendAll()
    expect(await stage.row('question')).toMatchObject({ state: 'sent' })
  })

  it('counts what may have arrived: under way, unknown, or marked as sent by an admin', async () => {
    const { stage, slack, send } = await scene()
    slack.next('chat.postMessage', 'lost-after')
    await stage.write('under way', { kind: 'question' })
    for (const letter of await stage.claimed())
      await deliver(
        stage.desk(() => slack.line, { kinds }),
        letter,
      )
    expect(await stage.row('under way')).toMatchObject({ state: 'sending' })
    await sql(`update letter set free_at = clock_timestamp() + interval '1 hour'`)
    await stage.pass(2)
    await send(['one', 'reminder'], ['two', 'reminder'])
    expect(await stage.row('two')).toMatchObject(held)

    await sql(
      `update letter set state = 'unknown', reason = 'no_permission_to_look', lease = null, free_at = null where key = 'under way'`,
    )
    await askHeldAgain(db, 'T1', stage.now())
    await send()
    await send(['three', 'reminder'])
    expect(await stage.row('three')).toMatchObject(held)
    const { id } = await stage.row('under way')
    await markSent(db, 'T1', String(id), stage.now())
    await send(['four', 'reminder'])
    expect(await stage.row('four')).toMatchObject(held)
  })

  it('keeps the place of a letter that is tried again, and has no edit counted', async () => {
    const { stage, slack, send, sendAll } = await scene()
    await send(['one', 'reminder'])
    slack.next('chat.postMessage', { status: 429, retryAfter: 1 })
    await send(['two', 'reminder'])
    await stage.pass(30)
    await sendAll()
    expect(await stage.row('two')).toMatchObject({ state: 'sent' })
    await sql(`update letter set revision = 2, lane = 'edit'`)
    await sendAll()
    expect(await stage.row('one')).toMatchObject({ shown: 2 })
  })

  it('is over for what would be stale by the next one', async () => {
    const { stage, send, sendAll } = await scene()
    await send(['one', 'reminder'], ['two', 'reminder'])
    await stage.write('three', { kind: 'reminder', expiresAt: new Date('2026-11-28T08:00:00Z') })
    await sendAll()
    expect(await stage.row('three')).toMatchObject({ state: 'cancelled', reason: 'expired' })
  })

  it('is looked at again when its reader’s hours have changed, and holds what it held', async () => {
    const { stage, send, sendAll } = await scene()
    await send(['one', 'reminder'], ['two', 'reminder'], ['three', 'reminder'])
    await sql(`update person set work_from = 600, work_to = 1020, work_days = 31`)
    await askHeldAgain(db, 'T1', stage.now())
    await sendAll()
    expect(await stage.row('three')).toMatchObject({ ...held, not_before: new Date('2026-11-30T09:00:00Z') })
  })

  it('says nothing of what has nothing to say any more', async () => {
    const { stage, send, sendAll } = await scene()
    await send(['one', 'reminder'], ['two', 'reminder'])
    await stage.write('three', { kind: 'reminder', facts: 'nothing' })
    await sendAll()
    expect(await stage.row('three')).toMatchObject({ state: 'cancelled', reason: 'nothing_to_say' })
  })

  it('is not taken twice by workers who look at the same moment', async () => {
    const { stage, slack, desk } = await scene()
    const others = people.filter((name) => name !== 'bob')
    for (const name of others)
      await stage.write(`with ${name}`, { to: name, kind: 'question', withPersonId: stage.idOf('bob') })
    const letters = await stage.claimed()
    expect(letters).toHaveLength(others.length)
    await Promise.all(letters.map((letter) => deliver(desk, letter)))
    expect(slack.posted()).toHaveLength(2)
    const states = await sql('select state, reason from letter order by state desc')
    expect(states.map((row) => Object.values(row).join(' ').trim())).toEqual([
      'sent',
      'sent',
      'planned attention',
      'planned attention',
      'planned attention',
    ])
  })

  it('is each reader’s own', async () => {
    const { stage, send, sendAll } = await scene()
    await send(['one', 'reminder'], ['two', 'reminder'])
    await stage.write('to bob', { to: 'bob', kind: 'reminder' })
    await stage.write('to both', { to: 'bob', kind: 'question', withPersonId: stage.idOf('ann') })
    await sendAll()
    expect(await stage.row('to bob')).toMatchObject({ state: 'sent' })
    expect(await stage.row('to both')).toMatchObject(held)
  })
})
