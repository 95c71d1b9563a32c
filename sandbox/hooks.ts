import { isRecord, type Json } from './json.ts'
import { placeReply } from './replies.ts'
import { ofTeam, type Slack, type Workspaces } from './slack.ts'
import { type Fault, faultSentences } from './validate/index.ts'
import { replyFaults } from './validate/messages.ts'

/** What became of a post to a `response_url`; anything but a 2xx is an error to the app. */
export interface Posted {
  readonly status: 200 | 400 | 404
  readonly body: Json
}

/** Takes what the app posts to a `response_url`, which names its workspace. A dead address is a 404, as Slack's. */
export function postToHook(workspaces: Workspaces, path: string, reply: unknown): Posted {
  const slack = whoseHook(workspaces, path)
  const posted = place(slack, path, reply)
  const user = slack.responseUrls.whose(path)
  slack.journal.write('response_url', { ...(user ? { user } : {}), reply: reply ?? null, ...posted.body })
  return posted
}

/** An address that names no workspace is as good as one of the first's: dead. */
export function whoseHook(workspaces: Workspaces, path: string): Slack {
  const [, , , team = ''] = path.split('/')
  return ofTeam(workspaces, team) ?? workspaces.first
}

function place(slack: Slack, path: string, reply: unknown): Posted {
  if (!isRecord(reply)) return refused(400, 'invalid_payload', [{ at: '', what: 'must provide a JSON object' }])
  const faults = replyFaults(reply)
  if (faults.length > 0) return refused(400, 'invalid_payload', faults)
  const hook = slack.responseUrls.use(path)
  if ('error' in hook) return refused(404, hook.error, [])
  placeReply(slack, hook, reply)
  return { status: 200, body: { ok: true } }
}

function refused(status: 400 | 404, error: string, faults: readonly Fault[]): Posted {
  return { status, body: { ok: false, error, errors: faultSentences(faults) } }
}
