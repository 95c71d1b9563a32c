import { realpathSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { connect, type Db } from '../db/connection.ts'
import { reasonOf } from '../db/errors.ts'
import { applyManagers, type Checked, checkManagers } from '../directory/managers/flow-import.ts'
import { most, parseTable } from '../directory/managers/table.ts'
import { reasonWords, totals } from '../directory/managers/views-import.ts'
import { type Members, membersOf } from '../directory/slack-members.ts'
import { newLog } from '../log.ts'
import { clientOptionsFor } from '../slack/calls.ts'
import { identityByToken } from '../slack/identity.ts'
import { linesTo } from '../slack/lines.ts'
import { realWorld, type World } from '../world.ts'

/** What the command line does with its lines: the list on standard output, how far it is beside it. */
export interface Output {
  readonly line: (sentence: string) => void
  /** Stands in the place of the last one. */
  readonly progress: (sentence: string) => void
}

export interface Import {
  readonly world: World
  readonly workspaceId: string
  readonly members: Members
  readonly bytes: Uint8Array
  /** Otherwise it is only looked at. */
  readonly apply: boolean
}

/** By the process’s exit: everything is or would be on record, nothing was done, or some lines were refused. */
export const exits = { whole: 0, nothing: 1, refused: 2 } as const

type Exit = (typeof exits)[keyof typeof exits]

/**
 * What `admin import` does in a window, for lists that do not fit there: what would change, what is refused, and with
 * `--apply` all that is not refused, or nothing of it.
 */
export async function importManagers(
  { world, workspaceId, members, bytes, apply }: Import,
  output: Output,
): Promise<Exit> {
  const table = parseTable(bytes)
  if (table.kind === 'problem') throw new Refused(table.sentence)
  const importer = { workspaceId, id: null }
  output.progress(`${grouped(table.rows.length)} lines read; looking at the people in them.`)
  const checked = await checkManagers({ world }, importer, table, members, async (seen) => {
    output.progress(`${grouped(seen)} accounts looked at in Slack.`)
  })
  for (const sentence of report(checked)) output.line(sentence)
  if (!apply) output.line(nextStep(checked))
  else output.line(await done(world, importer, checked, output))
  return checked.refused.length > 0 ? exits.refused : exits.whole
}

async function done(
  world: World,
  importer: { readonly workspaceId: string; readonly id: null },
  checked: Checked,
  output: Output,
): Promise<string> {
  if (checked.ready.length === 0) return 'Nothing was changed.'
  output.progress(`Importing ${grouped(checked.ready.length)} rows.`)
  const applied = await applyManagers({ world, wake: () => {} }, importer, checked.id)
  if (applied.kind === 'applied')
    return `Imported: ${grouped(applied.count)}. The bot tells whoever is in the check-in.`
  throw new Refused('Something changed in the same moment, so nothing was imported. Please run it again.')
}

function nextStep({ ready }: Checked): string {
  return ready.length > 0
    ? 'Nothing was changed yet; add --apply to import what is ready.'
    : 'Nothing is to be changed.'
}

function report(checked: Checked): readonly string[] {
  const [read, rest] = totals(checked)
  return [
    `${read} ${rest}`,
    ...checked.ready.map(
      ({ line, person, manager, before }) =>
        `line ${line}: ${person} → ${manager} (${before ? `now ${before}` : 'nobody yet'})`,
    ),
    ...checked.refused.map(({ line, reason }) => `line ${line}: refused: ${reasonWords(reason, (id) => id)}`),
  ]
}

/** The workspace that was named, or the only one there is. */
export async function workspaceFor(db: Db, named: string | undefined): Promise<string> {
  const rows = await db.workspace.findMany({
    where: { uninstalledAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const ids = rows.map(({ id }) => id)
  if (named !== undefined) {
    if (ids.includes(named)) return named
    throw new Refused(
      `The workspace is “${named}”; expected one of ${ids.join(', ') || 'those that the bot serves (none yet)'}.`,
    )
  }
  const [only, ...more] = ids
  if (only === undefined) throw new Refused('The bot has not served any workspace yet; start it once.')
  if (more.length > 0) throw new Refused(`The bot serves ${ids.join(', ')}; name one with --workspace.`)
  return only
}

/** `npm run import:managers -- managers.csv --workspace T0123ABCDEF --apply`; what the bot’s environment says holds here. */
async function main(args: readonly string[]): Promise<Exit> {
  const { file, workspace, apply } = readArguments(args)
  const config = readConfig(process.env)
  if (!config.databaseUrl) throw new Refused('DATABASE_URL is not set; expected the one the bot uses.')
  const bytes = await readList(file)
  const log = newLog('error')
  // Large lists are written in one go, and nobody waits for an answer of theirs meanwhile.
  const db = connect(config.databaseUrl, { poolSize: 2, answerWithin: 60_000 })
  try {
    const workspaceId = await workspaceFor(db, workspace)
    const world = realWorld(db, log)
    const clientOptions = clientOptionsFor(config.slackApiUrl, log)
    const identity = config.botToken === undefined ? undefined : identityByToken(config.botToken, clientOptions, log)
    const line = await linesTo({ world, clientOptions, keys: config.encryptionKeys, identity }).lineFor(workspaceId)
    if (!line) throw new Refused(`There is no token with which Slack could be asked about people of ${workspaceId}.`)
    const members = membersOf(line.client, world.pause)
    return await importManagers({ world, workspaceId, members, bytes, apply }, onTerminal())
  } finally {
    await db.$disconnect()
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { workspace: { type: 'string' }, apply: { type: 'boolean', default: false } },
    })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new Error()
    return { file, workspace: values.workspace, apply: values.apply }
  } catch {
    throw new Refused('Expected one file and nothing else but --workspace T0123ABCDEF and --apply.')
  }
}

async function readList(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new Refused(`“${file}” is no file; expected a CSV with two columns: person, manager.`)
  // A little more than fits is read, so that the sentence about it can say how much there is.
  if (found.size > 20 * most.bytes) throw new Refused(`“${file}” is larger than 5 MB. Please cut it in two.`)
  return readFile(file)
}

/** Progress is one line that changes, where somebody looks at it. */
function onTerminal(): Output {
  const isSeen = process.stderr.isTTY
  return {
    line: (sentence) => {
      process.stdout.write(`${sentence}\n`)
    },
    progress: (sentence) => {
      process.stderr.write(isSeen ? `\r\u001b[2K${sentence}` : `${sentence}\n`)
    },
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

class Refused extends Error {}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    const kind = error instanceof Refused || error instanceof ConfigError
    console.error(kind ? error.message : `Nothing was imported: ${reasonOf(error)}`)
    process.exitCode = exits.nothing
  }
}
