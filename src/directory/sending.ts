import type { WebClient } from '@slack/web-api'
import { longDate } from '../calendar.ts'
import { slackError } from '../slack/errors.ts'
import { shareFile, uploadFile } from '../slack/files.ts'
import type { Message } from '../slack/kit.ts'
import { inTurn, whenAllowed } from '../slack/pace.ts'
import { cutInParts } from './document.ts'
import { exportAttached, exportNotAttached, exportPart } from './views-own-data.ts'

/** A text on its way to somebody, as a file or in parts. */
export interface Parcel {
  /** Whose direct conversation with the app it goes to. */
  readonly slackId: string
  readonly file: { readonly name: string; readonly title: string; readonly text: string }
  /** Above the file. */
  readonly attached: Message
  /** What that message becomes when Slack has not said that the file came. */
  readonly notAttached: Message
  readonly part: (part: string, nth: number, of: number) => Message
}

/** Somebody’s own data. */
export interface OwnData {
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
export function isTooLargeForParts(text: string): boolean {
  return cutInParts(text, partLength).length > mostParts
}

export function sendExport(way: Way, { slackId, json, at, zone }: OwnData): Promise<'sent' | 'too-large'> {
  return sendParcel(way, {
    slackId,
    file: {
      // In UTC, as every time in the file.
      name: `nats-level-${at.toISOString().slice(0, 10)}.json`,
      title: `NATS Level data, ${longDate(at, zone)}`,
      text: json,
    },
    attached: exportAttached(at, zone),
    notAttached: exportNotAttached(at, zone),
    part: (part, nth, of) => exportPart(part, nth, of, at, zone),
  })
}

/** As a file, or in parts where files are not allowed; too large for those, it does not leave. */
export async function sendParcel(way: Way, parcel: Parcel): Promise<'sent' | 'too-large'> {
  if (way.mayUpload !== false && (await sendFile(way, parcel)) === 'sent') return 'sent'
  if (isTooLargeForParts(parcel.file.text)) return 'too-large'
  await sendParts(way, parcel)
  return 'sent'
}

/**
 * The file is uploaded before anybody is told of it. The message above it tells in which conversation to share it: the
 * answer to a post names the conversation, so that no scope for opening one is needed.
 */
async function sendFile({ slack, pause }: Way, parcel: Parcel): Promise<'sent' | 'not-allowed'> {
  const { slackId } = parcel
  const file = await ifAllowed(whenAllowed(() => uploadFile(slack, parcel.file), pause))
  if (!file) return 'not-allowed'
  const next = inTurn(pause)
  const { channel = slackId, ts } = await next(() => post(slack, slackId, parcel.attached))
  let shared = false
  try {
    shared = (await ifAllowed(next(() => shareFile(slack, file, channel).then(() => true)))) ?? false
  } finally {
    if (!shared) await takeBack(slack, channel, ts, parcel.notAttached)
  }
  return shared ? 'sent' : 'not-allowed'
}

async function sendParts({ slack, pause }: Way, { slackId, file, part }: Parcel): Promise<void> {
  const next = inTurn(pause)
  const parts = cutInParts(file.text, partLength)
  for (const [nth, text] of parts.entries()) {
    await next(() => post(slack, slackId, part(text, nth + 1, parts.length)))
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
