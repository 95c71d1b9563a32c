import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { readJson } from './json.ts'
import type { Workspace } from './workspace.ts'

/** Keeps the workspace in a file, so that it survives a restart and also a kill. */
export interface Keeper {
  saveNow(): void
  /** A little later, many changes at once. */
  saveSoon(): void
  /** One sentence when what was kept could not be used. */
  readonly notice: string | null
}

const SOON_MS = 200

const json = z.record(z.string(), z.unknown())
const values = z.record(z.string(), z.record(z.string(), json))
const kept = z.object({
  version: z.literal(1),
  team: z.string(),
  lastMicros: z.number(),
  revision: z.number(),
  channels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['channel', 'im']),
      members: z.array(z.string()).nullable(),
    }),
  ),
  messages: z.array(
    z.object({
      channel: z.string(),
      ts: z.string(),
      user: z.string(),
      text: z.string(),
      blocks: z.array(json),
      onlyFor: z.string().nullable(),
      metadata: json.nullable(),
      edited: z.boolean(),
      revision: z.number(),
      picked: z.record(z.string(), values),
    }),
  ),
  homes: z.array(
    z.object({
      id: z.string(),
      user: z.string(),
      kind: z.enum(['modal', 'home']),
      rootId: z.string(),
      previousId: z.string().nullable(),
      hash: z.string(),
      content: json,
      blocks: z.array(json),
      values,
    }),
  ),
})

export const forgetful: Keeper = { saveNow: () => {}, saveSoon: () => {}, notice: null }

/** Fills the workspace from the file and keeps it there from now on. Open windows are not kept, as after a restart of Slack. */
export function keepIn(path: string, workspace: Workspace): Keeper {
  mkdirSync(dirname(path), { recursive: true })
  const notice = restore(path, workspace)
  let last = ''
  let waiting: NodeJS.Timeout | undefined
  const saveNow = (): void => {
    clearTimeout(waiting)
    waiting = undefined
    const content = written(workspace)
    if (content === last) return
    writeWhole(path, content)
    last = content
  }
  return {
    notice,
    saveNow,
    saveSoon() {
      waiting ??= setTimeout(() => attempt(saveNow), SOON_MS).unref()
    },
  }
}

function written(workspace: Workspace): string {
  const { company, lastMicros, revision, messages } = workspace
  const channels = [...workspace.channels.values()].filter(({ kind }) => kind === 'im')
  const homes = [...workspace.homes.values()]
  return JSON.stringify({ version: 1, team: company.team.id, lastMicros, revision, channels, messages, homes })
}

/** A full disk must not end the process; the next control request tries again and says what is wrong. */
function attempt(save: () => void): void {
  try {
    save()
  } catch {
    // Told by the next control request.
  }
}

/** A reader finds the old file or the new one, never half of one. */
function writeWhole(path: string, content: string): void {
  const draft = `${path}.writing`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}

function restore(path: string, workspace: Workspace): string | null {
  if (!existsSync(path)) return null
  const read = kept.safeParse(readJson(readFileSync(path, 'utf8')))
  if (!read.success || read.data.team !== workspace.company.team.id) {
    const aside = `${path}.broken-${Date.now()}`
    renameSync(path, aside)
    const why = read.success ? `is of another workspace (${read.data.team})` : 'could not be read'
    return `The sandbox's state in ${path} ${why}; it was kept aside as ${aside}, and the workspace begins anew.`
  }
  fill(workspace, read.data)
  return null
}

function fill(workspace: Workspace, { channels, messages, homes, lastMicros, revision }: z.infer<typeof kept>): void {
  for (const channel of channels) workspace.channels.set(channel.id, channel)
  for (const home of homes) workspace.homes.set(home.user, home)
  workspace.messages = messages
  workspace.lastMicros = lastMicros
  workspace.revision = revision
}
