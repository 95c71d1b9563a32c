import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { connect } from '../src/db/connection.ts'
import { insertBare } from './bare-insert.ts'
import { bareWindow, formWindow } from './payloads.ts'

// The least that anybody could write with Bolt and Prisma: what our own bot is measured against.

const { PORT, DATABASE_URL = '', SLACK_API_URL = '', SLACK_SIGNING_SECRET = '', SLACK_BOT_TOKEN = '' } = process.env
const { SLACK_APP_TOKEN: appToken } = process.env
const db = connect(DATABASE_URL)
const clientOptions = { slackApiUrl: SLACK_API_URL }
const logLevel = LogLevel.WARN
const { receiver, start } = appToken ? overSocket(appToken) : overHttp()
const app = new App({ receiver, token: SLACK_BOT_TOKEN, clientOptions })

app.command('/nats-level', async ({ ack, body, client }) => {
  await ack()
  await client.views.open({ trigger_id: body.trigger_id, view: said('Choose your level.') })
})

app.view(formWindow, async ({ ack, body }) => {
  await insertBare(db, body.user.id, body.view.private_metadata)
  await ack({ response_action: 'update', view: said('Recorded.') })
})

await start()
process.once('disconnect', () => process.exit())

function overHttp() {
  const receiver = new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET, logLevel })
  return { receiver, start: () => receiver.start(Number(PORT)) }
}

function overSocket(token: string) {
  const receiver = new SocketModeReceiver({ appToken: token, logLevel, installerOptions: { clientOptions } })
  return { receiver, start: () => receiver.start() }
}

function said(text: string): ModalView {
  return {
    type: 'modal',
    callback_id: bareWindow,
    title: { type: 'plain_text', text: 'Your NATS level' },
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
  }
}
