import { parseArgs } from 'node:util'

export interface Drill {
  /** In all workspaces together. */
  readonly people: number
  /** At which moments faults strike. */
  readonly seed: number
  readonly without: 'nothing' | 'lookup' | 'faults'
}

export const usualPeople = 3_000
export const workspaceCount = 3

/** @throws with one sentence for what it does not understand. */
export function readDrill(): Drill {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: String(usualPeople) },
      seed: { type: 'string', default: '1' },
      // npm keeps for itself what comes before the two dashes.
      without: { type: 'string', default: process.env.npm_config_without ?? 'nothing' },
    },
  })
  const { without } = values
  if (without !== 'nothing' && without !== 'lookup' && without !== 'faults')
    throw new Error(`--without: found “${without}”, expected lookup or faults.`)
  return { people: whole('people', values.people, workspaceCount), seed: whole('seed', values.seed, 0), without }
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d{1,6}$/.test(text) && value >= least) return value
  throw new Error(`--${name}: found “${text}”, expected a whole number, ${least} or more.`)
}
