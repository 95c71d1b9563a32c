import { Agent, request } from 'node:http'
import { signedHeaders } from '../test/support/raw.ts'
import type { Ack, Connection } from './bot.ts'

export const signingSecret = 'the-signing-secret-of-the-bench'

/** Signed requests over connections that are kept alive, as Slack’s are. */
export function connectOverHttp(name: string, port: number): Connection {
  const agent = new Agent({ keepAlive: true })
  return { deliver: (_kind, text) => deliver(name, port, text, agent), close: () => agent.destroy() }
}

function deliver(name: string, port: number, body: string, agent: Agent): Promise<Ack> {
  const headers = signedHeaders(body, { secret: signingSecret })
  return new Promise((resolve, reject) => {
    const unanswered = (error: Error) => reject(new Error(`${name} did not answer a request: ${error.message}.`))
    const began = performance.now()
    const asked = request({ port, host: '127.0.0.1', path: '/slack/events', method: 'POST', headers, agent })
    asked.once('error', unanswered)
    asked.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', unanswered)
      answer.once('end', () => {
        const milliseconds = performance.now() - began
        if (answer.statusCode === 200) resolve({ milliseconds, body: Buffer.concat(chunks).toString('utf8') })
        else reject(new Error(`${name} answered ${answer.statusCode} to a signed request, expected 200.`))
      })
    })
    asked.end(body)
  })
}
