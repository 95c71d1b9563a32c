import { callerOf } from './api/caller.ts'
import { contentOf, kindOf } from './files.ts'
import { ofTeam, type Slack, type Workspaces } from './slack.ts'

export interface FileReply {
  readonly status: 200 | 302 | 400 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

const plain = { 'content-type': 'text/plain; charset=utf-8' }

/** The workspace that an address to upload to or to download from names. */
export function whoseFile(workspaces: Workspaces, path: string): Slack | undefined {
  const team = /^\/(?:upload\/v1|files-pri)\/([A-Z0-9]+)/.exec(path)?.[1]
  return team === undefined ? undefined : ofTeam(workspaces, team)
}

/** Takes the bytes of a promised file, bare or as a form with one file in it. */
export async function takeUpload(
  workspaces: Workspaces,
  path: string,
  contentType: string,
  body: Buffer,
): Promise<FileReply> {
  const slack = whoseFile(workspaces, path)
  const content = contentType.startsWith('multipart/form-data') ? await fileInForm(contentType, body) : body
  const outcome = content && slack ? slack.uploads.receive(path, content) : 'unknown'
  const journal = slack?.journal ?? workspaces.shared.book
  journal.write('file', { upload: outcome, bytes: content?.length ?? 0 })
  switch (outcome) {
    case 'taken':
      return { status: 200, headers: plain, body: `OK - ${content?.length ?? 0}` }
    case 'unknown':
      return { status: 404, headers: plain, body: 'No upload is expected here, or no file came.' }
    case 'not as long as promised':
      return { status: 400, headers: plain, body: 'The file is not as long as files.getUploadURLExternal was told.' }
  }
}

async function fileInForm(contentType: string, body: Buffer): Promise<Buffer | undefined> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined)
  const file = [...(form?.values() ?? [])].find((each) => typeof each !== 'string')
  return file && Buffer.from(await file.arrayBuffer())
}

/**
 * Gives a file to whoever shows a token that may read it. Anybody else is sent to the page where people sign in, as
 * Slack does it: a download that is not looked at holds that page instead of the file.
 */
export function giveFile(workspaces: Workspaces, path: string, authorization: string): FileReply {
  const [, , place = ''] = path.split('/')
  const [, id = ''] = place.split('-')
  const caller = callerOf(workspaces, { authorization, contentType: '', query: new URLSearchParams() }, undefined)
  const slack = whoseFile(workspaces, path)
  const mayRead =
    slack !== undefined &&
    caller.kind === 'bot' &&
    caller.slack === slack &&
    caller.slack.installation.has('files:read')
  const file = slack?.workspace.files.get(id)
  const journal = slack?.journal ?? workspaces.shared.book
  journal.write('file', { download: id, ok: mayRead && file !== undefined })
  if (!mayRead) return { status: 302, headers: { ...plain, location: `/?redir=${encodeURIComponent(path)}` }, body: '' }
  if (!file) return { status: 404, headers: plain, body: 'There is no such file.' }
  return { status: 200, headers: { 'content-type': kindOf(file.name).mimetype }, body: contentOf(file) }
}
