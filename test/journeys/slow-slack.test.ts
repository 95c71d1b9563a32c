import { expect, it } from 'vitest'
import { clickBy, commandBy, openHook, submissionOf } from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { type SeenView, wordsIn } from '../support/person.ts'

const adminIds = [{ workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }]
const journey = await startJourney({ adminIds, saveWithin: 50 })
const admin = journey.as('U0ANNALIND')
const hook = await openHook()
const quick = 450

const pasted = { 'directory.import.paste': 'U0IVANPET,U0MARIAKOW' }
const picked = { 'directory.enrol.people': ['U0IVANPET'] }

it.each([
  ['a list of managers is looked at', 'admin import', [], pasted],
  ['a list of managers is applied', 'admin import', [pasted], {}],
  ['people are looked at', 'admin enrol', [], picked],
  ['people are added', 'admin enrol', [picked], {}],
] as const)('lets nobody wait for a slow Slack while %s', async (_, word, before, values) => {
  await admin.command(`/nats-level ${word}`)
  for (const each of before) await admin.submit({ ...each })
  const view = opened(await admin.view())
  const fields = Object.fromEntries(
    Object.entries(values).map(([id, value]) => [
      id,
      {
        [id]:
          typeof value === 'string'
            ? { type: 'plain_text_input', value }
            : { type: 'multi_users_select', selected_users: value },
      },
    ]),
  )
  expect(await ackAfter('interaction', submissionOf(admin.id, view, fields))).toBeLessThan(quick)
  await admin.close()
})

it('lets nobody wait for a slow Slack while people are taken out', async () => {
  expect(await ackAfter('command', commandBy(admin.id, 'admin remove <@U0IVANPET|ivan>', hook.url))).toBeLessThan(quick)
  expect(hook.take().map(({ text }) => text)).toEqual([expect.stringContaining('1 person is out of the check-in.')])
  await admin.command('/nats-level admin enrol @ivan')
  await admin.submit()
  const view = opened(await admin.view())
  const [, value] = /"value":"([0-9a-f-]{36})"/.exec(JSON.stringify(view.blocks)) ?? []
  const action = { type: 'button', action_id: 'directory.people.remove', block_id: 'b', action_ts: '1.0', value }
  const click = { ...clickBy(admin.id, 'directory.people.remove', view), actions: [action] }
  expect(await ackAfter('interaction', click)).toBeLessThan(quick)
  expect(wordsIn(await admin.view())).toContain('<@U0IVANPET> is out')
})

it('lets nobody wait for a slow Slack while letters are tried again', async () => {
  const { view } = await admin.command('/nats-level admin letters')
  expect(await ackAfter('interaction', clickBy(admin.id, 'ops.letters.retry-all', opened(view)))).toBeLessThan(quick)
})

it.each([
  ['is started', 'check-in.round.start'],
  ['is tried out', 'check-in.round.test'],
])('lets nobody wait for a slow Slack while a check-in %s', async (_, action) => {
  const { view } = await admin.command('/nats-level admin round')
  const button = { type: 'button', action_id: action, block_id: 'b', action_ts: '1.0', value: 'nats-jetstream' }
  const pressed = { ...clickBy(admin.id, action, opened(view)), actions: [button] }
  expect(await ackAfter('interaction', pressed)).toBeLessThan(quick)
  expect(wordsIn(await admin.view())).toMatch(/nobody to ask|comes to your direct message/)
  await admin.close()
})

it.each(['people', 'enrol', 'enrol @maria', 'import', 'settings', 'audit', 'letters', 'round', 'schedule'])(
  'shows the window of “admin %s” before Slack is asked who the admin is: a trigger does not wait',
  async (words) => {
    await journey.database.sql('update person set synced_at = null')
    const before = (await journey.journal()).length
    await admin.command(`/nats-level admin ${words}`)
    const calls = (await journey.journal())
      .slice(before)
      .flatMap(({ kind, method }) => (kind === 'api' ? [method] : []))
    expect(calls[0]).toBe('views.open')
    await admin.close()
  },
)

/** Milliseconds until the answer, where Slack takes longer than that to say who the admin is. */
async function ackAfter(as: 'command' | 'interaction', content: object): Promise<number> {
  await journey.database.sql('update person set synced_at = null')
  await post('faults', { method: 'users.info', kind: 'slow', ms: 600, times: 1 })
  const { ack_ms } = (await post('deliver', { as, content })) as { readonly ack_ms: number | null }
  await journey.idle()
  return ack_ms ?? Number.POSITIVE_INFINITY
}

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${journey.sandboxUrl}/control/${path}`, { method: 'POST', body: JSON.stringify(body) })
  return answer.json()
}

function opened(view: SeenView | null): SeenView {
  if (!view) throw new Error('there is no window')
  return view
}
