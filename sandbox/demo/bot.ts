import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

export interface Bot {
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<unknown>
  readonly exitCode: () => number | null
  readonly stop: () => Promise<void>
}

const patience = 60_000

/**
 * The bot in a process of its own, as in production. In a process group of its own too, so that Ctrl-C reaches it through
 * us and in order; and on a channel whose end tells it that we are gone, even after `kill -9`.
 * @returns once it could answer a command.
 */
export async function startBot(
  root: string,
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<Bot> {
  const { NODE_ENV: _, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: root,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  const ended = once(child, 'exit')
  const bot: Bot = { ended, exitCode: () => child.exitCode, stop: () => end(child, ended) }
  await untilReady(child, port).catch(async (error: unknown) => {
    await bot.stop()
    throw error
  })
  return bot
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + patience
  while (performance.now() < deadline) {
    if (hasEnded(child)) throw new Error('The bot could not start; the lines above say why.')
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await pause(50)
  }
  throw new Error(`The bot was not ready after ${patience / 1_000} seconds.`)
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (hasEnded(child)) return
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await ended
  clearTimeout(kill)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
