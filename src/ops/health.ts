import type { Keeper } from '../db/keeper.ts'
import type { Route } from '../slack/server.ts'

/** Why the process cannot do its work just now; undefined when it can. */
export type Check = () => Promise<string | undefined>

/** `/healthz`: the process runs. `/readyz`: it can do its work, and if not, what is missing. */
export function healthRoutes(checks: readonly Check[]): Route[] {
  return [
    { path: '/healthz', answer: async () => ({ status: 200, body: 'ok' }) },
    {
      path: '/readyz',
      answer: async () => {
        const missing = (await Promise.all(checks.map((check) => check()))).filter((reason) => reason !== undefined)
        return missing.length === 0 ? { status: 200, body: 'ready' } : { status: 503, body: missing.join('\n') }
      },
    },
  ]
}

/** Why the database is away stands in the log: this answer may be public, and reasons name hosts. */
export function databaseCheck(keeper: Pick<Keeper, 'check'>): Check {
  return async () =>
    (await keeper.check()).kind === 'ready' ? undefined : 'waiting for the database; the log says why'
}
