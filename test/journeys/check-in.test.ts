import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { fillForm, goOn } from '../support/form.ts'
import { deliver, openHook, sender } from '../support/handed.ts'
import { recordedBy } from '../support/held.ts'
import { startJourney } from '../support/journey.ts'
import { type Person, type SeenMessage, wordsIn } from '../support/person.ts'
import { lastMessage, press, roundsOf, skill } from '../support/rounds.ts'

const slackClock = movedClock(Date.parse('2026-10-01T07:00:00Z'))
const journey = await startJourney({ letters: true, startClock: '2026-08-03T09:00:00Z', slackClock })
const rounds = roundsOf(journey, slackClock)
const otherDevice = await openHook()
const { sql } = journey.database
const ivan = journey.as('U0IVANPET')
const leila = journey.as('U0LEILAHAD')
const opens = '2026-10-01T07:00:00Z'

beforeAll(async () => {
  await fillForm(ivan)
  await rounds.enrol(ivan)
  // In one zone with the workspace, so that days and hours below are everybody’s.
  await sql(`update workspace set zone = 'Europe/Berlin'`)
  await sql(
    `insert into schedule (workspace_id, kind, skill, cron, next_at) values ('T0HARBOUR', 'round', $1, '0 9 1 1,4,7,10 *', '2027-01-01T08:00:00Z')
    on conflict (workspace_id, kind, skill) do update set next_at = excluded.next_at`,
    [skill],
  )
})

beforeEach(async () => {
  journey.setClock(opens)
  for (const person of [ivan, leila]) await person.home()
  await sql(`update person set zone = 'Europe/Berlin'`)
})

afterEach(async () => {
  await sql('delete from letter')
  await sql('delete from check_in')
  await sql('delete from round')
  await sql('delete from seen')
})

describe('the question', () => {
  it('greets whom it asks for the first time, says why it comes, and names no level where a lock screen shows it', async () => {
    await rounds.open(opens)
    const asked = await lastMessage(ivan)
    expect(asked.text).toBe(
      'This is NATS Level, a quarterly look at your NATS skills. Is your NATS level still right? Recorded 3 August 2026. Answer here or with /nats-level.',
    )
    expect(asked.text).not.toMatch(/Junior|Middle|Senior|Lead|Principal/)
    const words = wordsIn(asked)
    expect(words).toContain('Hello <@U0IVANPET>, this is NATS Level. :wave: Once a quarter it asks how you stand with')
    expect(words).toContain('*Why:* growth, not ranking. *Who sees your level:*')
    expect(words).toContain(
      '*Is this still right?*  NATS: *Middle (2 of 5) · Backend Developer (Go)*, recorded Mon 3 Aug 2026.',
    )
    expect(words).toContain('Check-in 2026-Q4, open until Thu 15 Oct. You get this because an admin enrolled you.')
    expect(words).toContain(
      'Still right\nUpdate\nNot now…\nRemind me tomorrow\nRemind me in 3 days\nRemind me in a week\nSkip this quarter',
    )
    await nextRound()
    expect((await lastMessage(ivan)).text).toBe(
      'Is your NATS level still right? Recorded 3 August 2026. Answer here or with /nats-level.',
    )
    expect(wordsIn(await lastMessage(ivan))).not.toContain('Hello')
  })

  it('invites whoever has no level to set one', async () => {
    await rounds.enrol(leila)
    await enrolledBy('U0ANNALIND', leila)
    await rounds.open(opens)
    const asked = await lastMessage(leila)
    expect(asked.text).toBe('This is NATS Level, a quarterly look at your NATS skills. Your level on record: none yet.')
    expect(wordsIn(asked)).toContain(
      '*Where do you stand with NATS?* Five levels, about two minutes, filled in for you from then on.',
    )
    expect(wordsIn(asked)).toContain('You get this because <@U0ANNALIND> enrolled you.')
    await press(leila, 'Set my level')
    await goOn(leila, { level: 'Junior (1 of 5)' })
    await rounds.settle()
    expect((await lastMessage(leila)).text).toBe('On record. Junior (1 of 5) · Go. Missing for Middle: 3 of 3.')
    expect(await parts()).toContain('U0LEILAHAD answered updated check-in 1')
    await leila.command('/nats-level leave')
  })
})

describe('the first question', () => {
  it('lets them say that their manager on record is not theirs, and goes on', async () => {
    await journey.as('U0MARIAKOW').home()
    await sql(`
      insert into manager_link (workspace_id, person_id, manager_id, source, state, since)
      select p.workspace_id, p.id, m.id, 'csv', 'in-force', '2026-09-01' from person p, person m
      where p.slack_id = 'U0IVANPET' and m.slack_id = 'U0MARIAKOW'`)
    await rounds.open(opens)
    expect(wordsIn(await lastMessage(ivan))).toContain('*Who sees your level:* you, your manager <@U0MARIAKOW> and')
    await press(ivan, 'check-in.not-now', undefined, 'Not my manager')
    const after = wordsIn(await lastMessage(ivan))
    expect(after).toContain('Noted: <@U0MARIAKOW> is not your manager.')
    expect(after).not.toContain('Not my manager')
    expect(after).toContain('*Is this still right?*')
    expect(await sql('select state from manager_link')).toEqual([{ state: 'disputed' }])
    await press(ivan, 'Still right')
    expect(await parts()).toContain('U0IVANPET answered confirmed check-in')
    await sql('delete from manager_link')
  })
})

describe('*Still right*', () => {
  it('is one tap: it confirms what is on record, and the message says so', async () => {
    await rounds.open(opens)
    const before = await recordedBy(journey.database, ivan.id)
    await press(ivan, 'Still right')
    const done = await lastMessage(ivan)
    expect(done.text).toBe(
      'Still right, noted. Middle (2 of 5) · Go, confirmed Thu 1 Oct 2026. Missing for Senior: 3 of 3. Next question: January 2027.',
    )
    expect(wordsIn(done)).toContain('Change this\nSee what Senior asks')
    expect(await recordedBy(journey.database, ivan.id)).toBe(before + 1)
    expect(await parts()).toContain(`U0IVANPET answered confirmed check-in ${before + 1}`)
    // Its own click has changed the message: no edit is on its way besides.
    expect(await sql(`select 1 from letter where revision > 1`)).toEqual([])
  })

  it('counts once, however often and on however many devices it is pressed', async () => {
    await rounds.open(opens)
    const asked = await lastMessage(ivan)
    const before = await recordedBy(journey.database, ivan.id)
    const click = { ...clickOn(asked, 'check-in.still-right') }
    await Promise.all([deliver(journey, 'interaction', click), deliver(journey, 'interaction', click)])
    await journey.idle()
    expect(await recordedBy(journey.database, ivan.id)).toBe(before + 1)
    await deliver(journey, 'interaction', click)
    await journey.idle()
    expect(await recordedBy(journey.database, ivan.id)).toBe(before + 1)
    const shown = otherDevice.take().map(({ text }) => text)
    expect(shown).toHaveLength(3)
    expect(new Set(shown).size).toBe(1)
  })

  it('counts once because of the unique key: without it two devices at once record it twice', async () => {
    await rounds.open(opens)
    const click = clickOn(await lastMessage(ivan), 'check-in.still-right')
    const before = await recordedBy(journey.database, ivan.id)
    await sql('alter table seen drop constraint seen_pkey')
    await Promise.all([deliver(journey, 'interaction', click), deliver(journey, 'interaction', click)])
    await journey.idle()
    await sql('delete from seen')
    await sql('alter table seen add constraint seen_pkey primary key (key)')
    journey.takeTroubles()
    otherDevice.take()
    expect(await recordedBy(journey.database, ivan.id)).toBe(before + 2)
  })

  it('on a device that still shows the question is told what holds by now', async () => {
    await rounds.open(opens)
    const asked = await lastMessage(ivan)
    await press(ivan, 'check-in.not-now', asked, 'Skip this quarter')
    await deliver(journey, 'interaction', clickOn(asked, 'check-in.not-now', 'week'))
    await journey.idle()
    expect(otherDevice.last()?.text).toBe('Skipped this quarter. Nothing is counted against you.')
    expect(await parts()).toContain('U0IVANPET skipped')
  })
})

describe('*Update*', () => {
  it('opens the form as it was left, and what is saved there changes the message', async () => {
    await rounds.open(opens)
    const opened = await press(ivan, 'Update')
    expect(wordsIn(opened.view)).toContain('*Middle (2 of 5) · Go*. Filled in from then.')
    await goOn(ivan, { level: 'Senior (3 of 5)', items: 'On my own' })
    await rounds.settle()
    const done = await lastMessage(ivan)
    expect(done.text).toBe('Updated. Middle → Senior · Go. Missing for Lead / Staff: none.')
    expect(wordsIn(done)).toContain('See the whole record')
    expect(await parts()).toContain('U0IVANPET answered updated check-in')
    await fillForm(ivan)
  })

  it('is answered by “Nothing has changed” in that form, too', async () => {
    await rounds.open(opens)
    await press(ivan, 'Update')
    await ivan.click('Nothing has changed')
    await rounds.settle()
    expect((await lastMessage(ivan)).text).toMatch(/^Still right, noted\. Middle/)
  })
})

describe('an answer by another door', () => {
  it('counts, and the one message that stands lowest says so', async () => {
    await rounds.open(opens)
    await rounds.at('2026-10-05T07:00:00Z')
    expect((await lastMessage(ivan)).text).toBe('Reminder: is your NATS level still right? Open until 15 October.')
    await fillForm(ivan)
    await rounds.settle()
    expect((await lastMessage(ivan)).text).toBe('Answered with /nats-level on Mon 5 Oct.')
    const question = (await ivan.messages()).findLast((each) => wordsIn(each).includes('Hello'))
    expect(wordsIn(question ?? null)).toContain('Still right')
    await press(ivan, 'Still right', question)
    expect((await ivan.messages()).find(({ ts }) => ts === question?.ts)?.text).toBe(
      'Answered with /nats-level on Mon 5 Oct.',
    )
  })

  it('before the question has left keeps it from leaving', async () => {
    await sql(`update person set zone = 'America/New_York' where slack_id = $1`, [ivan.id])
    const before = (await ivan.messages()).length
    await rounds.open(opens)
    await fillForm(ivan)
    await rounds.at('2026-10-01T15:00:00Z')
    expect(await ivan.messages()).toHaveLength(before)
    expect(await parts()).toContain('U0IVANPET answered updated command')
  })
})

describe('*Not now…*', () => {
  it('asks again in the morning they chose, instead of the reminders before it, and can be answered before that', async () => {
    await rounds.open(opens)
    await press(ivan, 'check-in.not-now', undefined, 'Remind me in a week')
    const done = await lastMessage(ivan)
    expect(done.text).toBe('Will ask again on Thu 8 Oct, in your morning.')
    expect(wordsIn((await ivan.home()).view)).toContain('You are asked again on Thu 8 Oct.')
    await rounds.at('2026-10-07T12:00:00Z')
    expect((await lastMessage(ivan)).ts).toBe(done.ts)
    await rounds.at('2026-10-08T07:00:00Z')
    expect((await lastMessage(ivan)).text).toBe('Reminder: is your NATS level still right? Open until 15 October.')
    await press(ivan, 'Answer now', done)
    const again = (await ivan.messages()).find(({ ts }) => ts === done.ts)
    expect(wordsIn(again ?? null)).toContain('*Is this still right?*')
    await press(ivan, 'Still right', again)
    expect(await parts()).toContain('U0IVANPET answered confirmed check-in')
  })

  it('skips the quarter, quietly, and lets them answer after all', async () => {
    await rounds.open(opens)
    await press(ivan, 'check-in.not-now', undefined, 'Skip this quarter')
    expect((await lastMessage(ivan)).text).toBe('Skipped this quarter. Nothing is counted against you.')
    await rounds.at('2026-10-12T07:00:00Z')
    const [mine] = await sql(
      `select count(*)::int as letters from letter where kind = 'check-in.reminder' and person_id = (select id from person where slack_id = $1)`,
      [ivan.id],
    )
    expect(mine).toEqual({ letters: 0 })
    await press(ivan, 'Answer after all')
    expect(wordsIn(await lastMessage(ivan))).not.toContain('Remind me')
    await press(ivan, 'Still right')
    expect(await parts()).toContain('U0IVANPET answered confirmed check-in')
  })

  it('offers no length that would pass the close, but its last day', async () => {
    await rounds.open(opens)
    await rounds.at('2026-10-12T07:00:00Z')
    const words = wordsIn(await lastMessage(ivan))
    expect(words).toContain('Remind me tomorrow\nRemind me on the last day\nSkip')
    await press(ivan, 'check-in.not-now', undefined, 'Remind me on the last day')
    expect((await lastMessage(ivan)).text).toBe('Will ask again on Wed 14 Oct, in your morning.')
  })
})

describe('reminders', () => {
  it('come three times, each kinder than the one before, and then no more', async () => {
    await rounds.open(opens)
    const words: string[] = []
    for (const day of ['05', '06', '08', '09', '13', '14']) {
      await rounds.at(`2026-10-${day}T08:00:00Z`)
      words.push(wordsIn(await lastMessage(ivan)).split('\n')[0] ?? '')
    }
    expect([...new Set(words)]).toEqual([
      '*A short reminder:* is Middle (2 of 5) · Go still right? One tap is enough.',
      '*Still open until Thu 15 Oct.* If nothing changed, one tap is enough.',
      '*Last reminder this quarter.* No answer is fine too; your level stays as it is.',
    ])
  })
})

describe('an old button', () => {
  it('after the close says so, and takes a late answer', async () => {
    await rounds.open(opens)
    await rounds.at('2026-10-20T09:00:00Z')
    await press(ivan, 'Still right')
    const closed = await lastMessage(ivan)
    expect(closed.text).toBe(
      'This check-in closed on Thu 15 Oct. Your level stays Middle (2 of 5). You can still answer.',
    )
    expect(await parts()).toContain('U0IVANPET closed')
    await press(ivan, 'Still right')
    expect((await lastMessage(ivan)).text).toBe(
      'Noted on Tue 20 Oct, after the close; counted as late in the programme’s report.',
    )
    expect(await parts()).toContain('U0IVANPET answered confirmed check-in late')
  })

  it('of a round that was withdrawn says so, and records nothing', async () => {
    const id = await rounds.open(opens)
    const before = await recordedBy(journey.database, ivan.id)
    await sql(`update round set state = 'cancelled', closed_at = '2026-10-02T07:00:00Z' where id = $1`, [id])
    await press(ivan, 'Still right')
    expect((await lastMessage(ivan)).text).toBe(
      'This check-in was withdrawn on Fri 2 Oct; no answer is needed. Your level stays Middle (2 of 5).',
    )
    expect(await recordedBy(journey.database, ivan.id)).toBe(before)
  })

  it('of somebody who has left tells them what they keep', async () => {
    await rounds.open(opens)
    await ivan.command('/nats-level leave')
    await press(ivan, 'Still right')
    expect(wordsIn(await lastMessage(ivan))).toBe(
      'You are not in this check-in any more. Your level is kept and still yours: `/nats-level show`.',
    )
    await ivan.command('/nats-level join')
  })

  it('names a round of somebody else in vain', async () => {
    const id = await rounds.open(opens)
    const asked = await lastMessage(ivan)
    await sql(`delete from check_in where person_id = (select id from person where slack_id = $1)`, [ivan.id])
    await deliver(journey, 'interaction', clickOn(asked, 'check-in.still-right', id))
    await journey.idle()
    expect(otherDevice.last()?.text).toMatch(/^You are not in this check-in any more\./)
    expect(await parts()).not.toContain('U0IVANPET')
  })
})

describe('the Home tab', () => {
  it('has the due question first, with its buttons, and then when the next one comes', async () => {
    await rounds.open(opens)
    const due = wordsIn((await ivan.home()).view)
    expect(due.split('\n')[0]).toContain('*Is this still right?*')
    expect(due).toContain('Check-in 2026-Q4, open until Thu 15 Oct.')
    await ivan.click('check-in.still-right', { in: 'home' })
    await rounds.settle()
    const after = wordsIn((await ivan.home()).view)
    expect(after).not.toContain('Is this still right?')
    expect(after).toContain('Next question: Mon 4 Jan 2027, in your morning.')
    // The message in the conversation has heard of it.
    expect((await lastMessage(ivan)).text).toMatch(/^Still right, noted\./)
  })
})

/** As the audit log tells it. */
async function enrolledBy(admin: string, person: Person): Promise<void> {
  await journey.as(admin).home()
  await sql(
    `insert into audit (workspace_id, at, actor_id, act, subjects, detail)
     select a.workspace_id, now(), a.id, 'enrol.add', array[p.id], jsonb_build_object('skill', $3::text) from person a, person p
     where a.slack_id = $1 and p.slack_id = $2`,
    [admin, person.id, skill],
  )
}

/** Opens one three months later; the one before it has closed. */
async function nextRound(): Promise<void> {
  await rounds.at('2026-10-20T07:00:00Z')
  await rounds.open('2027-01-04T08:00:00Z')
}

/** “U0IVANPET answered confirmed check-in 2”: everybody’s part in the latest round. */
async function parts(): Promise<string> {
  const rows = await sql(`
    select concat_ws(' ', p.slack_id, c.state, c.answer, a.via, case when c.late then 'late' end, c.nth) as line
    from check_in c
    join person p on p.id = c.person_id
    left join assessment a on a.person_id = c.person_id and a.nth = c.nth
    order by p.slack_id`)
  return rows.map(({ line }) => String(line)).join('\n')
}

/** The click of another device, which still shows the message as it was. */
function clickOn({ channel, ts, blocks }: SeenMessage, actionId: string, wish?: string): object {
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as readonly Element[]) : []))
  const element = elements.find(({ action_id }) => action_id === actionId)
  const option = element?.options?.find(({ value }) => value.startsWith(wish ?? ''))
  return {
    type: 'block_actions',
    ...sender('U0IVANPET'),
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: 'directmessage' },
    message: { ts },
    response_url: otherDevice.url,
    actions: [
      option
        ? { type: 'static_select', action_id: actionId, block_id: 'b', action_ts: '1.0', selected_option: option }
        : { type: 'button', action_id: actionId, block_id: 'b', action_ts: '1.0', value: element?.value },
    ],
  }
}

interface Element {
  readonly action_id: string
  readonly value?: string
  readonly options?: readonly { readonly value: string }[]
}
