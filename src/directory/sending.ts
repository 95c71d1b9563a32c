import type { WebClient } from '@slack/web-api'
import { longDate } from '../calendar.ts'
import { slackError } from '../slack/errors.ts'
import { shareFile, uploadFile } from '../slack/files.ts'
import type { Message } from '../slack/kit.ts'
import { inTurn, whenAllowed } from '../slack/pace.ts'
import { cutInParts } from './document.ts'
import { exportAttached, exportNotAttached, exportPart } from './views-own-data.ts'

/** An export on its way to its owner. */
export interface Parcel {
  /** Whose direct conversation with the app it goes to. */
  readonly slackId: string
  readonly json: string
  readonly at: Date
  readonly zone: string
}

export interface Way {
  readonly slack: WebClient
  readonly pause: (milliseconds: number) => Promise<void>
  /** Whether the workspace lets the app send files; undefined while Slack has not said so. */
  readonly mayUpload: boolean | undefined
}

/** Characters of one message, as Slack counts them, and the most messages that one export becomes. */
const partLength = 3_500
const mostParts = 10

/** True when only a file would do. */
export function isTooLargeForParts(json: string): boolean {
  return cutInParts(json, partLength).length > mostParts
}

/** As a file, or in parts where files are not allowed; too large for those, it does not leave. */
export async function sendExport(way: Way, parcel: Parcel): Promise<'sent' | 'too-large'> {
  if (way.mayUpload !== false && (await sendFile(way, parcel)) === 'sent') return 'sent'
  if (isTooLargeForParts(parcel.json)) return 'too-large'
  await sendParts(way, parcel)
  return 'sent'
}

/**
 * The file is uploaded before anybody is told of it. The message above it tells in which conversation to share it: the
 * answer to a post names the conversation, so that no scope for opening one is needed.
 */
async function sendFile({ slack, pause }: Way, { slackId, json, at, zone }: Parcel): Promise<'sent' | 'not-allowed'> {
  // In UTC, as every time in the file.
  const name = `nats-level-${at.toISOString().slice(0, 10)}.json`
  const title = `NATS Level data, ${longDate(at, zone)}`
  const file = await ifAllowed(whenAllowed(() => uploadFile(slack, { name, title, text: json }), pause))
  if (!file) return 'not-allowed'
  const next = inTurn(pause)
  const { channel = slackId, ts } = await next(() => post(slack, slackId, exportAttached(at, zone)))
  let shared = false
  try {
    shared = (await ifAllowed(next(() => shareFile(slack, file, channel).then(() => true)))) ?? false
  } finally {
    if (!shared) await takeBack(slack, channel, ts, exportNotAttached(at, zone))
  }
  return shared ? 'sent' : 'not-allowed'
}

async function sendParts({ slack, pause }: Way, { slackId, json, at, zone }: Parcel): Promise<void> {
  const next = inTurn(pause)
  const parts = cutInParts(json, partLength)
  for (const [nth, part] of parts.entries()) {
    await next(() => post(slack, slackId, exportPart(part, nth + 1, parts.length, at, zone)))
  }
}

function post(slack: WebClient, channel: string, { text, blocks }: Message) {
  return slack.chat.postMessage({ channel, text, blocks, unfurl_links: false, unfurl_media: false })
}

/** The first failure is what counts: this one is not told. */
async function takeBack(slack: WebClient, channel: string, ts: string | undefined, message: Message): Promise<void> {
  if (ts) await slack.chat.update({ channel, ts, text: message.text, blocks: message.blocks }).catch(() => {})
}

/** Undefined where the workspace has not granted, or has taken back, the scope. */
async function ifAllowed<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (slackError(error) === 'missing_scope') return undefined
    throw error
  }
}
