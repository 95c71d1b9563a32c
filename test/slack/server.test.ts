import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { newServer } from '../../src/slack/server.ts'

it('ends with its last answer, though Slack would keep the connection', async () => {
  let asked = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  let letGo = () => {}
  const slow = async () => {
    asked()
    await new Promise<void>((resolve) => {
      letGo = resolve
    })
    return { status: 200, body: 'done' }
  }
  const server = newServer([{ path: '/slow', answer: slow }])
  const port = await server.listen(0)
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())

  const request = get({ port, path: '/slow', agent })
  await isAsked
  const closing = server.close()
  letGo()
  const [answer]: IncomingMessage[] = await once(request, 'response')
  answer?.resume()
  expect(answer?.statusCode).toBe(200)
  expect(answer?.headers.connection).toBe('close')
  await closing
})
