import { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import { askNightly } from '../../src/directory/sync/flow.ts'
import { keepWalking } from '../../src/directory/sync/worker.ts'
import { post } from '../../src/outbox/store.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { hand, type Payload } from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const manager = { id: 'Xf0MANAGER', label: 'Manager', type: 'user' } as const
const people = exampleCompany.people.map((person) =>
  person.id === 'U0IVANPET' ? { ...person, fields: { Xf0MANAGER: { value: 'U0MARIAKOW', alt: '' } } } : person,
)
const journey = await startJourney({
  company: { ...exampleCompany, people, profileFields: [manager] },
  scopes: ['users.profile:read'],
})
const { world, database } = journey
const { sql } = database
const ivan = journey.as('U0IVANPET')
const maria = journey.as('U0MARIAKOW')

/** What the background does beside the bot. */
const client = new WebClient(journey.botToken, clientOptionsFor(`${journey.sandboxUrl}/api/`, world.log))
const walking = keepWalking({
  world,
  lineFor: async () => ({ client, scopes: new Set(['users:read', 'users.profile:read']), botId: undefined }),
  refused: async () => {},
})

test('whoever is known has name, zone and status here as in Slack; whoever joins is nobody here', async () => {
  await ivan.command('/nats-level show')
  await maria.command('/nats-level show')
  await change('U0IVANPET', {
    name: 'ivan.the.great',
    tz: 'Asia/Tokyo',
    status: { text: 'Gone fishing', emoji: ':palm_tree:', expiration: 1_900_000_000 },
  })
  await change('U0ANNALIND', { name: 'anna.unknown' })
  await control({ join: { name: 'dora', real_name: 'Dora New', tz: 'Europe/Lisbon' } })
  expect(
    await sql('select slack_id, name, zone, away_in_slack, away_in_slack_until from person order by slack_id'),
  ).toEqual([
    {
      slack_id: 'U0IVANPET',
      name: 'ivan.the.great',
      zone: 'Asia/Tokyo',
      away_in_slack: true,
      away_in_slack_until: new Date(1_900_000_000_000),
    },
    expect.objectContaining({ slack_id: 'U0MARIAKOW', away_in_slack: false }),
  ])
  await change('U0IVANPET', { name: 'ivan', tz: 'Europe/Berlin', status: null })
  expect(await row('U0IVANPET')).toMatchObject({ name: 'ivan', zone: 'Europe/Berlin', away_in_slack: false })
})

test('what Slack delivers late, or twice, does not bring back how somebody was before', async () => {
  await change('U0IVANPET', { name: 'ivan.newer' })
  const newer = await lastEventAbout('U0IVANPET')
  const { user } = newer.event
  const older = { ...user, updated: user.updated - 60, profile: { display_name: 'ivan.older' } }
  await hand(journey, 'event', newer)
  await hand(journey, 'event', { ...newer, event: { ...newer.event, user: older } })
  expect(await row('U0IVANPET')).toMatchObject({ name: 'ivan.newer' })
})

test('whoever leaves gets nothing more and leads nobody; whoever comes back is as before', async () => {
  const [ivanId, mariaId] = [(await row('U0IVANPET')).id, (await row('U0MARIAKOW')).id]
  await sql(
    `insert into manager_link values ('T0HARBOUR', $1, 'csv', $2, 'in-force', now()), ('T0HARBOUR', $2, 'csv', $1, 'waiting', now())`,
    [ivanId, mariaId],
  )
  await sql(`insert into enrolment values ('T0HARBOUR', $1, 'nats-jetstream', now(), 'self')`, [mariaId])
  const letter = { workspaceId: 'T0HARBOUR', key: 'welcome:maria', kind: 'directory.welcome', notBefore: world.now() }
  await post(world.db, { ...letter, personId: String(mariaId) }, world.now(), world.newId)
  await change('U0MARIAKOW', { deleted: true })
  expect(await sql('select state, reason from letter')).toEqual([{ state: 'cancelled', reason: 'account_closed' }])
  expect(await sql('select manager_id, state from manager_link order by state')).toEqual([
    { manager_id: mariaId, state: 'superseded' },
    { manager_id: ivanId, state: 'waiting' },
  ])
  await change('U0MARIAKOW', { deleted: false })
  expect(await row('U0MARIAKOW')).toMatchObject({ id: mariaId, active: true, kind: 'member' })
  expect(await sql('select person_id from enrolment')).toEqual([{ person_id: mariaId }])
})

test('somebody who has become a guest reads that this is for members, at once', async () => {
  await change('U0IVANPET', { is_restricted: true })
  const { responses } = await ivan.command('/nats-level show')
  expect(wordsIn(responses.at(-1) ?? null)).toContain('This programme is for members of Harbour Works')
  await change('U0IVANPET', { is_restricted: false })
})

test('the night brings what no event has told, and managers from the profile field', async () => {
  await sql(`update workspace set settings = '{"managerField":"manager"}'`)
  await sql(`delete from manager_link`)
  await sql(
    `insert into enrolment select workspace_id, id, 'nats-jetstream', now(), 'self' from person on conflict do nothing`,
  )
  await sql(`update person set name = 'lost', zone = null, active = false, updated_in_slack = null`)
  const night = world.now()
  await askNightly(world.db, { workspaceId: 'T0HARBOUR', kind: 'sync', skill: '', dueAt: night, now: night })
  for (let steps = 0; steps < 10 && !(await isDone()); steps++) {
    await sql(`update directory_sync set free_at = now()`)
    walking.wake()
    await walking.idle()
  }
  await walking.stop()
  expect(await sql('select name, active from person order by slack_id')).toEqual([
    { name: 'ivan.newer', active: true },
    { name: 'maria', active: true },
  ])
  expect(await sql('select source, state from manager_link')).toEqual([{ source: 'profile', state: 'in-force' }])
  expect(await sql('select phase, calls from directory_sync')).toEqual([{ phase: 'done', calls: 5 }])
  const walked = (await journey.journal()).filter(({ kind, method }) => kind === 'api' && method === 'users.list')
  expect(walked).toHaveLength(1)
})

async function isDone(): Promise<boolean> {
  return (await sql(`select phase from directory_sync where phase = 'done'`)).length > 0
}

async function row(slackId: string): Promise<Record<string, unknown>> {
  const [found] = await sql('select * from person where slack_id = $1', [slackId])
  if (!found) throw new Error(`${slackId} has no row`)
  return found
}

function change(user: string, facts: object): Promise<void> {
  return control({ user, change: facts })
}

async function control(body: object): Promise<void> {
  const answer = await fetch(`${journey.sandboxUrl}/control/people`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(await answer.json()).toMatchObject({ ok: true })
  await journey.idle()
}

interface ChangeTold extends Payload {
  readonly event: Payload & { readonly user: { readonly id: string; readonly updated: number } }
}

async function lastEventAbout(slackId: string): Promise<ChangeTold> {
  const told = (await journey.journal()).filter(({ kind, what }) => kind === 'delivery' && what === 'event user_change')
  const last = told.map(({ content }) => content as ChangeTold).findLast(({ event }) => event.user.id === slackId)
  if (!last) throw new Error(`nothing was told about ${slackId}`)
  return last
}
