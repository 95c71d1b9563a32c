import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type ClientOptions, WebSocket } from 'ws'
import type { Sandbox, SandboxOptions } from '../../sandbox/index.ts'
import { type Json, readJson, record, text } from '../../sandbox/json.ts'
import { openFolder } from '../support/folder.ts'
import { type Stage, startStage } from './bot.ts'

/** A socket of the bot as bare as can be: what it heard, and what it says. */
export interface Line {
  readonly heard: readonly Json[]
  /** Resolves with the next message of this type, or one that has come already and was not asked for. */
  hear(type: string): Promise<Json>
  ack(envelope: Json, payload?: unknown): void
  say(words: string): void
  readonly closed: Promise<number>
  hangUp(): void
  /** Resolves with the next ping of Slack's. */
  pinged(): Promise<unknown>
  /** Resolves when everything said so far on both sides has arrived. */
  settled(): Promise<unknown>
}

/** Asks for an address and connects to it; resolves once it is open. */
export async function dial(apiUrl: string, appToken: string, more = ''): Promise<Line> {
  const { url } = await openConnection(apiUrl, appToken)
  return connectTo(`${text(url)}${more}`)
}

/** A connection that has heard its hello. */
export async function greeted({ env }: Sandbox, more = ''): Promise<Line> {
  const line = await dial(env.SLACK_API_URL, env.SLACK_APP_TOKEN ?? '', more)
  await line.hear('hello')
  return line
}

export async function openConnection(apiUrl: string, token: string): Promise<Json> {
  const response = await fetch(`${apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
  })
  return record(await response.json())
}

export async function connectTo(url: string, options: ClientOptions = {}): Promise<Line> {
  const socket = new WebSocket(url, options)
  const heard: Json[] = []
  const unread: Json[] = []
  let listeners: readonly (() => void)[] = []
  socket.on('message', (data) => {
    const message = record(readJson(data.toString()))
    heard.push(message)
    unread.push(message)
    for (const listener of listeners) listener()
  })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  const line: Line = {
    heard,
    async hear(type) {
      for (;;) {
        const at = unread.findIndex((message) => message.type === type)
        const [found] = at < 0 ? [] : unread.splice(at, 1)
        if (found) return found
        await new Promise<void>((resolve) => {
          listeners = [...listeners, resolve]
        })
      }
    },
    ack: ({ envelope_id: envelopeId }, payload) =>
      socket.send(JSON.stringify({ envelope_id: envelopeId, ...(payload === undefined ? {} : { payload }) })),
    say: (words) => socket.send(words),
    closed,
    hangUp: () => socket.terminate(),
    pinged: () => once(socket, 'ping'),
    settled() {
      socket.ping()
      return once(socket, 'pong')
    },
  }
  await once(socket, 'open')
  return line
}

/** A stage for the shipped app with some words of its manifest changed. */
export async function startChangedStage(options: SandboxOptions, change: (own: string) => string): Promise<Stage> {
  const folder = await openFolder()
  const manifest = `${folder}/manifest.yml`
  await writeFile(
    manifest,
    change(await readFile(fileURLToPath(new URL('../../manifest.yml', import.meta.url)), 'utf8')),
  )
  try {
    return await startStage({ ...options, manifest })
  } finally {
    await rm(folder, { recursive: true })
  }
}
