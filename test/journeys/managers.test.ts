import { beforeEach, describe, expect, it } from 'vitest'
import type { AdminId } from '../../src/config.ts'
import { startJourney } from '../support/journey.ts'
import { type Person, wordsIn } from '../support/person.ts'

const adminIds: readonly AdminId[] = [{ workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }]
const journey = await startJourney({ letters: true, adminIds })
const admin = journey.as('U0ANNALIND')
const ivan = journey.as('U0IVANPET')
const maria = journey.as('U0MARIAKOW')
const pavel = journey.as('U0PAVELDOR')
const { sql } = journey.database

beforeEach(async () => {
  for (const person of [admin, ivan, maria, pavel]) await person.home()
  await sql('delete from manager_link')
  await sql('delete from letter')
  await sql('delete from enrolment')
})

describe('somebody whom a list gave a manager', () => {
  it('is told in a message, says no there, and reads it on their Home tab', async () => {
    await enrolled(ivan)
    await imported(`${ivan.id},${maria.id}`)
    await journey.letters.settle()
    const letter = await lastMessage(ivan)
    expect(letter?.text).toMatch(/ is on record as your manager in NATS Level\. If that is wrong, please say so\.$/)
    expect(wordsIn(letter)).toContain('from a list that an admin brought in on Mon 23 Nov 2026')
    expect(wordsIn((await ivan.home()).view)).toContain('*Your manager* <@U0MARIAKOW>')
    await ivan.click('Not my manager', { in: 'message', channel: letter?.channel ?? '', ts: letter?.ts ?? '' })
    expect(wordsIn(await lastMessage(ivan))).toContain('Noted: <@U0MARIAKOW> is not your manager.')
    expect(wordsIn((await ivan.home()).view)).toContain('You said that <@U0MARIAKOW> is not your manager')
    expect(await states()).toEqual(['csv disputed'])
  })

  it('finds the same button on the Home tab, and nobody else can press it for them', async () => {
    await imported(`${ivan.id},${maria.id}`)
    const value = await buttonOn(ivan, 'directory.not-my-manager')
    expect(value).toMatch(/^[0-9a-f-]{36}:csv:/)
    expect(wordsIn((await pavel.home()).view)).not.toContain('Your manager')
    await ivan.click('directory.not-my-manager', { in: 'home' })
    expect(await states()).toEqual(['csv disputed'])
    expect(wordsIn((await ivan.home()).view)).not.toContain('On record')
  })

  it('is not told where they are not in the check-in', async () => {
    await imported(`${ivan.id},${maria.id}`)
    expect(await sql('select 1 from letter')).toEqual([])
  })
})

describe('somebody who is named as a manager', () => {
  it('is asked in a message and on their Home tab, and confirms it', async () => {
    await imported(`${ivan.id},${pavel.id}`)
    await names(ivan, maria)
    await journey.letters.settle()
    const letter = await lastMessage(maria)
    expect(wordsIn(letter)).toContain('<@U0IVANPET> has named you as their manager here.')
    expect(wordsIn((await maria.home()).view)).toContain('<@U0IVANPET> has named you as their manager here.')
    await maria.click('Confirm', { in: 'message', channel: letter?.channel ?? '', ts: letter?.ts ?? '' })
    expect(wordsIn(await lastMessage(maria))).toContain('Confirmed: you are the manager of <@U0IVANPET> here.')
    expect(await states()).toEqual(['csv superseded', 'self in-force'])
    expect(wordsIn((await maria.home()).view)).not.toContain('has named you')
  })

  it('says on the Home tab that it is not so', async () => {
    await imported(`${ivan.id},${pavel.id}`)
    await names(ivan, maria)
    await maria.home()
    await maria.click('Not my report', { in: 'home' })
    expect(await states()).toEqual(['csv in-force', 'self superseded'])
    expect(wordsIn((await maria.home()).view)).not.toContain('has named you')
  })
})

describe('an admin', () => {
  it('settles among the people what was denied, and the person is told', async () => {
    await enrolled(ivan)
    await imported(`${ivan.id},${maria.id}`)
    await ivan.home()
    await ivan.click('directory.not-my-manager', { in: 'home' })
    await sql('delete from letter')
    const people = await admin.command('/nats-level admin people')
    expect(wordsIn(people.view)).toContain('<@U0IVANPET> has said that <@U0MARIAKOW> is not their manager.')
    journey.setClock('2026-11-24T09:00:00Z')
    const seen = await admin.click('Confirm the manager', { in: 'view' })
    expect(seen.view?.callback_id).toBe('directory.people')
    expect(wordsIn(seen.view)).toContain('Confirmed: <@U0MARIAKOW> is the manager of <@U0IVANPET> here.')
    expect(wordsIn(seen.view)).not.toContain('has said that')
    expect(await states()).toEqual(['csv in-force'])
    expect(await sql('select kind from letter')).toEqual([{ kind: 'directory.manager-told' }])
    await admin.close()
  })
})

/** As an admin would bring it in. */
async function imported(list: string): Promise<void> {
  await admin.command('/nats-level admin import')
  await admin.submit({ 'directory.import.paste': list })
  const seen = await admin.submit()
  expect(wordsIn(seen.view)).toContain('on record now.')
  await admin.close()
}

/** In their settings. */
async function names(person: Person, manager: Person): Promise<void> {
  await person.command('/nats-level settings')
  await person.click('directory.settings.manager', { in: 'view' })
  await person.submit({ 'directory.settings.manager.person': manager.id })
  await person.close()
}

async function enrolled(person: Person): Promise<void> {
  await sql(
    `insert into enrolment (workspace_id, person_id, skill, since, source)
     select workspace_id, id, 'nats-jetstream', now(), 'self' from person where slack_id = $1`,
    [person.id],
  )
}

async function lastMessage(person: Person) {
  return (await person.messages()).at(-1) ?? null
}

async function buttonOn(person: Person, actionId: string): Promise<string | undefined> {
  const { view } = await person.home()
  return new RegExp(`"action_id":"${actionId}"[^}]*}[^}]*"value":"([^"]+)"`).exec(JSON.stringify(view?.blocks))?.[1]
}

async function states() {
  const rows = await sql('select source, state from manager_link order by source')
  return rows.map(({ source, state }) => `${source} ${state}`)
}
