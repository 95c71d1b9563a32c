import { type ChildProcess, type ForkOptions, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A Slack in a process of its own. */
export interface DrillSlack {
  readonly url: string
  readonly workspaces: readonly DrillWorkspace[]
  readonly stop: () => Promise<void>
}

export type DrillWorkspace = Readonly<z.infer<typeof workspace>>

const workspace = z.object({
  teamId: z.string(),
  botToken: z.string(),
  botUserId: z.string(),
  botId: z.string(),
  scopes: z.array(z.string()).readonly(),
})

export async function startSlack(workspaces: number, people: number): Promise<DrillSlack> {
  const child = start('scripts/drill/slack.ts', {}, [String(workspaces), String(people)])
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The sandbox ended with ${code} before it listened.`)
  })
  const [said]: unknown[] = await Promise.race([once(child, 'message'), ended])
  ended.catch(() => {})
  const slack = z.object({ url: z.string(), workspaces: z.array(workspace) }).parse(said)
  return { ...slack, stop: () => end(child) }
}

/** Which programme works: the one that `npm run build` made, or the drill’s own. */
export type Entry = 'dist/main.js' | 'scripts/drill/worker.ts'

/** Workers that are killed in turn, and started again. */
export interface Workers {
  /**
   * Without a word, as a machine dies; another is started in its place. Whoever has only just begun has nothing to
   * lose, and is left alone.
   * @returns the name of the dead one.
   */
  readonly killNext: (atWork: ReadonlySet<string>) => Promise<string | undefined>
  readonly killAll: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Each life of a worker has a name of its own. */
export function startWorkers(
  entry: Entry,
  count: number,
  environmentOf: (name: string, place: number) => Readonly<Record<string, string>>,
): Workers {
  let lives = 0
  const startAt = (place: number) => {
    const name = `w${++lives}`
    return { name, place, child: start(entry, environmentOf(name, place)) }
  }
  let turns = Array.from({ length: count }, (_, place) => startAt(place))
  return {
    async killNext(atWork) {
      const dying = turns.find(({ name }) => atWork.has(name))
      if (!dying) return undefined
      await kill(dying.child)
      turns = [...turns.filter((worker) => worker !== dying), startAt(dying.place)]
      return dying.name
    },
    async killAll() {
      await Promise.all(turns.map(({ child }) => kill(child)))
    },
    async stop() {
      await Promise.all(turns.map(({ child }) => end(child)))
    },
  }
}

function start(file: string, env: Readonly<Record<string, string>>, words: readonly string[] = []): ChildProcess {
  const options: ForkOptions = {
    env: { PATH: process.env.PATH, ...env },
    execArgv: file.endsWith('.ts') ? ['--import', 'tsx'] : [],
    // What they say goes where complaints go, so that the table can be piped.
    stdio: ['ignore', 2, 2, 'ipc'],
  }
  return fork(`${root}${file}`, words, options)
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** They end by themselves when whoever started them lets go of them. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000)
  if (child.connected) child.disconnect()
  await gone
  clearTimeout(force)
}
