import type { App, RespondFn, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
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
  /** The scopes that the workspace has granted, as far as Slack has told them. */
  readonly scopes: ReadonlySet<string> | undefined
  /** The workspace that the bot's token belongs to, as far as Slack has told it. */
  readonly ownTeam: string | undefined
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

  /** The way of every payload: read, given hands, handled; and told of, by this kind’s own means, where that failed. */
  function way<Bolt extends FromBolt, Ask extends Hands>(kind: Kind<Bolt, Ask>) {
    return (hand: Hand<Ask>, unless?: ReadonlySet<string>) => async (bolt: Bolt) => {
      const read = kind.read(bolt)
      if (!read || unless?.has(read.name)) return
      const ask = read.ask({
        slack: bolt.client,
        ...knownOf(bolt.context),
        report: (error) => guarded.report(read.name, error),
      })
      await guarded.run(
        read.name,
        () => hand(ask),
        (failure) => kind.tell(ask, failure),
      )
    }
  }

  const commands = way(commandKind)
  const shortcuts = way(shortcutKind)
  const clicks = way(clickKind)
  const submissions = way(submissionKind)
  const homes = way(homeKind)

  return {
    bound,
    idle: guarded.idle,
    command(name, hand) {
      bound.commands.add(name)
      app.command(name, commands(hand))
    },
    shortcut(callbackId, hand) {
      bound.shortcuts.add(callbackId)
      app.shortcut(callbackId, shortcuts(hand))
    },
    click(actionId, hand) {
      bound.clicks.add(actionId)
      app.action(actionId, clicks(hand))
    },
    submission(callbackId, hand) {
      bound.submissions.add(callbackId)
      app.view<ViewSubmitAction>(callbackId, submissions(hand))
    },
    homeOpened(hand) {
      bound.events.add('app_home_opened')
      app.event('app_home_opened', homes(hand))
    },
    otherwise({ click, submission, shortcut }) {
      app.action(/.*/, clicks(click, bound.clicks))
      app.view<ViewSubmitAction>(/.*/, submissions(submission, bound.submissions))
      app.shortcut(/.*/, shortcuts(shortcut, bound.shortcuts))
    },
  }
}

/** What Bolt hands to each of its listeners, as far as it is used here. */
interface FromBolt {
  readonly body: unknown
  readonly client: WebClient
  readonly context: { readonly [key: string]: unknown }
}

/** What `Identity.authorize` put into the context: nothing until Slack has said who the bot is. */
function knownOf({
  workspaceName,
  scopes,
  ownTeam,
}: FromBolt['context']): Pick<Hands, 'workspaceName' | 'scopes' | 'ownTeam'> {
  return {
    workspaceName: typeof workspaceName === 'string' ? workspaceName : undefined,
    scopes: scopes instanceof Set ? scopes : undefined,
    ownTeam: typeof ownTeam === 'string' ? ownTeam : undefined,
  }
}

type Acking<Answer = never> = FromBolt & { readonly ack: (answer?: Answer) => Promise<void> }
type Responding = { readonly respond: RespondFn }

/** One kind of payload: what a handler is asked, and how its person hears of a failure. */
interface Kind<Bolt extends FromBolt, Ask> {
  /** Undefined: none of our business. */
  readonly read: (bolt: Bolt) => { readonly name: string; readonly ask: (hands: Hands) => Ask } | undefined
  readonly tell: (ask: Ask, failure: Failure) => Promise<void>
}

const commandKind: Kind<Acking & Responding, CommandAsk> = {
  read: ({ body, ack, respond }) => {
    const payload = readCommand(body)
    const answers = { ack: once(() => ack()), reply: replying(respond) }
    return { name: payload.command, ask: (hands) => ({ ...payload, ...hands, ...answers }) }
  },
  tell: async (ask, failure) => {
    await ask.ack()
    await ask.reply(failure.message)
  },
}

const shortcutKind: Kind<Acking, ShortcutAsk> = {
  read: ({ body, ack }) => {
    const payload = readShortcut(body)
    return { name: payload.callbackId, ask: (hands) => ({ ...payload, ...hands, ack: once(() => ack()) }) }
  },
  tell: async (ask, failure) => {
    await ask.ack()
    await showWindow({ ...ask, view: undefined }, failureWindow(failure))
  },
}

const clickKind: Kind<Acking & Responding, ClickAsk> = {
  read: ({ body, ack, respond }) => {
    const payload = readClick(body)
    const reply = replying(payload.messageTs === undefined ? undefined : respond)
    return { name: payload.actionId, ask: (hands) => ({ ...payload, ...hands, ack: once(() => ack()), reply }) }
  },
  tell: async (ask, failure) => {
    await ask.ack()
    if (ask.messageTs === undefined) await showWindow(ask, failureWindow(failure))
    else await ask.reply(failure.message)
  },
}

const submissionKind: Kind<Acking<ViewResponseAction>, SubmissionAsk> = {
  read: ({ body, ack }) => {
    const payload = readSubmission(body)
    const answer = once((given?: SubmissionAnswer) => (given ? ack(submissionAnswer(given)) : ack()))
    return { name: payload.view.callbackId, ask: (hands) => ({ ...payload, ...hands, ack: answer }) }
  },
  tell: (ask, failure) => ask.ack({ update: failureWindow(failure) }),
}

const homeKind: Kind<FromBolt, HomeAsk> = {
  read: ({ body }) => {
    const payload = readHomeOpened(body)
    return payload && { name: 'app_home_opened', ask: (hands) => ({ ...payload, ...hands }) }
  },
  tell: async ({ slack, slackId }, failure) => {
    await slack.views.publish({ user_id: slackId, view: { type: 'home', blocks: [section(failure.home)] } })
  },
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

function submissionAnswer(answer: SubmissionAnswer): ViewResponseAction {
  return 'errors' in answer
    ? { response_action: 'errors', errors: { ...answer.errors } }
    : { response_action: 'update', view: answer.update }
}

function failureWindow(failure: Failure): ModalView {
  return modal({ callbackId: 'slack.failure', title: 'Not done', blocks: failure.message.blocks })
}
