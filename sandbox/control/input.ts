import type { Person } from '../company.ts'
import { isRecord, type Json, shown } from '../json.ts'
import type { Slack } from '../slack.ts'
import { SLACKBOT } from '../users.ts'
import { refuse } from './refusal.ts'

/** The body of a control request: an object with no properties but these. */
export function readBody(body: unknown, known: readonly string[]): Json {
  const expected = `a JSON object with ${known.join(', ')}`
  if (!isRecord(body))
    return refuse(`The body is ${body === undefined ? 'no JSON' : shown(body)}; expected ${expected}.`)
  const unknown = Object.keys(body).find((name) => !known.includes(name))
  return unknown === undefined ? body : refuse(`There is no “${unknown}” here; expected ${expected}.`)
}

/** People can do nothing with an app that is not there. */
export function mustBeInstalled({ installation, workspace, app }: Slack): void {
  if (!installation.isInstalled) refuse(`${app.name} is not installed in ${workspace.company.team.name}.`)
}

export function readText(body: Json, name: string): string {
  const value = body[name]
  return typeof value === 'string' && value !== '' ? value : refuse(`“${name}” is ${shown(value)}; expected text.`)
}

export function readOptionalText(body: Json, name: string): string | undefined {
  return body[name] === undefined ? undefined : readText(body, name)
}

/** What stands in a search field, which may be nothing. */
export function readTyped(value: unknown): string {
  return typeof value === 'string' ? value : refuse(`“typed” is ${shown(value)}; expected text, or "".`)
}

/** Whether somebody can sit at a keyboard. */
export function canAct({ id, isBot, isDeleted, isInvited }: Person): boolean {
  return !isBot && !isDeleted && !isInvited && id !== SLACKBOT.id
}

/** Somebody of the workspace who can sit at a keyboard. */
export function readPerson(slack: Slack, id: unknown): Person {
  const person = typeof id === 'string' ? slack.workspace.people.get(id) : undefined
  if (!person)
    return refuse(`“user” is ${shown(id)}; expected a Slack id of this workspace, as in GET /control/state.`, 404)
  if (person.isBot || person.id === SLACKBOT.id)
    return refuse(`${person.id} (${person.realName}) is a bot; expected a person.`)
  if (person.isDeleted)
    return refuse(`${person.id} (${person.realName}) is deactivated and cannot do anything in Slack.`)
  if (person.isInvited) return refuse(`${person.id} (${person.realName}) was invited and has not joined yet.`)
  return person
}
