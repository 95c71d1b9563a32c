import { expect, it } from 'vitest'
import { transportFor } from '../../src/slack/transport.ts'
import { listening } from './installations-stage.ts'

it('lets nothing in where others do the talking, and answers its host all the same', async () => {
  const routes = [{ path: '/healthz', answer: async () => ({ status: 200, body: 'ok' }) }]
  const transport = transportFor({ kind: 'none' }, { routes, clientOptions: {}, log: listening() })
  const url = `http://127.0.0.1:${await transport.open(0)}`
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/slack/events`, { method: 'POST', body: 'command=/here' })).status).toBe(404)
  expect(await transport.check()).toBeUndefined()
  await transport.close(async () => {})
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})
