import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { boundHands } from './hands.ts'

// The limits of Slack's manifest schema, version 2.
const text = (most: number) => z.string().min(1).max(most)
const manifest = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.literal(2) }),
    display_information: z.strictObject({
      name: text(35),
      description: text(140),
      background_color: z.string().regex(/^#[0-9a-f]{6}$/),
      long_description: z.string().min(175).max(4_000),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.literal(true),
        messages_tab_enabled: z.literal(true),
        messages_tab_read_only_enabled: z.literal(true),
      }),
      bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
      slash_commands: z.array(
        z.strictObject({
          command: text(32),
          url: z.url(),
          description: text(2_000),
          usage_hint: text(1_000),
          should_escape: z.literal(true),
        }),
      ),
      shortcuts: z.array(
        z.strictObject({ name: text(24), type: z.literal('global'), callback_id: text(255), description: text(150) }),
      ),
    }),
    oauth_config: z.strictObject({
      scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
    }),
    settings: z.strictObject({
      interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: z.url() }),
      event_subscriptions: z.strictObject({ request_url: z.url(), bot_events: z.array(z.string()) }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.literal(false),
      token_rotation_enabled: z.literal(false),
    }),
  })
  .parse(parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')))

const hands = boundHands()

test('every command of the manifest has a hand, and every hand is in the manifest', () => {
  const promised = manifest.features.slash_commands.map(({ command }) => command)
  expect(promised.sort()).toEqual([...hands.commands].sort())
  expect(promised.sort()).toEqual(
    shippedProfiles()
      .map(({ command }) => command)
      .sort(),
  )
})

test('every shortcut of the manifest has a hand, and every hand is in the manifest', () => {
  expect(manifest.features.shortcuts.map((shortcut) => shortcut.callback_id)).toEqual([...hands.shortcuts])
})

test('every event of the manifest has a hand, and every hand is in the manifest', () => {
  expect(manifest.settings.event_subscriptions.bot_events.sort()).toEqual([...hands.events].sort())
})

test('all requests arrive at one path', () => {
  const urls = [
    ...manifest.features.slash_commands.map(({ url }) => url),
    manifest.settings.interactivity.request_url,
    manifest.settings.event_subscriptions.request_url,
  ]
  expect(new Set(urls.map((url) => new URL(url).pathname))).toEqual(new Set(['/slack/events']))
})

const optional = [
  'files:write',
  'im:write',
  'im:history',
  'files:read',
  'channels:read',
  'groups:read',
  'users.profile:read',
]

test('the app asks for no more than what its calls need', () => {
  expect(manifest.oauth_config.scopes.bot).toEqual(['commands', 'chat:write', 'users:read', ...optional])
})

test('the app works without the scopes that a workspace may refuse, each of which it also asks for', () => {
  const { bot, bot_optional } = manifest.oauth_config.scopes
  expect(bot_optional).toEqual(optional)
  expect(bot_optional.filter((scope) => !bot.includes(scope))).toEqual([])
})

test('nobody can type to the app and wait for an answer in vain: its messages are to be read only', () => {
  const { messages_tab_enabled, messages_tab_read_only_enabled } = manifest.features.app_home
  expect([messages_tab_enabled, messages_tab_read_only_enabled]).toEqual([true, true])
})
