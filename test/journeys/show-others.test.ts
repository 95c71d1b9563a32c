import { describe, expect, it, test } from 'vitest'
import { fillForm, goOn } from '../support/form.ts'
import { acked, commandBy, hand, openHook } from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { type Person, type Seen, wordsIn } from '../support/person.ts'

const journey = await startJourney({
  contact: 'U0ANNALIND',
  adminIds: [{ workspaceId: undefined, slackId: 'U0ANNALIND' }],
})
const { database } = journey
const hook = await openHook()
const [ivan, maria, anna, pavel] = ['U0IVANPET', 'U0MARIAKOW', 'U0ANNALIND', 'U0PAVELDOR'].map(journey.as) as [
  Person,
  Person,
  Person,
  Person,
]

await fillForm(ivan, { note: 'The pelican asks about streams.' })
await ivan.close()
for (const viewer of [maria, pavel]) await viewer.command('/nats-level show')

test('nobody but themselves sees a level before its owner takes part', async () => {
  await database.sql(
    `insert into manager_link select workspace_id, id, 'csv', ${idOf(maria)}, 'in-force', now() from person where id = ${idOf(ivan)}`,
  )
  const [own] = (await ivan.command('/nats-level show')).responses
  expect(wordsIn(own ?? null)).toContain('Only you see it.')
  for (const viewer of [maria, anna, pavel])
    expect(answerTo(await viewer.command('/nats-level show @ivan'))).toBe(nothing('ivan'))
  expect(await lines()).toEqual([])
})

test('the form, the result, the record and Home say who sees a level', async () => {
  await database.sql(
    `insert into enrolment select workspace_id, id, 'nats-jetstream', now(), 'picked' from person where id = ${idOf(ivan)}`,
  )
  const seenBy = 'Seen by you, your manager <@U0MARIAKOW> and the programme’s admins.'
  const first = await ivan.command('/nats-level')
  expect(wordsIn(first.view)).toContain(`${seenBy} For growth, not ranking.`)
  const redrawn = await ivan.click('assessment.level', { value: 'Senior (3 of 5)' })
  expect(wordsIn(redrawn.view)).toContain(seenBy)
  const third = await ivan.click('Only topics and note')
  expect(third.view?.callback_id).toBe('assessment.step-items')
  await ivan.click('Back')
  await goOn(ivan, { level: 'Middle (2 of 5)' })
  const result = await ivan.view()
  expect(wordsIn(result)).toContain(`Mon 23 Nov 2026 · expectations of 17 March 2026 · ${seenBy}`)
  await ivan.close()
  const [own] = (await ivan.command('/nats-level show')).responses
  expect(wordsIn(own ?? null)).toContain(seenBy)
  expect(wordsIn((await ivan.home()).view)).toContain(seenBy)
  expect(wordsIn((await maria.home()).view)).toContain('*Who sees your level:* only you.')
})

describe('whoever may see a level', () => {
  it('reads it with the reason, and without the note', async () => {
    const [answer] = (await maria.command('/nats-level show @ivan')).responses
    expect(answer?.ephemeral).toBe(true)
    expect(answer?.text).toBe(
      'ivan is Middle (2 of 5) in NATS for Go, recorded 23 November 2026; 3 of 3 Senior items are open.',
    )
    const words = wordsIn(answer ?? null)
    expect(words).toContain('<@U0IVANPET> · *Middle (2 of 5) · Backend Developer (Go)*\nRecorded Mon 23 Nov 2026.')
    expect(words).toContain('• JetStream persistence — 2 · with help')
    expect(words).toContain('*Missing for Senior: 3 of 3*')
    expect(words).toContain('You see this as their manager. They can see that you looked.')
    expect(words).not.toContain('pelican')
  })

  it('leaves one line a day, whatever gave the right', async () => {
    await maria.command('/nats-level show @ivan')
    expect(wordsIn((await anna.command('/nats-level show @ivan')).responses.at(-1) ?? null)).toContain(
      'You see this as an admin of the programme. They can see that you looked.',
    )
    expect(await lines()).toEqual([
      ['U0MARIAKOW', 'U0IVANPET', 'manager'],
      ['U0ANNALIND', 'U0IVANPET', 'admin'],
    ])
  })

  it('reads the note where it is shared with them, and its owner reads with whom', async () => {
    await database.sql(`update person set notes_to_manager = true where id = ${idOf(ivan)}`)
    expect(wordsIn((await maria.command('/nats-level show @ivan')).responses.at(-1) ?? null)).toContain(
      'The pelican asks',
    )
    expect(wordsIn((await anna.command('/nats-level show @ivan')).responses.at(-1) ?? null)).not.toContain('pelican')
    expect(wordsIn((await ivan.command('/nats-level show')).responses.at(-1) ?? null)).toContain(
      'Note (you and your manager)',
    )
  })

  it('may be somebody it was opened to, until the day that was said', async () => {
    await database.sql(
      `insert into opened_to select workspace_id, id, ${idOf(pavel)}, '2027-01-21' from person where id = ${idOf(ivan)}`,
    )
    expect(wordsIn((await pavel.command('/nats-level show @ivan')).responses.at(-1) ?? null)).toContain(
      '<@U0IVANPET> opened this to you until 21 Jan 2027. They can see that you looked.',
    )
    expect(wordsIn((await ivan.command('/nats-level show')).responses.at(-1) ?? null)).toContain(
      'Seen by you, your manager <@U0MARIAKOW>, the programme’s admins and 1 person you opened it to.',
    )
    journey.setClock('2027-01-22T09:00:00Z')
    expect(answerTo(await pavel.command('/nats-level show @ivan'))).toBe(nothing('ivan'))
    journey.setClock('2026-11-23T09:00:00Z')
  })

  it('sees nothing when the look cannot be written down, and reads what to do', async () => {
    await database.sql(`create function full_disk() returns trigger language plpgsql as $$ begin raise 'the disk is full'; end $$;
      create trigger full_disk before insert on audit for each row execute function full_disk()`)
    journey.setClock('2026-11-24T09:00:00Z')
    const seen = await maria.command('/nats-level show @ivan')
    expect(answerTo(seen)).toMatch(/^Something went wrong on our side and nothing was changed\./)
    expect(JSON.stringify(seen.responses)).not.toContain('Middle')
    expect(journey.takeTroubles()).toHaveLength(1)
    await database.sql('drop trigger full_disk on audit')
    journey.setClock('2026-11-23T09:00:00Z')
  })
})

test('everybody else gets one and the same answer, byte for byte, whatever the reason', async () => {
  const diego = journey.as('U0DIEGOSAL')
  await fillForm(diego)
  await diego.close()
  const olga = 'U0OLGASID'
  await database.sql(
    `insert into person (workspace_id, slack_id, name, kind, active, first_seen_at) values ('T0HARBOUR', '${olga}', 'olga', 'member', false, now())`,
  )
  await database.sql(`insert into admin select workspace_id, id, now() from person where id = ${idOf(maria)}`)
  const jonas = journey.as('U0JONASWEB')
  await fillForm(jonas)
  await jonas.close()
  await jonas.command('/nats-level forget')
  await jonas.click('Erase my data', { in: 'message' })

  const kenji = journey.as('U0KENJIMOR')
  const people: readonly (readonly [string, Person, string])[] = [
    ['no right', pavel, 'U0DIEGOSAL'],
    ['not enrolled', maria, 'U0DIEGOSAL'],
    ['nothing on record', maria, 'U0PAVELDOR'],
    ['a guest', maria, kenji.id],
    ['a closed account', maria, olga],
    ['somebody who erased themselves', maria, 'U0JONASWEB'],
    ['somebody of another workspace', maria, 'U0STRANGER'],
    ['an account of an organisation', maria, 'W0STRANGER'],
    ['Slackbot', maria, 'USLACKBOT'],
    ['the app itself', maria, await ownUserId()],
    ['asked by somebody who erased themselves', jonas, 'U0IVANPET'],
    ['asked by a guest', kenji, 'U0IVANPET'],
  ]
  const answers = new Map<string, string>()
  const before = await lines()
  const calls = await callsSoFar()
  for (const [why, viewer, slackId] of people) {
    const handed = await hand(journey, 'command', commandBy(viewer.id, `show <@${slackId}|somebody>`, hook.url))
    expect(handed, why).toEqual(acked())
    answers.set(why, JSON.stringify(hook.last()).replaceAll(slackId, 'U0'))
  }
  const first = answers.get('no right') ?? ''
  expect(first).toContain(nothing('somebody'))
  expect(first).toContain(nothing('<@U0>'))
  expect([...answers].filter(([, answer]) => answer !== first)).toEqual([])
  expect(await lines()).toEqual(before)
  const asked = (await callsSoFar()).slice(calls.length).map(({ args }) => JSON.stringify(args))
  expect(
    asked.filter((args) => !/U0JONASWEB|U0KENJIMOR/.test(args)),
    'Slack is asked nothing about them',
  ).toEqual([])
})

function nothing(name: string): string {
  return `There is nothing to show for ${name}. A level is seen by its owner, their manager, their mentor, the admins, and whom they open it to.`
}

function answerTo(seen: Seen): string {
  return seen.responses.at(-1)?.text ?? ''
}

function idOf({ id }: Person): string {
  return `(select id from person where slack_id = '${id}')`
}

/** Who looked at whom, and as what. */
async function lines(): Promise<unknown[]> {
  const rows = await database.sql(`
    select v.slack_id as viewer, o.slack_id as owner, a.detail->>'as' as "as"
    from audit a
    join person v on v.id = a.actor_id
    join person o on o.id = any (a.subjects)
    where a.act = 'read.level'
    order by a.at, a.id`)
  return rows.map(({ viewer, owner, as }) => [viewer, owner, as])
}

async function callsSoFar() {
  return (await journey.journal()).filter(({ kind }) => kind === 'api')
}

async function ownUserId(): Promise<string> {
  const answer = await fetch(`${journey.sandboxUrl}/control/state`)
  const { users } = (await answer.json()) as { users: Record<string, unknown>[] }
  return String(users.find((user) => user.is_bot === true && user.id !== 'USLACKBOT')?.id)
}
