import { KNOWN_SCOPES } from '../api/rules.ts'
import { type Json, list, shown } from '../json.ts'
import { tokensRevokedEvent, uninstalledEvent } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { tellApp } from './events.ts'
import { readBody } from './input.ts'
import { refuse } from './refusal.ts'

/** What the app was granted here, and what its manifest asks for. */
export function readScopes({ installation, app }: Slack): Json {
  return { ok: true, granted: installation.granted, asked: app.scopes, optional: app.optionalScopes }
}

export function changeScopes(slack: Slack, body: unknown): Json {
  const given = readBody(body, ['grant', 'revoke'])
  const grant = readScopeNames(slack, 'grant', given.grant)
  const revoke = readScopeNames(slack, 'revoke', given.revoke)
  slack.installation.grant(grant)
  slack.installation.revoke(revoke)
  return readScopes(slack)
}

function readScopeNames({ app }: Slack, name: string, value: unknown = []): readonly string[] {
  const known = [...new Set([...KNOWN_SCOPES, ...app.scopes])].sort()
  const stranger = list(value).find((each) => typeof each !== 'string' || !known.includes(each))
  if (!Array.isArray(value) || stranger !== undefined)
    return refuse(`“${name}” is ${shown(stranger ?? value)}; expected a list of scopes out of ${known.join(', ')}.`)
  return value.map(String)
}

/**
 * Takes the app out of the workspace: its token is dead, its windows and Home tabs are gone. Then it hears of it twice,
 * in no promised order: both at once, or `first` the one that is named.
 */
export async function uninstallApp(slack: Slack, body: unknown): Promise<Json> {
  const { first } = readBody(body ?? {}, ['first'])
  const events = [uninstalledEvent(slack), tokensRevokedEvent(slack)]
  const ahead = events.find(({ type }) => type === first)
  if (first !== undefined && !ahead)
    return refuse(`“first” is ${shown(first)}; expected ${events.map(({ type }) => type).join(' or ')}.`)
  if (!slack.installation.isInstalled) return refuse('The app is not installed here.')
  slack.installation.uninstall()
  slack.workspace.stacks.clear()
  slack.workspace.homes.clear()
  slack.triggers.clear()
  slack.responseUrls.clear()
  slack.uploads.clear()
  slack.errands.clear()
  if (ahead) await tellApp(slack, ahead)
  await Promise.all(events.filter((event) => event !== ahead).map((event) => tellApp(slack, event)))
  await slack.activity.untilQuiet()
  return { ok: true }
}

/** Installs the app, or installs it again over itself: a new token in any case, and the old one is worth nothing. */
export function reinstallApp({ installation, workspace }: Slack): Json {
  installation.reinstall()
  return {
    ok: true,
    team: workspace.company.team.id,
    bot_token: installation.token,
    bot_user_id: workspace.bot.userId,
    scopes: installation.granted,
  }
}
