import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { limits } from '../../src/slack/limits.ts'
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

it('ends though somebody never finishes sending', async () => {
  let asked = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const server = newServer([], async () => asked())
  const sender = connect(await server.listen(0), '127.0.0.1')
  onTestFinished(() => void sender.destroy())
  sender.write('POST /slack/events HTTP/1.1\r\nhost: here\r\ncontent-length: 2\r\n\r\n{')
  await isAsked

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const hungUp = once(sender, 'close')
  const closing = server.close()
  vi.advanceTimersByTime(limits.ack)
  await Promise.all([closing, hungUp])
})
