import type { Authorize } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Log } from '../world.ts'

/** Who the app is in its workspace, as Slack says. */
export interface Identity {
  readonly workspaceName: string
  readonly botId?: string
  readonly botUserId?: string
}

/**
 * Answers Bolt’s question “with which token?” for the one workspace that a token in the environment serves. It never
 * waits for Slack: who we are is asked beside the request, and again with the next one while Slack is away.
 */
export function authorizeByToken(botToken: string, slack: WebClient, log: Log): Authorize<boolean> {
  let known: Identity | undefined
  let asking = false

  async function learn(): Promise<void> {
    if (known || asking) return
    asking = true
    try {
      const { team = '', bot_id, user_id } = await slack.auth.test()
      known = { workspaceName: team, ...(bot_id ? { botId: bot_id } : {}), ...(user_id ? { botUserId: user_id } : {}) }
      log.info({ workspace: team }, 'Slack knows this bot.')
    } catch (error) {
      log.warn(
        { err: error },
        'Slack did not say who this bot is (is SLACK_BOT_TOKEN right?); asking again with the next request.',
      )
    } finally {
      asking = false
    }
  }

  void learn()
  return async () => {
    void learn()
    return { botToken, ...known }
  }
}
