import type { App, RespondFn } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Log } from '../world.ts'
import { type Failure, guard, type Sentences } from './guard.ts'
import { type Message, modal, section } from './kit.ts'
import { limits } from './limits.ts'
import {
  type Caller,
  type ClickPayload,
  type CommandPayload,
  readClick,
  readCommand,
  readHomeOpened,
  readShortcut,
  readSubmission,
  type ShortcutPayload,
  type SubmissionPayload,
} from './payloads.ts'

/** What every handler has at hand besides the payload it was called for. */
export interface Hands {
  readonly slack: WebClient
  /** The name of the workspace, as far as Slack has told it. */
  readonly workspaceName: string | undefined
  /** For handlers that tell of a failure in a window of their own: logs it, and gives the words. */
  readonly report: (error: unknown) => Failure
}

interface Ack {
  /** A second call does nothing: the first answer stands. */
  readonly ack: () => Promise<void>
}

interface Reply {
  /** Tells the person alone, in the conversation they acted in; `replace` puts it in place of the message clicked on. */
  readonly reply: (message: Message, how?: { readonly replace?: boolean }) => Promise<void>
}

/** What a submitted window becomes; nothing: it closes. */
export type SubmissionAnswer = { readonly update: ModalView } | { readonly errors: Readonly<Record<string, string>> }

export type CommandAsk = CommandPayload & Hands & Ack & Reply
export type ShortcutAsk = ShortcutPayload & Hands & Ack
export type ClickAsk = ClickPayload & Hands & Ack & Reply
export type SubmissionAsk = SubmissionPayload & Hands & { readonly ack: (answer?: SubmissionAnswer) => Promise<void> }
export type HomeAsk = Caller & Hands

type Hand<Ask> = (ask: Ask) => Promise<void>

/**
 * The doors through which Slack comes in. A room binds a handler to an id; around it stand the same few things for all:
 * the payload is read by zod, an answer is given once, what goes wrong reaches the person as one sentence, and what is
 * still running is known when the process wants to stop.
 */
export interface Doors {
  readonly command: (name: string, hand: Hand<CommandAsk>) => void
  readonly shortcut: (callbackId: string, hand: Hand<ShortcutAsk>) => void
  readonly click: (actionId: string, hand: Hand<ClickAsk>) => void
  readonly submission: (callbackId: string, hand: Hand<SubmissionAsk>) => void
  readonly homeOpened: (hand: Hand<HomeAsk>) => void
  /** Everything that no room has bound: buttons of older messages, windows of an older release. */
  readonly otherwise: (hands: Otherwise) => void
  /** Ids that have a hand, for the test that compares them with what is drawn and with the manifest. */
  readonly bound: Bound
  /** Settles once nothing is running any more. */
  readonly idle: () => Promise<void>
}

export interface Otherwise {
  readonly click: Hand<ClickAsk>
  readonly submission: Hand<SubmissionAsk>
  readonly shortcut: Hand<ShortcutAsk>
}

export type Bound = Readonly<
  Record<'commands' | 'shortcuts' | 'clicks' | 'submissions' | 'events', ReadonlySet<string>>
>

export function openDoors(app: App, log: Log, sentences: Sentences): Doors {
  const bound = {
    commands: new Set<string>(),
    shortcuts: new Set<string>(),
    clicks: new Set<string>(),
    submissions: new Set<string>(),
    events: new Set<string>(),
  }
  const guarded = guard(log, sentences)

  const hands = (name: string, slack: WebClient, context: { readonly [key: string]: unknown }): Hands => ({
    slack,
    workspaceName: typeof context.workspaceName === 'string' ? context.workspaceName : undefined,
    report: (error) => guarded.report(name, error),
  })

  const onClick = (id: string | RegExp, hand: Hand<ClickAsk>, unless?: ReadonlySet<string>) =>
    app.action(id, async ({ body, ack, respond, client, context }) => {
      const payload = readClick(body)
      const name = payload.actionId
      if (unless?.has(name)) return
      const ask = {
        ...payload,
        ...hands(name, client, context),
        ack: once(() => ack()),
        reply: replying(payload.messageTs === undefined ? undefined : respond),
      }
      await guarded.run(
        name,
        () => hand(ask),
        async (failure) => {
          await ask.ack()
          if (payload.messageTs === undefined) await showWindow(ask, failureWindow(failure))
          else await ask.reply(failure.message)
        },
      )
    })

  const onSubmission = (id: string | RegExp, hand: Hand<SubmissionAsk>, unless?: ReadonlySet<string>) =>
    app.view(id, async ({ body, ack, client, context }) => {
      const payload = readSubmission(body)
      const name = payload.view.callbackId
      if (unless?.has(name)) return
      const answer = once((given?: SubmissionAnswer) => (given ? ack(submissionAnswer(given)) : ack()))
      const ask = { ...payload, ...hands(name, client, context), ack: answer }
      await guarded.run(
        name,
        () => hand(ask),
        (failure) => answer({ update: failureWindow(failure) }),
      )
    })

  const onShortcut = (id: string | RegExp, hand: Hand<ShortcutAsk>, unless?: ReadonlySet<string>) =>
    app.shortcut(id, async ({ body, ack, client, context }) => {
      const payload = readShortcut(body)
      const name = payload.callbackId
      if (unless?.has(name)) return
      const ask = { ...payload, ...hands(name, client, context), ack: once(() => ack()) }
      await guarded.run(
        name,
        () => hand(ask),
        async (failure) => {
          await ask.ack()
          await showWindow({ ...ask, view: undefined }, failureWindow(failure))
        },
      )
    })

  return {
    bound,
    idle: guarded.idle,
    command(name, hand) {
      bound.commands.add(name)
      app.command(name, async ({ body, ack, respond, client, context }) => {
        const ask = {
          ...readCommand(body),
          ...hands(name, client, context),
          ack: once(() => ack()),
          reply: replying(respond),
        }
        await guarded.run(
          name,
          () => hand(ask),
          async (failure) => {
            await ask.ack()
            await ask.reply(failure.message)
          },
        )
      })
    },
    shortcut(callbackId, hand) {
      bound.shortcuts.add(callbackId)
      onShortcut(callbackId, hand)
    },
    click(actionId, hand) {
      bound.clicks.add(actionId)
      onClick(actionId, hand)
    },
    submission(callbackId, hand) {
      bound.submissions.add(callbackId)
      onSubmission(callbackId, hand)
    },
    homeOpened(hand) {
      const name = 'app_home_opened'
      bound.events.add(name)
      app.event(name, async ({ body, client, context }) => {
        const payload = readHomeOpened(body)
        if (!payload) return
        const ask = { ...payload, ...hands(name, client, context) }
        await guarded.run(
          name,
          () => hand(ask),
          async (failure) => {
            await client.views.publish({
              user_id: ask.slackId,
              view: { type: 'home', blocks: [section(failure.home)] },
            })
          },
        )
      })
    },
    otherwise({ click, submission, shortcut }) {
      onClick(/.*/, click, bound.clicks)
      onSubmission(/.*/, submission, bound.submissions)
      onShortcut(/.*/, shortcut, bound.shortcuts)
    },
  }
}

/**
 * Shows a window where the person stands: a new one, on top of the open one, or instead of the highest that Slack allows.
 * @returns its id.
 */
export async function showWindow(
  { slack, triggerId, view }: Pick<ClickAsk, 'slack' | 'triggerId' | 'view'>,
  window: ModalView,
): Promise<string | undefined> {
  if (view?.kind !== 'modal') return (await slack.views.open({ trigger_id: triggerId, view: window })).view?.id
  if (view.depth === limits.viewStack) return (await slack.views.update({ view_id: view.id, view: window })).view?.id
  return (await slack.views.push({ trigger_id: triggerId, view: window })).view?.id
}

/** Bolt throws at a second ack; after a failure half-way nobody knows whether the first was given. */
function once<Args extends unknown[]>(give: (...args: Args) => Promise<void>): (...args: Args) => Promise<void> {
  let given = false
  return async (...args) => {
    if (given) return
    given = true
    await give(...args)
  }
}

function replying(respond: RespondFn | undefined): Reply['reply'] {
  return async (message, how) => {
    await respond?.({ response_type: 'ephemeral', replace_original: how?.replace ?? false, ...message })
  }
}

function submissionAnswer(answer: SubmissionAnswer) {
  return 'errors' in answer
    ? { response_action: 'errors' as const, errors: { ...answer.errors } }
    : { response_action: 'update' as const, view: answer.update }
}

function failureWindow(failure: Failure): ModalView {
  return modal({ callbackId: 'slack.failure', title: 'Not done', blocks: failure.message.blocks })
}
