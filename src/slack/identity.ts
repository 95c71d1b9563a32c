import type { Authorize } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../world.ts'
import { refusalOfToken } from './errors.ts'

/** The bot in the one workspace that a token in the environment serves. */
export interface Identity {
  /** Bolt’s question “with which token?”. Never waits for Slack. */
  readonly authorize: Authorize<boolean>
  /** Says so when Slack refuses the token. */
  readonly check: () => Promise<string | undefined>
}

interface Known {
  readonly workspaceName: string
  /** The workspace the token belongs to; payloads of another one are none of its business. */
  readonly ownTeam?: string
  /** What Slack said is granted; optional scopes may be missing. */
  readonly scopes?: ReadonlySet<string>
  readonly botId?: string
  readonly botUserId?: string
}

/** Who the bot is is asked at once, beside every request and every check until it is known; Slack may be away. */
export function identityByToken(botToken: string, options: WebClientOptions, log: Log): Identity {
  const slack = new WebClient(botToken, options)
  let known: Known | undefined
  let refused: string | undefined
  let asking = false

  async function learn(): Promise<void> {
    if (known || asking) return
    asking = true
    try {
      const { team = '', team_id, bot_id, user_id, response_metadata } = await slack.auth.test()
      known = {
        workspaceName: team,
        ...(team_id ? { ownTeam: team_id } : {}),
        ...(response_metadata?.scopes ? { scopes: new Set(response_metadata.scopes) } : {}),
        ...(bot_id ? { botId: bot_id } : {}),
        ...(user_id ? { botUserId: user_id } : {}),
      }
      refused = undefined
      log.info({ workspace: team }, 'Slack knows this bot.')
    } catch (error) {
      notUnderstood(error)
    } finally {
      asking = false
    }
  }

  function notUnderstood(error: unknown): void {
    const word = refusalOfToken(error)
    if (word === undefined) {
      log.warn({ err: error }, 'Slack did not say who this bot is; asking again with the next request.')
      return
    }
    if (refused !== word)
      log.error({ slack: word }, 'Slack refuses SLACK_BOT_TOKEN. Nobody can be answered until it is put right.')
    refused = word
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
  }
}
