import type { RespondFn, ViewResponseAction } from '@slack/bolt'
import type { HomeView, ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type {
  Ack,
  Asking,
  ClickAsk,
  CommandAsk,
  EventAsk,
  Hands,
  OptionsAsk,
  Reply,
  ShortcutAsk,
  SubmissionAnswer,
  SubmissionAsk,
} from './doors.ts'
import type { Failure } from './guard.ts'
import { type Choice, homeTab, modal, said, section } from './kit.ts'
import { limits } from './limits.ts'
import {
  OlderRelease,
  readClick,
  readCommand,
  readEvent,
  readHomeOpened,
  readOptions,
  readShortcut,
  readSubmission,
  type SubmissionPayload,
} from './payloads.ts'

/** What Bolt hands to each of its listeners, as far as it is used here. */
export interface FromBolt {
  readonly body: unknown
  readonly client: WebClient
  readonly context: { readonly [key: string]: unknown }
}

type Acking<Answer = never> = FromBolt & { readonly ack: (answer?: Answer) => Promise<void> }
type Responding = { readonly respond: RespondFn }

/** One kind of payload: what a handler is asked, and how its person hears of a failure. */
export interface Kind<Bolt extends FromBolt, Ask> {
  /** Undefined: none of our business. */
  readonly read: (bolt: Bolt) => { readonly name: string; readonly ask: (hands: Hands) => Ask } | undefined
  readonly tell: (ask: Ask, failure: Failure) => Promise<void>
  /** Answers somebody of a workspace that the token does not serve: with what came along, since no call would pass. */
  readonly elsewhere: (ask: Ask) => Promise<void>
}

export const commandKind: Kind<Acking & Responding, CommandAsk> = {
  read: ({ body, ack, respond }) => {
    const payload = readCommand(body)
    const answers = { ack: once(() => ack()), reply: replying(respond) }
    return { name: payload.command, ask: (hands) => ({ ...payload, ...hands, ...answers }) }
  },
  tell: async (ask, failure) => {
    await ask.ack()
    await ask.reply(failure.message)
  },
  elsewhere: replyNotSetUp,
}

export const shortcutKind: Kind<Acking, ShortcutAsk> = {
  read: ({ body, ack }) => {
    const payload = readShortcut(body)
    return { name: payload.callbackId, ask: (hands) => ({ ...payload, ...hands, ack: once(() => ack()) }) }
  },
  tell: async (ask, failure) => {
    await ask.ack()
    await showWindow({ ...ask, view: undefined }, failureWindow(failure))
  },
  elsewhere: (ask) => ask.ack(),
}

export const clickKind: Kind<Acking & Responding, ClickAsk> = {
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
  elsewhere: replyNotSetUp,
}

export const submissionKind: Kind<Acking<ViewResponseAction>, SubmissionAsk> = {
  read: ({ body, ack }) => {
    const payload = readSubmission(body)
    const give = once((answer?: SubmissionAnswer) => (answer ? ack(submissionAnswer(answer)) : ack()))
    const answer = async (given?: SubmissionAnswer) => {
      refuseErrorsElsewhere(payload, given)
      await give(given)
    }
    return { name: payload.view.callbackId, ask: (hands) => ({ ...payload, ...hands, ack: answer }) }
  },
  tell: (ask, failure) => ask.ack({ update: failureWindow(failure) }),
  elsewhere: (ask) => ask.ack({ update: notSetUpWindow() }),
}

export const homeKind: Kind<FromBolt, Asking> = {
  read: ({ body }) => {
    const payload = readHomeOpened(body)
    return payload && { name: 'app_home_opened', ask: (hands) => ({ ...payload, ...hands }) }
  },
  tell: async ({ slack, slackId }, failure) => {
    await slack.views.publish({ user_id: slackId, view: failureHome(failure) })
  },
  elsewhere: async () => {},
}

/** Nobody waits for a word: what goes wrong is for the log. */
export const eventKind: Kind<FromBolt, EventAsk> = {
  read: ({ body }) => {
    const payload = readEvent(body)
    return { name: payload.name, ask: (hands) => ({ ...payload, ...hands }) }
  },
  tell: async () => {},
  elsewhere: async () => {},
}

export const optionsKind: Kind<Acking<OptionsAnswer>, OptionsAsk> = {
  read: ({ body, ack }) => {
    const payload = readOptions(body)
    const give = once((choices: readonly Choice[]) => ack({ options: choices.map(offered) }))
    return { name: payload.actionId, ask: (hands) => ({ ...payload, ...hands, ack: give }) }
  },
  tell: (ask) => ask.ack([]),
  elsewhere: (ask) => ask.ack([]),
}

type OptionsAnswer = { options: ReturnType<typeof offered>[] }

function offered({ value, text }: Choice) {
  return { value, text: { type: 'plain_text' as const, text } }
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

/** For an error at a field that the window does not have Slack shows a failure of its own, and no way on. */
function refuseErrorsElsewhere({ view }: SubmissionPayload, answer: SubmissionAnswer | undefined): void {
  if (!answer || !('errors' in answer)) return
  const missing = Object.keys(answer.errors).find((blockId) => !view.values.has(blockId))
  if (missing !== undefined) throw new OlderRelease(`the window ${view.callbackId} has no field ${missing}`)
}

function submissionAnswer(answer: SubmissionAnswer): ViewResponseAction {
  if ('errors' in answer) return { response_action: 'errors', errors: { ...answer.errors } }
  if ('push' in answer) return { response_action: 'push', view: answer.push }
  return { response_action: 'update', view: answer.update }
}

async function replyNotSetUp(ask: Ack & Reply): Promise<void> {
  await ask.ack()
  await ask.reply(notSetUp)
}

/** For people of a workspace that the token does not serve. */
export const notSetUp = said(
  'slack.not-set-up',
  'NATS Level is not set up here yet. Whoever installed it can finish it on the app’s Home tab.',
)

export function notSetUpWindow(): ModalView {
  return modal({ callbackId: 'slack.not-set-up', title: 'Not set up', blocks: notSetUp.blocks })
}

export function failureHome(failure: Pick<Failure, 'home'>): HomeView {
  return homeTab('home.failure', [section(failure.home)])
}

export function failureWindow(failure: Pick<Failure, 'message'>): ModalView {
  return modal({ callbackId: 'slack.failure', title: 'Not done', blocks: failure.message.blocks })
}
