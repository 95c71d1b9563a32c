import { LogLevel, SocketModeReceiver } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { control, noted } from './api.ts'
import { type Stage, startStage } from './bot.ts'

type Client = SocketModeReceiver['client']

/** What Slack's own client hands over with an envelope. */
interface Handed {
  readonly ack: (payload?: object) => Promise<void>
  readonly body: Json
  readonly retry_num?: number
  readonly retry_reason?: string
}

let stage: Stage
let ivan: Person
let client: Client

beforeEach(async () => {
  stage = await startStage({ socketMode: true })
  ivan = actAs(stage.sandbox.url, 'U0IVANPET')
  client = clientOf(stage)
  await client.start()
})

afterEach(async () => {
  await client.disconnect()
  await stage.close()
})

function clientOf({ sandbox }: Stage): Client {
  const { SLACK_API_URL: slackApiUrl, SLACK_APP_TOKEN: appToken = '' } = sandbox.env
  const silent = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    setName() {},
    getLevel: () => LogLevel.INFO,
  }
  return new SocketModeReceiver({
    appToken,
    logger: silent,
    // How long it waits before it connects again.
    clientPingTimeout: 100,
    installerOptions: { clientOptions: { slackApiUrl } },
  }).client
}

describe('Slack’s own client', () => {
  it('answers a command', async () => {
    client.on('slash_commands', ({ ack }: Handed) => ack({ text: 'Hello.' }))
    expect((await ivan.command('/nats-level')).responses).toMatchObject([{ text: 'Hello.', ephemeral: true }])
  })

  it('acks with nothing', async () => {
    client.on('slash_commands', ({ ack }: Handed) => ack())
    expect(await ivan.command('/nats-level')).toMatchObject({ ack_ms: expect.any(Number), responses: [] })
  })

  it('hears of an event again that it did not ack', async () => {
    const heard: Handed[] = []
    client.on('app_home_opened', async (handed: Handed) => {
      heard.push(handed)
      if (heard.length > 1) await handed.ack()
    })
    await control(stage.sandbox.url, 'faults', { delivery: 'event', kind: 'reset_after' })
    await ivan.home()
    await noted(stage.sandbox.url, ({ kind, retry }) => kind === 'delivery' && retry !== undefined)
    expect(heard.map(({ retry_num: num, retry_reason: reason }) => [num, reason])).toEqual([
      [0, ''],
      [1, 'connection_failed'],
    ])
    expect(heard[1]?.body).toEqual(heard[0]?.body)
  })

  it.each(['refresh', 'warning', 'drop'])('connects again after a %s, and nothing is lost in between', async (deed) => {
    client.on('slash_commands', ({ ack }: Handed) => ack({ text: 'Hello.' }))
    await control(stage.sandbox.url, 'sockets', { do: deed })
    await noted(stage.sandbox.url, ({ what }) => what === 'closed')
    expect((await ivan.command('/nats-level')).responses).toMatchObject([{ text: 'Hello.' }])
    await noted(stage.sandbox.url, ({ what }) => what === 'hello', 2)
  })
})
