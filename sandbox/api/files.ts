import { fileObject, storeFile } from '../files.ts'
import { type Json, list, records, text } from '../json.ts'
import { LONGEST_UPLOAD } from '../limits.ts'
import type { Slack } from '../slack.ts'
import { messageTrouble } from '../validate/messages.ts'
import { addMessage, type Channel, type StoredFile } from '../workspace.ts'
import { type Method, no, noBecause, type Refusal, yes } from './answer.ts'
import { destinationFor, postableChannel } from './destination.ts'

/** The first of the three steps: where to send the bytes, and what the file will be called. */
export const filesGetUploadURLExternal: Method = {
  required: { filename: 'text', length: 'number' },
  optional: { alt_txt: 'text', alt_text: 'text', snippet_type: 'text' },
  answer: (slack, given) => {
    const length = Number(given.length)
    if (length === 0) return no('invalid_arguments', 'length must be greater than 0')
    if (length > LONGEST_UPLOAD) return no('file_upload_size_restricted')
    const { path, fileId } = slack.uploads.expect({ name: text(given.filename), length })
    return yes({ upload_url: `${slack.addresses.own}${path}`, file_id: fileId })
  },
}

/** The last step: until it is done nobody can see the file. */
export const filesCompleteUploadExternal: Method = {
  required: { files: 'json' },
  optional: { channel_id: 'text', channels: 'text', initial_comment: 'text', thread_ts: 'text', blocks: 'json' },
  answer: (slack, given) => {
    const wanted = records(given.files)
    if (wanted.length === 0 || wanted.length !== list(given.files).length)
      return no('invalid_arguments', 'files must be a list of objects with an id')
    const ids = wanted.map(({ id }) => text(id))
    if (new Set(ids).size < ids.length) return no('invalid_arguments', 'files names the same file twice')
    if (ids.some((id) => !slack.uploads.arrived(id))) return no('file_not_found')
    const destinations = destinationsOf(slack, given)
    if ('refusal' in destinations) return destinations.refusal
    const refusal = commentRefusal(given)
    if (refusal) return refusal
    const files = wanted.map((each) => completed(slack, each, destinations.channels))
    for (const channel of destinations.channels) share(slack, channel, files, given)
    return yes({ files: files.map((file) => fileObject(slack, file)) })
  },
}

function completed(slack: Slack, { id, title }: Json, channels: readonly Channel[]): StoredFile {
  const upload = slack.uploads.take(text(id))
  const file = storeFile(slack, { ...upload, title: text(title) || upload.name, user: slack.workspace.bot.userId })
  const shared = { ...file, channels: channels.map((channel) => channel.id) }
  slack.workspace.files.set(shared.id, shared)
  return shared
}

function share(slack: Slack, channel: Channel, files: readonly StoredFile[], given: Json): void {
  const draft = {
    channel: channel.id,
    user: slack.workspace.bot.userId,
    text: text(given.initial_comment),
    ...(given.initial_comment === undefined ? { blocks: given.blocks } : {}),
    files: files.map(({ id }) => id),
  }
  addMessage(slack.workspace, draft, slack.time.stamp())
}

type Destinations = { readonly channels: readonly Channel[] } | { readonly refusal: Refusal }

const CONVERSATION = /^[CGDZ][A-Z0-9]{8,}$/

/** `channel_id` takes conversations only, `channels` also people. */
function destinationsOf(slack: Slack, { channel_id: one, channels: several }: Json): Destinations {
  if (one !== undefined && !CONVERSATION.test(text(one))) return { refusal: no('invalid_arguments', NO_CONVERSATION) }
  const found = [
    ...(one === undefined ? [] : [postableChannel(slack, text(one))]),
    ...(several === undefined ? [] : text(several).split(',')).map((id) => destinationFor(slack, id)),
  ]
  const errors = found.flatMap((each) => ('error' in each ? [each.error] : []))
  if (errors[0]) return { refusal: no(errors[0]) }
  return { channels: found.flatMap((each) => ('error' in each ? [] : [each])) }
}

const NO_CONVERSATION = `input must match regex pattern: ${CONVERSATION.source} [json-pointer:/channel_id]`

function commentRefusal({
  initial_comment: comment,
  blocks,
  channel_id,
  channels,
  thread_ts,
}: Json): Refusal | undefined {
  if (thread_ts !== undefined) return no('invalid_arguments', 'threads are not in this Slack')
  if (channel_id === undefined && channels === undefined && comment !== undefined)
    return no('invalid_arguments', 'initial_comment needs a channel')
  if (comment === undefined && blocks === undefined) return undefined
  const trouble = messageTrouble(comment === undefined ? { blocks } : { text: comment }, 'posted text')
  return trouble && trouble.error !== 'no_text' ? noBecause(trouble.error, trouble.faults) : undefined
}

export const filesInfo: Method = {
  required: { file: 'text' },
  optional: { cursor: 'text', limit: 'number' },
  answer: (slack, given) => {
    const file = slack.workspace.files.get(text(given.file))
    return file
      ? yes({ file: fileObject(slack, file), comments: [], response_metadata: { next_cursor: '' } })
      : no('file_not_found')
  },
}
