import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Company, Person } from './company.ts'
import { readJson } from './json.ts'
import { RATES } from './time/anchor.ts'
import type { Time } from './time/time.ts'
import { SLACKBOT } from './users.ts'
import type { Workspace } from './workspace.ts'

/** Keeps the workspaces in a file, so that they survive a restart and also a kill. */
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
const words = z.string().exactOptional()
const flag = z.boolean().exactOptional()
const person = z.object({
  id: z.string(),
  handle: z.string(),
  realName: z.string(),
  title: words,
  tz: words,
  isAdmin: flag,
  isOwner: flag,
  isDeleted: flag,
  isBot: flag,
  isGuest: flag,
  isSingleChannelGuest: flag,
  isStranger: flag,
  isInvited: flag,
  teamId: words,
  email: words,
  status: z.object({ text: z.string(), emoji: z.string(), expiration: z.number() }).exactOptional(),
  fields: z.record(z.string(), z.object({ value: z.string(), alt: z.string() })).exactOptional(),
  updated: z.number().exactOptional(),
})

const keptWorkspace = z.object({
  team: z.string(),
  lastMicros: z.number(),
  revision: z.number(),
  channels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['channel', 'group', 'im', 'mpim']),
      members: z.array(z.string()).nullable(),
      hasApp: z.boolean().default(true),
      isArchived: z.boolean().default(false),
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
      files: z.array(z.string()).default([]),
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
  files: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        title: z.string(),
        user: z.string(),
        createdAt: z.number(),
        base64: z.string(),
        size: z.number(),
        channels: z.array(z.string()),
      }),
    )
    .default([]),
  /** What everybody has read: user → conversation → ts. */
  reads: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** Whoever joined or changed since the first morning. */
  people: z.array(person).default([]),
})
type KeptWorkspace = z.infer<typeof keptWorkspace>

/** Where the clock was moved to. */
const keptTime = z.object({
  version: z.number(),
  at: z.number(),
  since: z.number(),
  rate: z.literal(RATES),
  closed: z.number().nullable(),
})

/** Version 1 knew one workspace. */
const kept = z.union([
  z.object({ version: z.literal(2), time: keptTime.nullable().default(null), workspaces: z.array(keptWorkspace) }),
  keptWorkspace
    .extend({ version: z.literal(1) })
    .transform(({ version: _, ...only }) => ({ version: 2 as const, time: null, workspaces: [only] })),
])

export const forgetful: Keeper = { saveNow: () => {}, saveSoon: () => {}, notice: null }

/** Fills the workspaces and the clock from the file and keeps them there from now on. Open windows are not kept, as after a restart of Slack. */
export function keepIn(path: string, workspaces: readonly Workspace[], time: Time): Keeper {
  mkdirSync(dirname(path), { recursive: true })
  const notice = restore(path, workspaces, time)
  let last = ''
  let waiting: NodeJS.Timeout | undefined
  const saveNow = (): void => {
    clearTimeout(waiting)
    waiting = undefined
    const content = JSON.stringify({ version: 2, time: time.kept(), workspaces: workspaces.map(written) })
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

function written(workspace: Workspace): Readonly<Record<keyof KeptWorkspace, unknown>> {
  const { company, lastMicros, revision, messages, channels, homes, files, reads, people } = workspace
  return {
    team: company.team.id,
    lastMicros,
    revision,
    channels: [...channels.values()].filter(({ kind }) => kind === 'im' || kind === 'mpim'),
    messages,
    homes: [...homes.values()],
    files: [...files.values()],
    reads: Object.fromEntries(reads),
    people: [...people.values()].filter((each) => isChanged(company, each)),
  }
}

function isChanged(company: Company, person: Person): boolean {
  const first = company.people.find(({ id }) => id === person.id)
  return first ? first !== person : !person.isBot && person.id !== SLACKBOT.id
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

function restore(path: string, workspaces: readonly Workspace[], time: Time): string | null {
  if (!existsSync(path)) return null
  const read = kept.safeParse(readJson(readFileSync(path, 'utf8')))
  if (!read.success) return putAside(path, 'could not be read')
  const found = read.data.workspaces
  const stranger = found.find(({ team }) => !workspaces.some(({ company }) => company.team.id === team))
  if (stranger) return putAside(path, `is of another workspace (${stranger.team})`)
  for (const workspace of workspaces) {
    const own = found.find(({ team }) => team === workspace.company.team.id)
    if (own) fill(workspace, own)
  }
  time.restore(read.data.time, Math.floor(Math.max(...workspaces.map(({ lastMicros }) => lastMicros)) / 1000))
  return null
}

function putAside(path: string, why: string): string {
  const aside = `${path}.broken-${Date.now()}`
  renameSync(path, aside)
  return `The sandbox's state in ${path} ${why}; it was kept aside as ${aside}, and the workspace begins anew.`
}

function fill(workspace: Workspace, kept: KeptWorkspace): void {
  const { channels, messages, homes, files, reads, people, lastMicros, revision } = kept
  for (const channel of channels) workspace.channels.set(channel.id, channel)
  for (const home of homes) workspace.homes.set(home.user, home)
  for (const file of files) workspace.files.set(file.id, file)
  for (const [user, read] of Object.entries(reads)) workspace.reads.set(user, read)
  // What a company's own file says beside Slack's facts (a manager, a level) is not kept but still true.
  for (const each of people) workspace.people.set(each.id, { ...workspace.people.get(each.id), ...each })
  workspace.messages = messages
  workspace.lastMicros = lastMicros
  workspace.revision = revision
}
