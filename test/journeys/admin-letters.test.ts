import { beforeEach, expect, test } from 'vitest'
import type { AdminId } from '../../src/config.ts'
import { fillForm } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { type Seen, wordsIn } from '../support/person.ts'

const [anna, ivan, maria] = ['U0ANNALIND', 'U0IVANPET', 'U0MARIAKOW'].map(
  (slackId): AdminId => ({ workspaceId: 'T0HARBOUR', slackId }),
) as [AdminId, AdminId, AdminId]
const adminIds = [anna, maria]
const journey = await startJourney({ letters: true, adminIds, contact: 'U0ANNALIND' })
const admin = journey.as('U0ANNALIND')
const second = journey.as('U0MARIAKOW')

beforeEach(() => {
  adminIds.splice(0, adminIds.length, anna, maria)
})

test('to others than admins it says for whom it is, and help does not name it', async () => {
  const pavel = journey.as('U0PAVELDOR')
  for (const typed of ['admin', 'admin letters', 'admin anything', 'ADMIN Letters']) {
    const seen = await pavel.command(`/nats-level ${typed}`)
    expect(seen.responses.map((each) => wordsIn(each))).toEqual([
      'This is for admins. If that should be you, <@U0ANNALIND> can look.',
    ])
    expect(seen.view).toBeNull()
  }
  expect(lastWords(await pavel.command('/nats-level help'))).not.toContain('admin')
  expect(lastWords(await pavel.command('/nats-level admni'))).toContain(
    'There is no `admni` here. Here is what there is.',
  )
})

test('admins find it in help, and there what there is', async () => {
  expect(lastWords(await admin.command('/nats-level help'))).toContain('`/nats-level admin` lists what admins can do')
  expect(lastWords(await admin.command('/nats-level admin'))).toContain(
    '`/nats-level admin letters` shows what has not arrived',
  )
  expect(lastWords(await admin.command('/nats-level admin leters'))).toContain(
    'There is no `leters` here. Did you mean `letters`?',
  )
})

test('help on the Home tab names it to admins alone', async () => {
  for (const [who, named] of [
    [admin, true],
    [journey.as('U0PAVELDOR'), false],
  ] as const) {
    await fillForm(who)
    await who.close()
    await who.home()
    const seen = await who.click('home.more', { in: 'home', value: 'Help' })
    expect(wordsIn(seen.view).includes('lists what admins can do')).toBe(named)
    await who.close()
  }
})

test('it says that no letter has left yet, and when the last one did', async () => {
  expect(await opened()).toBe('No letter has left yet.')
  await admin.close()
  await journey.letters.welcome([anna])
  await journey.letters.settle()
  journey.setClock('2026-11-24T09:00:00Z')
  expect(await opened()).toBe('Everything has arrived. Last letter: Mon 23 Nov, 10:00.')
  await admin.close()
})

test('a letter that could not arrive is named with its reason, tried again, and arrives', async () => {
  await arm({ method: 'chat.postMessage', kind: 'deactivated', times: 1 })
  await journey.letters.welcome([ivan])
  await journey.letters.settle()
  journey.takeRefusals('channel_not_found')
  journey.takeTroubles()
  const words = await opened()
  expect(words).toContain('*1 has ended.*')
  expect(words).toContain('<@U0IVANPET> · welcome · ended: account closed, or not of this workspace\nTried once, 10:00')
  await change({ deleted: false })
  const seen = await fromMenu('Try again')
  expect(wordsIn(seen.view)).toContain('The letter to <@U0IVANPET> is tried again.')
  await journey.letters.settle()
  expect((await journey.as('U0IVANPET').messages()).map(({ text }) => text.slice(0, 24))).toEqual([
    'NATS Level is installed ',
  ])
  await admin.close()
  expect(await opened()).toBe('Everything has arrived. Last letter: 10:00.')
  await admin.close()
})

test('a letter of which Slack did not say whether it arrived waits for an admin, who marks it', async () => {
  await arm({ method: 'chat.postMessage', kind: 'reset_after', times: 1 })
  await journey.letters.welcome([maria])
  await journey.letters.settle()
  // Some seconds of the machine later, when what Slack was still doing would be done.
  await journey.database.sql('update letter set free_at = clock_timestamp() where free_at is not null')
  await journey.letters.settle()
  journey.takeTroubles()
  expect(await opened()).toContain(
    '<@U0MARIAKOW> · welcome · unknown: the app may not look into its own direct messages\nSlack did not say whether this arrived. Ask <@U0MARIAKOW>, or mark it.',
  )
  const details = await fromMenu('Details')
  expect(details.view?.title.text).toBe('Letter')
  expect(wordsIn(details.view)).toContain('*How it stands* unknown')
  await admin.close()
  const seen = await fromMenu('Mark as sent')
  expect(wordsIn(seen.view)).toContain('The letter to <@U0MARIAKOW> is marked as sent.')
  const marked = await admin.click('ops.letters.filter', { value: 'cancelled' })
  expect(wordsIn(marked.view)).toContain('<@U0MARIAKOW> · welcome · over: marked as sent by an admin')
  await admin.close()
  await journey.letters.settle()
  expect(await second.messages()).toHaveLength(1)
})

test('the later of two admins is told that it was changed, and sees how it stands', async () => {
  await endedLetters(2)
  await opened()
  await second.command('/nats-level admin letters')
  await fromMenu('Give up')
  const late = await fromMenu('Try again', second)
  expect(wordsIn(late.view)).toContain('This was already changed at 10:00; here is how it stands now.')
  expect(wordsIn(late.view)).toContain('*1 has ended.*')
  await fromMenu('Give up')
  const all = await second.click('ops.letters.retry-all')
  expect(wordsIn(all.view)).toContain('This was already changed; here is how it stands now.')
  for (const each of [admin, second]) await each.close()
})

test('what is done stands, and nobody is told otherwise, where the list cannot be drawn afterwards', async () => {
  await endedLetters(1)
  await opened()
  await arm({ method: 'views.update', kind: '500', times: 3 })
  const seen = await fromMenu('Give up')
  expect(journey.takeTroubles()).toHaveLength(1)
  expect(seen.view?.title.text).toBe('Undelivered letters')
  expect(await journey.database.sql('select state from letter')).toEqual([{ state: 'cancelled' }])
  await admin.close()
})

test('an admin who is none any more changes nothing, whatever they press in an open window', async () => {
  await endedLetters(21)
  for (const [action, value] of [
    ['ops.letters.menu', 'Give up'],
    ['ops.letters.menu', 'Details'],
    ['ops.letters.retry-all', ''],
    ['ops.letters.next', ''],
    ['ops.letters.filter', 'waiting'],
  ] as const) {
    adminIds.splice(0, adminIds.length, anna, maria)
    await opened()
    adminIds.splice(0)
    const menu = action === 'ops.letters.menu'
    const seen = await (menu ? fromMenu(value) : admin.click(action, value === '' ? {} : { value }))
    expect(wordsIn(seen.view)).toBe('You are no longer an admin of this programme, so nothing was changed.')
    await admin.close()
  }
  expect(await journey.database.sql(`select count(*)::int from letter where state = 'failed'`)).toEqual([{ count: 21 }])
})

test('a button of an older message opens it for admins alone', async () => {
  await admin.command('/nats-level admin')
  adminIds.splice(0)
  expect(lastWords(await admin.click('Undelivered letters', { in: 'message' }))).toContain('This is for admins.')
  adminIds.push(anna)
  const seen = await admin.click('Undelivered letters', { in: 'message' })
  expect(seen.view?.title.text).toBe('Undelivered letters')
  await admin.close()
})

test('more than twenty come in pages, and all that have ended are tried at once', async () => {
  await endedLetters(45)
  expect(await opened()).toContain('20 of 45, the last changed first.')
  await admin.click('ops.letters.next')
  const last = await admin.click('ops.letters.next')
  expect(wordsIn(last.view)).toContain('5 of 45, the last changed first.')
  const back = await admin.click('ops.letters.prev')
  expect(wordsIn(back.view)).toContain('20 of 45, the last changed first.')
  const tried = await admin.click('Try 45 again')
  expect(wordsIn(tried.view)).toContain('45 letters are tried again.')
  await admin.close()
})

async function opened(): Promise<string> {
  const seen = await admin.command('/nats-level admin letters')
  expect(seen.view?.title.text).toBe('Undelivered letters')
  return wordsIn(seen.view)
}

/** From the three dots of the first letter. */
async function fromMenu(words: string, who = admin): Promise<Seen> {
  const line = (await who.view())?.blocks.find((block) => JSON.stringify(block).includes('"ops.letters.menu"'))
  return who.click(line?.block_id ?? 'ops.letters.menu', { value: words })
}

/** So many letters that nobody will send, in the place of all others. */
async function endedLetters(count: number): Promise<void> {
  await journey.database.sql('delete from letter')
  await journey.database.sql(
    `insert into letter (workspace_id, key, kind, person_id, state, reason, not_before, created_at, changed_at)
    select p.workspace_id, 'test:' || n, 'directory.welcome', p.id, 'failed', 'user_disabled', $2, $2, $2
    from person p
    cross join generate_series(1, $1) n
    where p.slack_id = 'U0IVANPET'`,
    [count, journey.world.now()],
  )
}

function lastWords(seen: Seen): string {
  return wordsIn(seen.responses.at(-1) ?? null)
}

async function arm(fault: object): Promise<void> {
  await control('faults', fault)
}

async function change(facts: object): Promise<void> {
  await control('people', { user: 'U0IVANPET', change: facts })
}

async function control(path: string, body: object): Promise<void> {
  const answer = await fetch(`${journey.sandboxUrl}/control/${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(await answer.json()).toMatchObject({ ok: true })
}
