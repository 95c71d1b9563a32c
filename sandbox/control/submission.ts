import { viewRefusal } from '../api/views.ts'
import type { Person } from '../company.ts'
import { deliver, failureOf } from '../deliver.ts'
import { isRecord, type Json, list, readJson, shown, text } from '../json.ts'
import { submissionPayload } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { isFull, pushed, redrawn, type View, without } from '../views/stack.ts'
import { inputsOf } from '../views/state.ts'
import { putView, setStack } from '../workspace.ts'
import type { Deed } from './outcome.ts'

/** What Slack writes into a window whose app did not answer well. */
const TROUBLE = 'We had some trouble connecting. Try again?'

/** Sends a filled window and does with it what the ack says. */
export async function sendSubmission(slack: Slack, person: Person, view: View): Promise<Deed> {
  const content = submissionPayload(slack, person, view)
  const ack = await deliver(slack, {
    as: 'interaction',
    what: `view_submission ${text(view.content.callback_id)}`.trim(),
    content,
  })
  const failure = failureOf(ack)
  if (failure || ack.kind !== 'acked') return inTrouble(slack, person, failure ?? 'dispatch_failed')
  const outcome = followAck(slack, view, ack.body)
  if ('why' in outcome) return { ...inTrouble(slack, person, outcome.why, outcome.details), ackMs: ack.ms }
  return { ackMs: ack.ms, errors: outcome.errors }
}

type Followed =
  | { readonly errors: Readonly<Record<string, string>> }
  | { readonly why: string; readonly details?: unknown }

const DONE: Followed = { errors: {} }

function followAck(slack: Slack, sent: View, body: string): Followed {
  const json = body.trim() === '' ? {} : readJson(body)
  if (!isRecord(json)) return { why: `the ack of a submission must be empty or JSON, found ${shown(body)}` }
  const action = json.response_action
  const stack = slack.workspace.stacks.get(sent.user) ?? []
  const standing = stack.find(({ id }) => id === sent.id)
  // Closed meanwhile, or sent twice: there is no window left to do anything with.
  if (!standing) return DONE
  switch (action) {
    case undefined:
      if (Object.keys(json).length > 0)
        return { why: 'an ack of a submission needs a response_action', details: Object.keys(json) }
      setStack(slack.workspace, sent.user, without(stack, sent.id))
      return DONE
    case 'clear':
      setStack(slack.workspace, sent.user, [])
      return DONE
    case 'errors':
      return fieldErrors(standing, json.errors)
    case 'update':
      return drawnBy(slack, json.view, standing.id, (content) =>
        putView(slack.workspace, redrawn(standing, content, slack.time.stamp())),
      )
    case 'push':
      if (isFull(stack)) return { why: 'push_limit_reached' }
      return drawnBy(slack, json.view, undefined, (content) =>
        setStack(slack.workspace, sent.user, pushed(stack, content, slack.time.stamp())),
      )
    default:
      return { why: `response_action must be errors, update, push or clear, found ${shown(action)}` }
  }
}

/** Errors may name input blocks only: a key that is none makes Slack show a failure instead of any of them. */
function fieldErrors(view: View, errors: unknown): Followed {
  const blocks = inputsOf(view.blocks).map(({ blockId }) => blockId)
  const entries = isRecord(errors) ? Object.entries(errors) : []
  const stray = entries.find(([key]) => !blocks.includes(key))
  if (entries.length === 0) return { why: `errors must name at least one input block, found ${shown(errors)}` }
  if (stray) return { why: `errors has a key that is no input block: ${stray[0]}`, details: blocks }
  const wordless = entries.find(([, sentence]) => text(sentence) === '')
  if (wordless) return { why: `the error of ${wordless[0]} must be text, found ${shown(wordless[1])}` }
  return { errors: Object.fromEntries(entries.map(([key, sentence]) => [key, text(sentence)])) }
}

function drawnBy(
  slack: Slack,
  content: unknown,
  exceptId: string | undefined,
  draw: (content: Json) => void,
): Followed {
  if (!isRecord(content)) return { why: `view must be an object, found ${shown(content)}` }
  const refusal = viewRefusal(slack, content, 'modal', exceptId)
  if (refusal) return { why: refusal.error, details: list(refusal.errors) }
  draw(content)
  return DONE
}

function inTrouble(slack: Slack, person: Person, failure: string, details: unknown = []): Deed {
  slack.journal.write('trouble', { user: person.id, failure, details })
  return { ackMs: null, notice: TROUBLE }
}
