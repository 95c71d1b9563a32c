import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Json, list, record, records, text } from './json.ts'

/** The installed app, as its manifest promises it. */
export interface App {
  readonly name: string
  readonly botName: string
  readonly homeTab: boolean
  /** Without it nobody can be written to. */
  readonly messagesTab: boolean
  /** Whether people may only read there. */
  readonly messagesReadOnly: boolean
  readonly description: string
  readonly commands: readonly Command[]
  readonly shortcuts: readonly Shortcut[]
  readonly events: readonly string[]
  readonly socketMode: boolean
  /** Every bot scope it asks for, and those of them that may be left out when it is installed. */
  readonly scopes: readonly string[]
  readonly optionalScopes: readonly string[]
}

export interface Command {
  readonly command: string
  readonly description: string
  readonly usageHint: string
  readonly shouldEscape: boolean
}

export interface Shortcut {
  readonly name: string
  readonly callbackId: string
  readonly description: string
}

/** Reads the manifest; throws one sentence with the path when there is none. */
export function readManifest(path: string): App {
  const manifest = record(parse(sourceOf(path)))
  const features = record(manifest.features)
  const bot = record(features.bot_user)
  const scopes = record(record(manifest.oauth_config).scopes)
  return {
    name: text(record(manifest.display_information).name),
    description: text(record(manifest.display_information).description),
    botName: text(bot.display_name),
    homeTab: record(features.app_home).home_tab_enabled === true,
    // On unless it is switched off.
    messagesTab: record(features.app_home).messages_tab_enabled !== false,
    messagesReadOnly: record(features.app_home).messages_tab_read_only_enabled === true,
    commands: records(features.slash_commands).map(readCommand),
    shortcuts: records(features.shortcuts).map(readShortcut),
    events: list(record(record(manifest.settings).event_subscriptions).bot_events).map(text),
    socketMode: record(manifest.settings).socket_mode_enabled === true,
    scopes: list(scopes.bot).map(text),
    optionalScopes: list(scopes.bot_optional).map(text),
  }
}

function sourceOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Error(`The sandbox found no app manifest at ${path}; it installs the app described there.`)
  }
}

function readCommand(command: Json): Command {
  return {
    command: text(command.command),
    description: text(command.description),
    usageHint: text(command.usage_hint),
    shouldEscape: command.should_escape === true,
  }
}

function readShortcut(shortcut: Json): Shortcut {
  const { name, callback_id: callbackId, description } = shortcut
  return { name: text(name), callbackId: text(callbackId), description: text(description) }
}
