import type { ViewSubmitAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Log } from '../world.ts'
import { type Failure, guard, type Sentences } from './guard.ts'
import {
  clickKind,
  commandKind,
  eventKind,
  type FromBolt,
  homeKind,
  type Kind,
  optionsKind,
  shortcutKind,
  submissionKind,
} from './kinds.ts'
import type { Choice, Message } from './kit.ts'
import {
  type Caller,
  type ClickPayload,
  type CommandPayload,
  type EventPayload,
  OlderRelease,
  type OptionsPayload,
  type ShortcutPayload,
  type SubmissionPayload,
} from './payloads.ts'
import type { StrictApp } from './strict-app.ts'

export { showWindow } from './kinds.ts'

/** Who asks, and what there is to answer with. */
export type Asking = Caller & Hands

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

export interface Ack {
  /** A second call does nothing: the first answer stands. */
  readonly ack: () => Promise<void>
}

export interface Reply {
  /** Tells the person alone, in the conversation they acted in; `replace` puts it in place of the message clicked on. */
  readonly reply: (message: Message, how?: { readonly replace?: boolean }) => Promise<void>
}

/** What a submitted window becomes; nothing: it closes, and the one below it is seen again. */
export type SubmissionAnswer =
  | { readonly update: ModalView }
  /** Another window on top of it. */
  | { readonly push: ModalView }
  | { readonly errors: Readonly<Record<string, string>> }

export type CommandAsk = CommandPayload & Hands & Ack & Reply
export type ShortcutAsk = ShortcutPayload & Hands & Ack
export type ClickAsk = ClickPayload & Hands & Ack & Reply
export type SubmissionAsk = SubmissionPayload & Hands & { readonly ack: (answer?: SubmissionAnswer) => Promise<void> }

export type EventAsk = EventPayload & Hands
export type OptionsAsk = OptionsPayload & Hands & { readonly ack: (choices: readonly Choice[]) => Promise<void> }

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
  readonly homeOpened: (hand: Hand<Asking>) => void
  /** Something that happened in the workspace; Slack has its answer already. */
  readonly event: (name: string, hand: Hand<EventAsk>) => void
  /** The choices of a list that is filled while somebody types. */
  readonly options: (actionId: string, hand: Hand<OptionsAsk>) => void
  /** Everything that no room has bound, and what a room knows for a button or window of an older release. */
  readonly otherwise: (hands: Otherwise) => void
  /** Ids that have a hand, for the test that compares them with what is drawn and with the manifest. */
  readonly bound: Bound
  /** Settles once nothing is running any more. */
  readonly idle: () => Promise<void>
}

export interface Otherwise {
  readonly command: Hand<CommandAsk>
  readonly click: Hand<ClickAsk>
  readonly submission: Hand<SubmissionAsk>
  readonly shortcut: Hand<ShortcutAsk>
}

export type Bound = Readonly<
  Record<'commands' | 'shortcuts' | 'clicks' | 'submissions' | 'options' | 'events', ReadonlySet<string>>
>

export function openDoors(app: StrictApp, log: Log, sentencesOf: (workspaceId: string) => Sentences): Doors {
  const bound = {
    commands: new Set<string>(),
    shortcuts: new Set<string>(),
    clicks: new Set<string>(),
    submissions: new Set<string>(),
    options: new Set<string>(),
    events: new Set<string>(),
  }
  const guarded = guard(log)
  let rest: Otherwise | undefined

  /**
   * The way of every payload: read, given hands, handled; and told of, by this kind’s own means, where that failed.
   * `older` is who goes on where the handler finds that another release has drawn what was used.
   */
  function way<Bolt extends FromBolt, Ask extends Hands & Caller>(
    kind: Kind<Bolt, Ask>,
    older?: (rest: Otherwise) => Hand<Ask>,
  ) {
    async function act(name: string, hand: Hand<Ask>, ask: Ask): Promise<void> {
      if (ask.ownTeam !== undefined && ask.workspaceId !== ask.ownTeam) return kind.elsewhere(ask)
      try {
        await hand(ask)
      } catch (error) {
        if (!(error instanceof OlderRelease && rest && older)) throw error
        log.info({ at: name }, 'came from a window of an older release')
        await older(rest)(ask)
      }
    }

    return (hand: Hand<Ask>, unless?: ReadonlySet<string>) => async (bolt: Bolt) => {
      const read = kind.read(bolt)
      if (!read || unless?.has(read.name)) return
      const sentences = () => sentencesOf(ask.workspaceId)
      const ask = read.ask({
        slack: bolt.client,
        ...knownOf(bolt.context),
        report: (error) => guarded.report(read.name, error, sentences),
      })
      await guarded.run(
        read.name,
        () => act(read.name, hand, ask),
        (failure) => kind.tell(ask, failure),
        sentences,
      )
    }
  }

  const commands = way(commandKind)
  const shortcuts = way(shortcutKind)
  const clicks = way(clickKind, ({ click }) => click)
  const submissions = way(submissionKind, ({ submission }) => submission)
  const homes = way(homeKind)
  const events = way(eventKind)
  const options = way(optionsKind)

  return {
    bound,
    idle: () => app.idle(),
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
    event(name, hand) {
      bound.events.add(name)
      app.event(name, events(hand))
    },
    options(actionId, hand) {
      bound.options.add(actionId)
      app.options(actionId, options(hand))
    },
    otherwise(hands) {
      rest = hands
      app.command(/.*/, commands(hands.command, bound.commands))
      app.action(/.*/, clicks(hands.click, bound.clicks))
      app.view<ViewSubmitAction>(/.*/, submissions(hands.submission, bound.submissions))
      app.shortcut(/.*/, shortcuts(hands.shortcut, bound.shortcuts))
      // Nobody waits for a word here: a window that is gone, a list that no room fills.
      app.view({ callback_id: /.*/, type: 'view_closed' }, ({ ack }) => ack())
      app.options(/.*/, async ({ ack, payload }) => {
        if (!bound.options.has(payload.action_id)) await ack({ options: [] })
      })
    },
  }
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
