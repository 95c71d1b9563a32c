import type { Authorize } from '@slack/bolt'
import { type AuthTestResponse, WebClient, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../world.ts'
import { refusalOfToken } from './errors.ts'
import { quietLogger } from './receiver.ts'

/** The bot in the one workspace that a token in the environment serves. */
export interface Identity {
  /** Bolt’s question “with which token?”. Never waits for Slack. */
  readonly authorize: Authorize<boolean>
  /** Says so when Slack refuses the token. */
  readonly check: () => Promise<string | undefined>
  readonly token: string
  /** What Slack said last about the token; undefined until it has said something. Never waits for Slack. */
  readonly heard: () => Heard | undefined
  /** Hears what Slack has said, and what it says from now on: at each answer, whether or not it is a new one. */
  readonly follow: (listener: (heard: Heard) => void) => void
}

/** Slack about a token. `workspaceId` is missing where it has never said to whom the token belongs. */
export type Heard =
  | {
      readonly kind: 'known'
      readonly workspaceId: string | undefined
      readonly workspaceName: string
      readonly scopes: ReadonlySet<string>
      readonly botId: string | undefined
      readonly botUserId: string | undefined
    }
  | { readonly kind: 'refused'; readonly workspaceId: string | undefined; readonly word: string }

interface Known {
  readonly workspaceName: string
  /** The workspace the token belongs to; payloads of another one are none of its business. */
  readonly ownTeam?: string
  /** The same for Bolt, which would otherwise call Slack in the name of the workspace of whoever clicked. */
  readonly teamId?: string
  /** What Slack said is granted; optional scopes may be missing. */
  readonly scopes?: ReadonlySet<string>
  readonly botId?: string
  readonly botUserId?: string
}

/** Milliseconds for which an answer holds: tokens die and optional scopes are granted while the bot runs. */
const holds = 60_000

/**
 * Slack is asked at once, and then beside a request or a check: until it has answered, and when the answer is old. It may
 * be away; nobody waits for it.
 */
export function identityByToken(
  botToken: string,
  options: WebClientOptions,
  log: Log,
  now: () => number = () => performance.now(),
): Identity {
  const slack = new WebClient(botToken, { ...options, logger: quietLogger(log) })
  let known: Known | undefined
  let learnedAt = Number.NEGATIVE_INFINITY
  let refused: string | undefined
  let away = false
  let asking = false
  const listeners: ((heard: Heard) => void)[] = []

  function heard(): Heard | undefined {
    if (refused !== undefined) return { kind: 'refused', workspaceId: known?.ownTeam, word: refused }
    return known && heardFrom(known)
  }

  function tell(): void {
    const said = heard()
    if (said) for (const listener of listeners) listener(said)
  }

  async function learn(): Promise<void> {
    if (asking || now() - learnedAt < holds) return
    asking = true
    try {
      const answer = await slack.auth.test()
      if (!known || refused !== undefined || away) log.info({ workspace: answer.team }, 'Slack knows this bot.')
      known = knownFrom(answer)
      learnedAt = now()
      refused = undefined
      away = false
      tell()
    } catch (error) {
      notUnderstood(error)
    } finally {
      asking = false
    }
  }

  /** The log hears once that Slack refuses the token, and once that it is away. */
  function notUnderstood(error: unknown): void {
    const word = refusalOfToken(error)
    if (word === undefined) {
      if (!away)
        log.warn(
          { err: error },
          'Slack did not say who this bot is; asking again with the next requests until it does.',
        )
      away = true
      return
    }
    if (refused !== word)
      log.error({ slack: word }, 'Slack refuses SLACK_BOT_TOKEN. Nobody can be answered until it is put right.')
    refused = word
    tell()
  }

  void learn()
  return {
    authorize: async () => {
      void learn()
      return { botToken, ...known }
    },
    check: async () => {
      void learn()
      return refused === undefined ? undefined : 'Slack refuses SLACK_BOT_TOKEN; the log says how'
    },
    token: botToken,
    heard: () => {
      void learn()
      return heard()
    },
    follow: (listener) => {
      listeners.push(listener)
      const said = heard()
      if (said) listener(said)
    },
  }
}

function heardFrom({ ownTeam, workspaceName, scopes = new Set(), botId, botUserId }: Known): Heard {
  return { kind: 'known', workspaceId: ownTeam, workspaceName, scopes, botId, botUserId }
}

function knownFrom({ team = '', team_id, bot_id, user_id, response_metadata }: AuthTestResponse): Known {
  return {
    workspaceName: team,
    ...(team_id ? { ownTeam: team_id, teamId: team_id } : {}),
    ...(response_metadata?.scopes ? { scopes: new Set(response_metadata.scopes) } : {}),
    ...(bot_id ? { botId: bot_id } : {}),
    ...(user_id ? { botUserId: user_id } : {}),
  }
}
