import { type Json, text } from '../json.ts'
import type { Tier } from '../pace.ts'
import type { Slack } from '../slack.ts'
import type { Channel, Workspace } from '../workspace.ts'
import type { MethodName } from './methods.ts'

/** What one method costs: how often it may be called, and with which scope. */
export interface Rule {
  readonly tier: Tier
  /** Any one of these will do; none are needed where the list is empty. */
  readonly scopes: readonly string[]
  /** Which of them this very call needs, where that depends on its arguments. */
  readonly narrowed?: (workspace: Workspace, given: Json) => readonly string[]
}

const ofHistory = byKind('history')
const ofReading = byKind('read')

/** reference/methods of docs.slack.dev, under *Rate limits* and *Scopes*. */
export const RULES: Readonly<Record<MethodName, Rule>> = {
  'api.test': { tier: 4, scopes: [] },
  'apps.connections.open': { tier: 1, scopes: [] },
  'auth.test': { tier: 4, scopes: [] },
  'chat.delete': { tier: 3, scopes: ['chat:write'] },
  'chat.postEphemeral': { tier: 4, scopes: ['chat:write'] },
  'chat.postMessage': { tier: 'special', scopes: ['chat:write'] },
  'chat.update': { tier: 3, scopes: ['chat:write'] },
  'conversations.history': { tier: 3, scopes: Object.values(ofHistory), narrowed: byChannel(ofHistory) },
  'conversations.info': { tier: 3, scopes: Object.values(ofReading), narrowed: byChannel(ofReading) },
  'conversations.members': { tier: 4, scopes: Object.values(ofReading), narrowed: byChannel(ofReading) },
  'conversations.open': { tier: 3, scopes: ['im:write', 'mpim:write'], narrowed: byCompany },
  'files.completeUploadExternal': { tier: 4, scopes: ['files:write'] },
  'files.getUploadURLExternal': { tier: 4, scopes: ['files:write'] },
  'files.info': { tier: 4, scopes: ['files:read'] },
  'team.profile.get': { tier: 3, scopes: ['users.profile:read'] },
  'users.info': { tier: 4, scopes: ['users:read'] },
  'users.list': { tier: 2, scopes: ['users:read'] },
  'users.profile.get': { tier: 4, scopes: ['users.profile:read'] },
  'views.open': { tier: 4, scopes: [] },
  'views.publish': { tier: 4, scopes: [] },
  'views.push': { tier: 4, scopes: [] },
  'views.update': { tier: 4, scopes: [] },
}

export function ruleOf(method: string): Rule | undefined {
  return new Map<string, Rule>(Object.entries(RULES)).get(method)
}

/** Scopes that open no method but something else here. */
const BESIDES = ['commands', 'users:read.email']

/** Every scope that means something in this Slack. */
export const KNOWN_SCOPES: readonly string[] = [
  ...new Set([...BESIDES, ...Object.values(RULES).flatMap(({ scopes }) => scopes)]),
].sort()

/** The scope that a call lacks, as Slack names it: the choices with commas between; undefined when it lacks none. */
export function lackedBy({ workspace, installation }: Slack, rule: Rule, given: Json | undefined): string | undefined {
  const choices = (given && rule.narrowed?.(workspace, given)) ?? rule.scopes
  return choices.length === 0 || choices.some((scope) => installation.has(scope)) ? undefined : choices.join(',')
}

type ByKind = Readonly<Record<Channel['kind'], string>>

function byKind(what: 'history' | 'read'): ByKind {
  return { channel: `channels:${what}`, group: `groups:${what}`, im: `im:${what}`, mpim: `mpim:${what}` }
}

/** A conversation that is not there is asked about with any of them, and then not found. */
function byChannel(scopes: ByKind): NonNullable<Rule['narrowed']> {
  return ({ channels }, given) => {
    const channel = channels.get(text(given.channel))
    return channel ? [scopes[channel.kind]] : Object.values(scopes)
  }
}

function byCompany({ channels }: Workspace, given: Json): readonly string[] {
  const isSeveral = text(given.users).includes(',') || channels.get(text(given.channel))?.kind === 'mpim'
  return [isSeveral ? 'mpim:write' : 'im:write']
}
