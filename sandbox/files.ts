import { extname } from 'node:path'
import { newId } from './ids.ts'
import type { Json } from './json.ts'
import type { Slack } from './slack.ts'
import type { Channel, StoredFile, Workspace } from './workspace.ts'

/** What one knows of a file before Slack gives it an id. */
export interface NewFile {
  readonly id?: string
  readonly name: string
  readonly title?: string | undefined
  readonly user: string
  readonly content: Buffer
}

export function storeFile(
  { workspace, time }: Slack,
  { id = newId('F'), name, title = name, user, content }: NewFile,
): StoredFile {
  const file: StoredFile = {
    id,
    name,
    title,
    user,
    createdAt: time.stamp(),
    base64: content.toString('base64'),
    size: content.length,
    channels: [],
  }
  workspace.files.set(file.id, file)
  return file
}

/** A file as Slack shows it in answers, messages and the state of a window; shape: reference/objects/file-object. */
export function fileObject({ workspace, addresses }: Slack, file: StoredFile): Json {
  const { team } = workspace.company
  const kind = kindOf(file.name)
  const seconds = Math.floor(file.createdAt / 1000)
  return {
    id: file.id,
    created: seconds,
    timestamp: seconds,
    name: file.name,
    title: file.title,
    mimetype: kind.mimetype,
    filetype: kind.filetype,
    pretty_type: kind.pretty,
    user: file.user,
    user_team: team.id,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: sharedInto(workspace, file, 'channel').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${addresses.own}${pathOf(workspace, file)}`,
    url_private_download: `${addresses.own}${pathOf(workspace, file, 'download/')}`,
    permalink: `${addresses.own}/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`,
    channels: sharedInto(workspace, file, 'channel'),
    groups: [...sharedInto(workspace, file, 'group'), ...sharedInto(workspace, file, 'mpim')],
    ims: sharedInto(workspace, file, 'im'),
    comments_count: 0,
    has_rich_preview: false,
    file_access: 'visible',
  }
}

/** Where a file is fetched, with the token. */
function pathOf({ company }: Workspace, { id, name }: StoredFile, how = ''): string {
  return `/files-pri/${company.team.id}-${id}/${how}${encodeURIComponent(name.toLowerCase().replaceAll(' ', '_'))}`
}

export function contentOf(file: StoredFile): Buffer {
  return Buffer.from(file.base64, 'base64')
}

function sharedInto({ channels }: Workspace, file: StoredFile, kind: Channel['kind']): readonly string[] {
  return file.channels.filter((id) => channels.get(id)?.kind === kind)
}

interface Kind {
  readonly filetype: string
  readonly mimetype: string
  readonly pretty: string
}

const KINDS: Readonly<Record<string, Kind>> = {
  '.csv': { filetype: 'csv', mimetype: 'text/csv', pretty: 'CSV' },
  '.json': { filetype: 'json', mimetype: 'text/plain', pretty: 'JSON' },
  '.txt': { filetype: 'text', mimetype: 'text/plain', pretty: 'Plain Text' },
  '.pdf': { filetype: 'pdf', mimetype: 'application/pdf', pretty: 'PDF' },
  '.png': { filetype: 'png', mimetype: 'image/png', pretty: 'PNG' },
}
const UNKNOWN: Kind = { filetype: 'binary', mimetype: 'application/octet-stream', pretty: 'Binary' }

export function kindOf(name: string): Kind {
  return KINDS[extname(name).toLowerCase()] ?? UNKNOWN
}
