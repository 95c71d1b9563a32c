import { whomOf } from '../api/whom.ts'
import { list, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { deactivate } from './deactivate.ts'
import { BESIDE_METHODS, type CallFault, EVERYTHING } from './kinds.ts'

/** A call of the bot: of a method, or beside them. */
export interface Call {
  readonly name: string
  readonly args?: Readonly<Record<string, unknown>>
  /** What every answer to it carries, even that there were too many. */
  readonly headers?: Readonly<Record<string, string>>
}

/** The connection a call came on. */
export interface Line {
  reset(): void
  /** Resolves when whoever called has given up, or the sandbox has. */
  gone(): Promise<unknown>
  /** Nothing more will be done about this call: nobody need wait for it. */
  readonly forget: () => void
}

interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Answers a call by doing it, or does with it what an armed fault wants. Undefined: it gets no answer at all. */
export async function misanswered<Real extends Reply>(
  slack: Slack,
  call: Call,
  line: Line,
  doIt: () => Real | Promise<Real>,
): Promise<Real | Unwell | undefined> {
  const isMethod = !BESIDE_METHODS.some((name) => name === call.name)
  const names = isMethod ? [EVERYTHING, call.name] : [call.name]
  const fault = slack.faults.calls.strike(names)
  if (!fault) return doIt()
  const user = whomOf(slack, call.args ?? {})
  slack.journal.write('fault', {
    method: call.name,
    ...(user ? { user } : {}),
    ...(call.args?.view_id ? { view: call.args.view_id } : {}),
    name: fault.name,
    struck: fault.kind,
  })
  return struck(slack, fault, call, line, doIt)
}

/** What Slack's machines say when they are not well. */
export type Unwell =
  | { readonly status: 429; readonly headers: Readonly<Record<string, string>>; readonly body: typeof LIMITED }
  | { readonly status: 500; readonly body: string }

const LIMITED = { ok: false, error: 'ratelimited' } as const

async function struck<Real extends Reply>(
  slack: Slack,
  { kind, retryAfter, ms }: CallFault,
  call: Call,
  line: Line,
  doIt: () => Real | Promise<Real>,
): Promise<Real | Unwell | undefined> {
  switch (kind) {
    case '429':
      return { status: 429, headers: { ...call.headers, 'retry-after': String(retryAfter) }, body: LIMITED }
    case '500':
      return { status: 500, body: 'Something went wrong on the way.' }
    case 'reset_before':
      line.reset()
      return undefined
    case 'reset_after':
      await doIt()
      line.reset()
      return undefined
    case 'hang':
      line.forget()
      await line.gone()
      return undefined
    case 'slow':
      return afterAWhile(slack, ms, line, await doIt())
    case 'deactivated':
      return aroundDeactivation(slack, call, doIt)
  }
}

/** It is done at once and answered later: a caller who gives up meanwhile does not know that it was done. */
async function afterAWhile<Real>({ clock }: Slack, ms: number, line: Line, reply: Real): Promise<Real> {
  await new Promise<void>((resolve) => {
    const cancel = clock.after(ms, resolve)
    void line.gone().then(() => {
      cancel()
      resolve()
    })
  })
  return reply
}

/** Between opening a conversation and posting into it: right after the one, right before the other. */
async function aroundDeactivation<Real>(
  slack: Slack,
  { name, args = {} }: Call,
  doIt: () => Real | Promise<Real>,
): Promise<Real> {
  const [opened] = text(args.users).split(',')
  const id = opened || reader(slack, text(args.channel))
  if (name !== 'conversations.open') deactivate(slack, id)
  const reply = await doIt()
  if (name === 'conversations.open') deactivate(slack, id)
  return reply
}

/** Whom a message reaches: somebody's id, or the other side of a direct conversation. */
function reader({ workspace }: Slack, channel: string): string {
  const members = list(workspace.channels.get(channel)?.members).map(text)
  return members.find((id) => id !== workspace.bot.userId) ?? channel
}
