import type { WebClient } from '@slack/web-api'
import { fetchByPolicy } from './calls.ts'

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
