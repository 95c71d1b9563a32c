import type { NatsHint } from '../../company.ts'

type Levels = NatsHint['levels']

/** What a Go developer said in the last four quarters, oldest first. */
export const go = (...levels: Levels): NatsHint => ({ role: 'go', levels })

/** What an Elixir developer said in the last four quarters, oldest first. */
export const elixir = (...levels: Levels): NatsHint => ({ role: 'elixir', levels })
