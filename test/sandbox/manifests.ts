import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'

export interface Asked {
  readonly scopes?: readonly string[]
  readonly optional?: readonly string[]
  readonly events?: readonly string[]
  readonly appHome?: Readonly<Record<string, boolean>>
}

/** Writes the manifest of a small app that asks for this; `remove` takes it away again. */
export function manifestWith({ scopes = [], optional = [], events = [], appHome = {} }: Asked): {
  readonly path: string
  remove(): void
} {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'))
  const path = join(folder, 'manifest.yml')
  const manifest = {
    display_information: { name: 'A small app' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, ...appHome },
      bot_user: { display_name: 'small' },
      slash_commands: [{ command: '/small', should_escape: true }],
      shortcuts: [{ name: 'Do it', type: 'global', callback_id: 'do.it' }],
    },
    oauth_config: { scopes: { bot: [...scopes, ...optional], bot_optional: optional } },
    settings: { event_subscriptions: { bot_events: events } },
  }
  writeFileSync(path, stringify(manifest))
  return { path, remove: () => rmSync(folder, { recursive: true }) }
}
