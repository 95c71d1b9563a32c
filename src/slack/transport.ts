import { setTimeout as pause } from 'node:timers/promises'
import type { Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { Log } from '../world.ts'
import { limits } from './limits.ts'
import { httpReceiver } from './receiver.ts'
import { newServer, type Route } from './server.ts'
import { openSocket } from './socket.ts'

/** How payloads come in. Nobody above this floor knows which way it is. */
export type Way =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string }
  /** A process that others do the talking for. */
  | { readonly kind: 'none' }

export interface Transport {
  /** What the Bolt app hangs on. */
  readonly receiver: Receiver
  /**
   * Lets payloads in, and answers the host’s questions on this port (0: any free one).
   * @returns the port. Rejects when it is taken.
   */
  readonly open: (port: number) => Promise<number>
  /** Why nothing can come in just now; undefined when something can. */
  readonly check: () => Promise<string | undefined>
  /** Lets nothing in any more. `idle` settles when no handler is running. */
  readonly close: (idle: () => Promise<void>) => Promise<void>
}

export interface Surroundings {
  readonly routes: readonly Route[]
  readonly clientOptions: WebClientOptions
  readonly log: Log
  /** Settles when people can be answered well. */
  readonly ready?: () => Promise<unknown>
}

/** Milliseconds for which a socket waits for that before it opens all the same. */
const latestOpening = 2_000

export function transportFor(way: Way, around: Surroundings): Transport {
  switch (way.kind) {
    case 'http':
      return overHttp(way.signingSecret, around)
    case 'socket':
      return overSocket(way.appToken, around)
    case 'none':
      return overNothing(around)
  }
}

/** The port only answers the host. */
function overNothing({ routes }: Surroundings): Transport {
  const server = newServer(routes)
  return {
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    open: server.listen,
    check: async () => undefined,
    close: async (idle) => {
      await server.close()
      await idle()
    },
  }
}

/** Signed requests at `POST /slack/events`. */
function overHttp(signingSecret: string, { routes, log }: Surroundings): Transport {
  const receiver = httpReceiver(signingSecret, routes, log)
  return {
    receiver,
    open: receiver.start,
    check: async () => undefined,
    close: async (idle) => {
      await receiver.stop()
      await idle()
    },
  }
}

/** A WebSocket opened from here; the port then only answers the host. */
function overSocket(appToken: string, { routes, clientOptions, log, ready = async () => {} }: Surroundings): Transport {
  const socket = openSocket(appToken, clientOptions, log)
  const server = newServer(routes)
  return {
    receiver: socket.receiver,
    open: async (port) => {
      const opened = await server.listen(port)
      // Slack keeps what comes for a moment, or gives it to another socket: better than to be asked to try again.
      void Promise.race([ready(), pause(latestOpening, undefined, { ref: false })]).then(socket.open)
      return opened
    },
    check: socket.check,
    close: async (idle) => {
      // What is being answered is acked over this very socket.
      await Promise.race([idle(), pause(limits.ack, undefined, { ref: false })])
      await socket.close()
      await idle()
      await server.close()
    },
  }
}
