import { METHODS } from '../api/methods.ts'
import { isRecord, type Json, shown } from '../json.ts'
import { changedPace } from '../pace.ts'
import type { Slack } from '../slack.ts'
import { readBody } from './input.ts'
import { refuse } from './refusal.ts'

export function readLimits({ limits }: Slack): Json {
  return { ok: true, ...limits.pace }
}

/** Changes what is named; what was counted so far stays counted. */
export function changeLimits(slack: Slack, body: unknown): Json {
  const { off, ...given } = readBody(body, ['tiers', 'posting', 'off'])
  if (off !== undefined && typeof off !== 'boolean') return refuse(`“off” is ${shown(off)}; expected true or false.`)
  const tiers = readNumbers('tiers', given.tiers, ['1', '2', '3', '4', ...METHODS.keys()])
  const posting = readNumbers('posting', given.posting, ['perConversation', 'perWorkspace', 'burst'])
  slack.limits.set(changedPace(slack.limits.pace, { tiers, posting, off }))
  return readLimits(slack)
}

function readNumbers(name: string, value: unknown = {}, known: readonly string[]): Readonly<Record<string, number>> {
  if (!isRecord(value)) return refuse(`“${name}” is ${shown(value)}; expected an object of numbers.`)
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (!known.includes(key)) return refuse(`There is no “${name}.${key}”; expected ${known.join(', ')}.`)
      if (typeof each !== 'number' || !(each > 0))
        return refuse(`“${name}.${key}” is ${shown(each)}; expected a number above 0.`)
      return [key, each]
    }),
  )
}
