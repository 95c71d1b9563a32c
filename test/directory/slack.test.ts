import { WebClient } from '@slack/web-api'
import { expect, it, test } from 'vitest'
import { visitorOf } from '../../src/directory/slack.ts'

const closed = { id: 'U1', team_id: 'T1', name: 'ivan', deleted: true, profile: { display_name: '' } }
const whole = {
  ...closed,
  real_name: 'Ivan Kowalski',
  tz: 'Europe/Warsaw',
  deleted: false,
  is_bot: false,
  is_workflow_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_stranger: false,
  profile: { display_name: 'ivan k' },
}
const plain = { slackId: 'U1', workspaceIds: ['T1'], bot: false, guest: false, stranger: false }

test.each<[string, object, object]>([
  ['an account', whole, { ...plain, name: 'ivan k', zone: 'Europe/Warsaw' }],
  ['an account without a display name', { ...whole, profile: { display_name: '' } }, { name: 'Ivan Kowalski' }],
  ['a closed account, of which Slack says little', closed, { ...plain, name: 'ivan', zone: undefined }],
  ['an account without a zone', { ...whole, tz: null }, { zone: undefined }],
  ['an account in a zone that this machine does not know', { ...whole, tz: 'Mars/Olympus' }, { zone: undefined }],
  [
    'an account of an organisation',
    { ...whole, enterprise_user: { teams: ['T2', 'T3'] } },
    { workspaceIds: ['T1', 'T2', 'T3'] },
  ],
  [
    'an account half of which is null',
    { ...closed, is_bot: null, profile: null, real_name: null },
    { ...plain, name: 'ivan' },
  ],
  ['a guest of one channel', { ...whole, is_restricted: true, is_ultra_restricted: true }, { guest: true }],
  ['a guest of several channels', { ...whole, is_restricted: true }, { guest: true }],
  ['somebody invited', { ...whole, is_invited_user: true }, { invited: true }],
  [
    'somebody on holiday, and when that was said',
    { ...whole, updated: 1_795_000_000, profile: { status_emoji: ':palm_tree:', status_expiration: 1_796_083_200 } },
    { away: { until: new Date('2026-12-01T00:00:00Z') }, updated: new Date(1_795_000_000_000) },
  ],
  ['somebody at work from home', { ...whole, profile: { status_emoji: ':house_with_garden:' } }, { away: undefined }],
  ['an app', { ...whole, is_bot: true }, { bot: true }],
  ['a workflow', { ...whole, is_workflow_bot: true }, { bot: true }],
  [
    'somebody of another company',
    { ...whole, is_stranger: true, team_id: 'T2' },
    { stranger: true, workspaceIds: ['T2'] },
  ],
])('it reads what Slack says about %s', async (_who, user, account) => {
  expect(await visitorOf(askWith({ ok: true, user })).lookUp('U1')).toMatchObject(account)
})

it('does not take an answer without an account for one', async () => {
  await expect(visitorOf(askWith({ ok: true })).lookUp('U1')).rejects.toThrow()
})

it('passes on that Slack refused', async () => {
  await expect(visitorOf(askWith({ ok: false, error: 'user_not_found' })).lookUp('U1')).rejects.toThrow(
    'user_not_found',
  )
})

function askWith(answer: object) {
  const slack = new WebClient('xoxb-1', { fetch: async () => Response.json(answer), retryConfig: { retries: 0 } })
  return { workspaceId: 'T1', slackId: 'U1', workspaceName: 'Acme', slack }
}
