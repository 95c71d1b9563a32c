import type { Receiver } from '@slack/bolt'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { MalformedPayload } from '../../src/slack/payloads.ts'
import { boltLogger } from '../../src/slack/receiver.ts'
import { StrictApp } from '../../src/slack/strict-app.ts'

const receiver: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} }

describe('a stop', () => {
  it('waits for a handler whose event has had its answer already', async () => {
    const order: string[] = []
    const app = newApp()
    let goOn = () => {}
    const gate = new Promise<void>((resolve) => {
      goOn = resolve
    })
    app.event('team_join', async () => {
      await gate
      order.push('handled')
    })
    const processed = app.processEvent({ body: joined({ id: 'U1' }), ack: async () => void order.push('acked') })
    const idle = app.idle().then(() => order.push('idle'))
    goOn()
    await Promise.all([processed, idle])
    expect(order).toEqual(['acked', 'handled', 'idle'])
  })

  it('does not wait for what was refused', async () => {
    const app = newApp()
    const refused = app.processEvent({ body: joined('U1'), ack: async () => {} })
    await expect(refused).rejects.toThrow(MalformedPayload)
    await expect(app.idle()).resolves.toBeUndefined()
  })

  it('is at once when nothing runs', async () => {
    await expect(newApp().idle()).resolves.toBeUndefined()
  })
})

function newApp(): StrictApp {
  const log = pino({ level: 'silent' })
  return new StrictApp({ receiver, authorize: async () => ({}), convoStore: false, logger: boltLogger(log) })
}

function joined(user: unknown) {
  return { type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event: { type: 'team_join', user } }
}
