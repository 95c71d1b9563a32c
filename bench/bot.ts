import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

export const signingSecret = 'the-signing-secret-of-the-bench'

/** One of the two that are compared, as the load sees it. */
export interface Bot {
  readonly name: 'NATS Level' | 'bare Bolt'
  readonly port: number
  /** The window with which a command has been answered. */
  readonly window: string
  /** How many submissions it has written down so far. */
  readonly rows: () => Promise<number>
}

export interface Ack {
  readonly milliseconds: number
  readonly body: string
}

/**
 * Delivers a body as Slack would, signed. The clock runs from the first byte sent to the last byte of the ack.
 * @throws when there is no answer, or another than 200.
 */
export function deliver(bot: Bot, body: string, agent: Agent): Promise<Ack> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  }
  return new Promise((resolve, reject) => {
    const unanswered = (error: Error) => reject(new Error(`${bot.name} did not answer a request: ${error.message}.`))
    const began = performance.now()
    const asked = request({ port: bot.port, host: '127.0.0.1', path: '/slack/events', method: 'POST', headers, agent })
    asked.once('error', unanswered)
    asked.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', unanswered)
      answer.once('end', () => {
        const milliseconds = performance.now() - began
        if (answer.statusCode === 200) resolve({ milliseconds, body: Buffer.concat(chunks).toString('utf8') })
        else reject(new Error(`${bot.name} answered ${answer.statusCode} to a signed request, expected 200.`))
      })
    })
    asked.end(body)
  })
}

/** Connections of one round: kept alive as Slack’s are, and closed with it. */
export async function withConnections<T>(act: (agent: Agent) => Promise<T>): Promise<T> {
  const agent = new Agent({ keepAlive: true })
  try {
    return await act(agent)
  } finally {
    agent.destroy()
  }
}
