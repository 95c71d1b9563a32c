import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  checkPayload,
  fieldValue,
  MalformedPayload,
  readClick,
  readCommand,
  readHomeOpened,
  readShortcut,
  readSubmission,
} from '../../src/slack/payloads.ts'
import { mutated } from './mutated.ts'

const team = { id: 'T1', domain: 'acme' }
const user = { id: 'U1', username: 'ivan', name: 'ivan', team_id: 'T1' }
const sender = {
  team,
  user,
  api_app_id: 'A1',
  token: 'legacy',
  trigger_id: '1.2.abc',
  enterprise: null,
  is_enterprise_install: false,
}

const command = {
  token: 'legacy',
  team_id: 'T1',
  team_domain: 'acme',
  channel_id: 'C1',
  channel_name: 'general',
  user_id: 'U1',
  user_name: 'ivan',
  command: '/nats-level',
  text: 'show <@U2|maria>',
  api_app_id: 'A1',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/T1/1/abc',
  trigger_id: '1.2.abc',
}

const view = {
  id: 'V1',
  team_id: 'T1',
  type: 'modal',
  blocks: [],
  private_metadata: '{"k":"nats"}',
  callback_id: 'assessment.save',
  hash: '1.x',
  title: { type: 'plain_text', text: 'Your NATS level', emoji: true },
  previous_view_id: null,
  root_view_id: 'V1',
  app_id: 'A1',
  external_id: '',
  bot_id: 'B1',
  state: {
    values: {
      'assessment.level#1': {
        'assessment.level': {
          type: 'radio_buttons',
          selected_option: { text: { type: 'plain_text', text: 'Middle' }, value: 'middle' },
        },
      },
      'assessment.role#1': { 'assessment.role': { type: 'static_select', selected_option: null } },
      'assessment.note#1': { 'assessment.note': { type: 'plain_text_input', value: 'see the wiki' } },
      'empty#1': { empty: { type: 'plain_text_input', value: null } },
      'boxes#1': { boxes: { type: 'checkboxes', selected_options: [] } },
    },
  },
}

const submission = { type: 'view_submission', ...sender, view, response_urls: [] }
const shortcut = { type: 'shortcut', ...sender, callback_id: 'assessment.open', action_ts: '1.0' }
const button = {
  type: 'button',
  action_id: 'assessment.open',
  block_id: 'x',
  text: {},
  value: 'nats-jetstream',
  action_ts: '1763888400.123456',
}
const viewClick = {
  type: 'block_actions',
  ...sender,
  container: { type: 'view', view_id: 'V1' },
  view,
  actions: [button],
}
const messageClick = {
  type: 'block_actions',
  ...sender,
  container: { type: 'message', message_ts: '17.4', channel_id: 'D1', is_ephemeral: true },
  channel: { id: 'D1', name: 'directmessage' },
  response_url: 'https://hooks.slack.com/actions/T1/1/abc',
  actions: [button],
}
const homeOpened = {
  token: 'legacy',
  team_id: 'T1',
  api_app_id: 'A1',
  type: 'event_callback',
  event: { type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home', event_ts: '1.2' },
}

describe('what somebody did', () => {
  it('is read from a command', () => {
    expect(readCommand(command)).toEqual({
      workspaceId: 'T1',
      slackId: 'U1',
      appId: 'A1',
      command: '/nats-level',
      text: 'show <@U2|maria>',
      triggerId: '1.2.abc',
    })
  })

  it('is read from a command without words', () => {
    const { text: _, ...alone } = command
    expect(readCommand(alone).text).toBe('')
  })

  it('is read from a shortcut', () => {
    expect(readShortcut(shortcut)).toEqual({
      workspaceId: 'T1',
      slackId: 'U1',
      appId: 'A1',
      callbackId: 'assessment.open',
      triggerId: '1.2.abc',
    })
  })

  it('is read from a submitted window, field by field', () => {
    const { view: open, ...who } = readSubmission(submission)
    expect(who).toEqual({ workspaceId: 'T1', slackId: 'U1', appId: 'A1', triggerId: '1.2.abc' })
    expect(open).toMatchObject({
      id: 'V1',
      kind: 'modal',
      callbackId: 'assessment.save',
      metadata: '{"k":"nats"}',
      depth: 1,
    })
    expect(fieldValue(open.values, 'assessment.level#1', 'assessment.level')).toBe('middle')
    expect(fieldValue(open.values, 'assessment.role#1', 'assessment.role')).toBeNull()
    expect(fieldValue(open.values, 'assessment.note#1', 'assessment.note')).toBe('see the wiki')
    expect(fieldValue(open.values, 'empty#1', 'empty')).toBeNull()
    expect(fieldValue(open.values, 'boxes#1', 'boxes')).toBeNull()
    expect(fieldValue(open.values, 'gone#1', 'gone')).toBeNull()
    expect(fieldValue(open.values, '__proto__', 'constructor')).toBeNull()
  })

  it('is read from a click in a window', () => {
    expect(readClick(viewClick)).toMatchObject({
      actionId: 'assessment.open',
      value: 'nats-jetstream',
      clickedAt: 1763888400.123456,
      messageTs: undefined,
      view: { id: 'V1' },
    })
  })

  it('is read from a click on a message', () => {
    expect(readClick(messageClick)).toMatchObject({ messageTs: '17.4', view: undefined })
  })

  it('is the chosen option of a list, not the list', () => {
    const chosen = {
      ...button,
      type: 'static_select',
      value: undefined,
      selected_option: { value: 'elixir', text: {} },
    }
    expect(readClick({ ...viewClick, actions: [chosen] }).value).toBe('elixir')
    expect(readClick({ ...viewClick, actions: [{ ...chosen, selected_option: null }] }).value).toBeUndefined()
  })

  it('is read from an opened Home tab, and is nothing on the Messages tab', () => {
    expect(readHomeOpened(homeOpened)).toEqual({ workspaceId: 'T1', slackId: 'U1', appId: 'A1' })
    expect(readHomeOpened({ ...homeOpened, event: { ...homeOpened.event, tab: 'messages' } })).toBeUndefined()
  })

  it('belongs to the person’s workspace where the app is installed for an organisation', () => {
    expect(readShortcut({ ...shortcut, team: null }).workspaceId).toBe('T1')
    expect(() => readShortcut({ ...shortcut, team: null, user: { id: 'U1' } })).toThrow(
      new MalformedPayload('payload at team.id: found nothing, expected a workspace'),
    )
  })
})

it('belongs to the workspace that a window lives in, whoever fills it in', () => {
  const shared = { ...submission, team: { id: 'T2' }, view: { ...view, app_installed_team_id: 'T1' } }
  expect(readSubmission(shared).workspaceId).toBe('T1')
  expect(readSubmission({ ...shared, view: { ...view, app_installed_team_id: null } }).workspaceId).toBe('T2')
})

describe('what is looked at before anybody is asked', () => {
  test.each<[string, unknown]>([
    ['a command', command],
    ['a shortcut', shortcut],
    ['a shortcut on a message', { ...shortcut, type: 'message_action' }],
    ['a submission', submission],
    ['a closed window', { ...submission, type: 'view_closed', trigger_id: undefined }],
    ['a click', viewClick],
    ['a list to fill', { ...sender, type: 'block_suggestion', action_id: 'x', value: 'be' }],
    ['an event', homeOpened],
    ['an event with a whole account', { ...homeOpened, event: { type: 'team_join', user: { id: 'U1' } } }],
    ['word of events held back', { type: 'app_rate_limited', team_id: 'T1' }],
    ['a payload of an organisation', { ...shortcut, team: null }],
  ])('lets %s through', (_what, payload) => {
    expect(() => checkPayload(payload)).not.toThrow()
  })

  test.each<[string, unknown, string]>([
    ['nothing', null, 'payload at its root: Invalid input: expected object, received null'],
    ['a list', [], 'payload at its root: Invalid input: expected object, received array'],
    ['an empty object', {}, 'payload at type: found none of the kinds that Slack sends'],
    ['an unknown kind', { type: 'hello' }, 'payload at type: found none of the kinds that Slack sends'],
    ['a command of nobody', { ...command, user_id: '' }, 'payload at user_id: Invalid string: must match pattern'],
    ['a click on nothing', { ...viewClick, actions: [] }, 'payload at actions.0: '],
    [
      'whom an event is for',
      { ...homeOpened, authorizations: [{ team_id: '\ud83d' }] },
      'payload at authorizations.0.team_id: Invalid string',
    ],
    ['a half of a character', { ...shortcut, callback_id: '\ud83d' }, 'payload at callback_id: Invalid string'],
  ])('says where %s is not as Slack sends it', (_what, payload, sentence) => {
    expect(() => checkPayload(payload)).toThrow(sentence)
  })
})

test.each([
  [null, 'V1', 1],
  ['V1', 'V1', 2],
  ['V2', 'V1', 3],
  [undefined, undefined, 1],
])('it sees how deep a window lies: with %s below and %s at the bottom it is number %i', (previous, root, depth) => {
  const payload = { ...submission, view: { ...view, previous_view_id: previous, root_view_id: root } }
  expect(readSubmission(payload).view.depth).toBe(depth)
})

it('says where a payload is not as Slack sends it', () => {
  expect(() => readCommand({ ...command, user_id: 7 })).toThrow(/^payload at user_id: /)
  expect(() => readSubmission({ ...submission, view: { ...view, type: 'page' } })).toThrow(/^payload at view\.type: /)
  expect(() => readClick({ ...viewClick, actions: [] })).toThrow(/^payload at actions/)
  expect(() => readShortcut('nonsense')).toThrow(/^payload at its root: /)
})

test.each<[string, object, (body: unknown) => unknown]>([
  ['command', command, readCommand],
  ['shortcut', shortcut, readShortcut],
  ['submission', submission, readSubmission],
  ['click in a window', viewClick, readClick],
  ['click on a message', messageClick, readClick],
  ['opened Home tab', homeOpened, readHomeOpened],
])('it reads or refuses a changed %s, and does nothing else', (_kind, payload, read) => {
  fc.assert(
    fc.property(mutated(payload), (changed) => {
      try {
        read(changed)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedPayload)
      }
    }),
    { numRuns: 300 },
  )
})
