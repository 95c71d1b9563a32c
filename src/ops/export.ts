import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { connect, type Db } from '../db/connection.ts'
import { reasonOf } from '../db/errors.ts'
import { everythingAbout } from '../directory/flow-own-data.ts'
import { exportParts } from './own-data.ts'

export type Copied =
  | { readonly kind: 'copied'; readonly json: string }
  | { readonly kind: 'nobody' }
  /** The same Slack id in several workspaces of one organisation. */
  | { readonly kind: 'several'; readonly workspaceIds: readonly string[] }

/** What `/nats-level export` sends, for whoever runs the bot: where the file cannot be sent by Slack. */
export async function copyOf(db: Db, slackId: string, workspaceId: string | undefined, now: Date): Promise<Copied> {
  const people = await db.person.findMany({
    where: { slackId, ...(workspaceId ? { workspaceId } : {}) },
    select: { workspaceId: true, id: true },
    orderBy: { workspaceId: 'asc' },
  })
  const [person, ...more] = people
  if (!person) return { kind: 'nobody' }
  if (more.length > 0) return { kind: 'several', workspaceIds: people.map((each) => each.workspaceId) }
  const json = await everythingAbout(db, exportParts, person, now, 'the-host')
  return json === undefined ? { kind: 'nobody' } : { kind: 'copied', json }
}

/** `npm run --silent export -- U0123ABCDEF > file.json`; a workspace may follow the id. */
async function main(url: string | undefined, [slackId, workspaceId]: readonly string[]): Promise<string> {
  if (!url || !URL.canParse(url))
    throw new Refused(`DATABASE_URL is ${url ? 'no address' : 'not set'}; expected the one the bot uses.`)
  if (!slackId || !/^[UW][A-Z0-9]+$/.test(slackId))
    throw new Refused(
      `The person is ${slackId ? `“${slackId}”` : 'not named'}; expected a Slack id such as U0123ABCDEF.`,
    )
  const db = connect(url, { poolSize: 1 })
  const copied = await copyOf(db, slackId, workspaceId, new Date()).finally(() => db.$disconnect())
  switch (copied.kind) {
    case 'copied':
      return copied.json
    case 'nobody':
      throw new Refused(`Nothing is stored about ${slackId}${workspaceId ? ` in ${workspaceId}` : ''}.`)
    case 'several':
      throw new Refused(`${slackId} is on record in ${copied.workspaceIds.join(', ')}; name one of them after the id.`)
  }
}

class Refused extends Error {}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(await main(process.env.DATABASE_URL, process.argv.slice(2)))
  } catch (error) {
    console.error(error instanceof Refused ? error.message : `Nothing was exported: ${reasonOf(error)}`)
    process.exitCode = 1
  }
}
