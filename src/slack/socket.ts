import { setTimeout as pause } from 'node:timers/promises'
import { SocketModeReceiver } from '@slack/bolt'
import { type AppsConnectionsOpenResponse, WebAPIRateLimitedError, type WebClientOptions } from '@slack/web-api'
import { z } from 'zod'
import type { Log } from '../world.ts'
import { isAckLost, refusalOfToken } from './errors.ts'
import { quietLogger, reasonOf } from './receiver.ts'

/** Payloads over a WebSocket that this process opens itself: nothing has to reach it from outside. */
export interface Socket {
  readonly receiver: SocketModeReceiver
  /** Opens the socket and keeps one open. Does not wait for Slack, which may be away. */
  readonly open: () => void
  readonly close: () => Promise<void>
  /** Why nothing comes in just now; undefined while something can. */
  readonly check: () => Promise<string | undefined>
}

/** All in milliseconds. */
const times = {
  /** Without a pong for so long a connection counts as dead. */
  pong: 5_000,
  /** From asking for a connection until Slack says hello. */
  hello: 10_000,
  /** For Slack to answer a closing frame; the library alone would wait thirty seconds. */
  goodbye: 1_000,
  /** A connection that lived shorter may have been refused rather than renewed: the next one waits for `breath`. */
  settled: 5_000,
  breath: 250,
  firstPause: 500,
  longestPause: 8_000,
  /** A token that Slack refuses is put right by somebody, not by asking. */
  refused: 30_000,
} as const

/**
 * Bolt’s receiver with its own reconnecting switched off: that waits for seconds at every renewal (`clientPingTimeout`
 * times the failures so far), and where Slack is away at that moment it ends the process by an unhandled rejection.
 * Slack renews every connection after a few hours. The next one is asked for at once, and what was not acked comes again.
 */
export function openSocket(appToken: string, clientOptions: WebClientOptions, log: Log): Socket {
  // Without a logger of its own, its Web API client takes that of the receiver.
  const { logger: _, ...options } = clientOptions
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: times.pong,
    logger: quietLogger(log),
    installerOptions: { clientOptions: options },
    processEventErrorHandler: async ({ error, event }) => {
      if (isAckLost(error)) {
        log.debug({ err: error }, 'the socket was gone')
        return false
      }
      log.warn(reasonOf(error), 'Refused an envelope that could not be understood')
      // Or Slack would send the same again. An ack that fails here has nobody to hear of it.
      await event.ack().catch(() => {})
      return false
    },
  })
  const { client } = receiver
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let notOpen = 'the socket to Slack is not open yet'
  let down: string | undefined = notOpen
  let told: string | undefined
  let onGone = () => {}

  client.on('disconnected', () => onGone())
  // The library’s own listener, where an envelope that it cannot read would end the process by an unhandled rejection.
  const [take] = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', async (data: unknown, isBinary: boolean) => {
    if (isGoodbye(data)) return hangUp()
    try {
      await take?.(data, isBinary)
    } catch (error) {
      log.warn(reasonOf(error), 'Refused an envelope that could not be understood')
    }
  })

  /** The library sends its closing frame and waits for the answer; asked a second time it no longer waits. */
  async function hangUp(): Promise<void> {
    const force = setTimeout(() => void client.disconnect(), times.goodbye)
    await client.disconnect()
    clearTimeout(force)
  }

  async function stayOpen(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const began = performance.now()
      const failure = await oneConnection()
      if (stopping.signal.aborted) return
      failures = failure === undefined ? 0 : failures + 1
      const wait = failure === undefined ? noteEnd(performance.now() - began) : noteFailure(failure, failures)
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  /** From asking for a connection until it is gone. @returns why there never was one. */
  async function oneConnection(): Promise<unknown> {
    const gone = new Promise<void>((resolve) => {
      onGone = resolve
    })
    const impatient = setTimeout(() => void hangUp(), times.hello)
    try {
      if (isOff(await client.start())) {
        await hangUp()
        return new Error(switchedOff)
      }
    } catch (error) {
      return error ?? new Error('Slack did not say hello.')
    } finally {
      clearTimeout(impatient)
    }
    down = undefined
    told = undefined
    notOpen = 'the socket to Slack is down'
    log.info('The socket to Slack is open.')
    if (stopping.signal.aborted) void hangUp()
    await gone
    return undefined
  }

  // Both write down what the host should know, and say how long the next connection waits.

  function noteEnd(lived: number): number {
    down = notOpen
    log.info('The socket to Slack was closed; opening the next one.')
    return lived < times.settled ? times.breath : 0
  }

  /** The log hears of each reason once: Slack may be away for an hour, and every try says the same. */
  function noteFailure(failure: unknown, failures: number): number {
    const why = failure instanceof Error ? failure.message : String(failure)
    const refusal = refusalOfToken(failure)
    if (why !== told) tellOf(failure, refusal)
    told = why
    if (refusal !== undefined) {
      down = 'Slack refuses SLACK_APP_TOKEN; the log says how'
      return times.refused
    }
    down = why === switchedOff ? switchedOff : notOpen
    if (failure instanceof WebAPIRateLimitedError) return failure.retryAfter * 1_000
    return Math.min(times.firstPause * 2 ** (failures - 1), times.longestPause)
  }

  function tellOf(failure: unknown, refusal: string | undefined): void {
    if (refusal === undefined)
      log.warn({ err: failure }, 'The socket to Slack could not be opened; trying until it is.')
    else log.error({ slack: refusal }, 'Slack refuses SLACK_APP_TOKEN. Nothing can come in until it is put right.')
  }

  return {
    receiver,
    open: () => {
      running ??= stayOpen()
    },
    check: async () => down,
    close: async () => {
      stopping.abort()
      down = 'the socket to Slack is closed'
      await hangUp()
      await running
    },
  }
}

const switchedOff = 'Socket Mode is switched off in the app’s settings'

/** Slack then lets a socket in all the same, and sends nothing over it. */
function isOff({ response_metadata }: AppsConnectionsOpenResponse): boolean {
  return response_metadata?.messages?.some((message) => message.includes('Socket Mode is not turned on')) ?? false
}

/** Slack is about to close this connection, and wants it to be closed from here. */
function isGoodbye(data: unknown): boolean {
  return typeof data === 'string' && data.includes('"disconnect"') && goodbye.safeParse(parsed(data)).success
}

const goodbye = z.object({ type: z.literal('disconnect') })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
