import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { fetchByPolicy } from './calls.ts'
import { slackError } from './errors.ts'

export interface UploadedFile {
  readonly id: string
  readonly title: string
}

/** Brings a text to Slack, where nobody sees it before it is shared. Needs `files:write`. */
export async function uploadFile(
  slack: WebClient,
  file: { readonly name: string; readonly title: string; readonly text: string },
): Promise<UploadedFile> {
  const bytes = Buffer.from(file.text)
  const { upload_url, file_id } = await slack.files.getUploadURLExternal({ filename: file.name, length: bytes.length })
  if (!upload_url || !file_id)
    throw new Error('files.getUploadURLExternal: found no address, expected one to upload to')
  const answer = await fetchByPolicy()(upload_url, { method: 'POST', body: bytes })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`the upload of a file: found HTTP ${answer.status}, expected 200`)
  return { id: file_id, title: file.title }
}

/** Shows an uploaded file in a conversation. */
export async function shareFile(slack: WebClient, { id, title }: UploadedFile, channel: string): Promise<void> {
  await slack.files.completeUploadExternal({ files: [{ id, title }], channel_id: channel })
}

export type Downloaded =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** Deleted, somebody else’s, or not readable with this token. */
  | { readonly kind: 'gone' }

/**
 * A file that this person has put into a field, up to so many bytes. Needs `files:read`. The token goes along, so only to
 * the host of the Web API and to Slack’s own for files, and never where those would send it on: whoever may not read a
 * file is led to a page for signing in.
 */
export async function downloadFile(
  slack: WebClient,
  fileId: string,
  { of, most }: { readonly of: string; readonly most: number },
): Promise<Downloaded> {
  const answer = await slack.files.info({ file: fileId }).catch(unlessGone)
  const file = fileInfo.safeParse(answer?.file)
  if (!file.success || file.data.user !== of) return { kind: 'gone' }
  if (file.data.size > most) return { kind: 'too-large' }
  const address = file.data.url_private_download ?? file.data.url_private
  const response = await fetchByPolicy()(fromSlack(slack, address), {
    headers: { authorization: `Bearer ${slack.token}` },
    redirect: 'manual',
  })
  if (response.ok && response.body) return readUpTo(response.body, most)
  await response.body?.cancel()
  if (response.status < 500) return { kind: 'gone' }
  throw new Error(`the download of a file: found HTTP ${response.status}, expected 200`)
}

function fromSlack({ slackApiUrl }: WebClient, address: string): string {
  const { hostname, protocol } = new URL(address)
  const own = new URL(slackApiUrl)
  if (hostname === own.hostname && protocol === own.protocol) return address
  if (hostname === 'files.slack.com' && protocol === 'https:') return address
  const found = `${protocol}//${hostname}`
  throw new Error(
    `the download of a file: found an address at ${found}, expected one at https://files.slack.com or ${own.origin}`,
  )
}

/** What a file says about its size is not believed. */
async function readUpTo(body: ReadableStream<Uint8Array>, most: number): Promise<Downloaded> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body) {
    parts.push(part)
    length += part.length
    if (length > most) return { kind: 'too-large' }
  }
  return { kind: 'bytes', bytes: Buffer.concat(parts) }
}

function unlessGone(error: unknown): undefined {
  if (!['file_not_found', 'file_deleted', 'missing_scope'].includes(slackError(error) ?? '')) throw error
}

const fileInfo = z.object({
  user: z.string(),
  size: z.number(),
  url_private: z.string(),
  url_private_download: z.string().optional(),
})
