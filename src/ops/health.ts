import type { Keeper } from '../db/keeper.ts'
import type { Route } from '../slack/receiver.ts'

/** `/healthz`: the process runs. `/readyz`: it can do its work, and if not, why. */
export function healthRoutes(keeper: Pick<Keeper, 'check'>): Route[] {
  return [
    { path: '/healthz', answer: async () => ({ status: 200, body: 'ok' }) },
    {
      path: '/readyz',
      answer: async () => {
        const found = await keeper.check()
        // Why is for the log: this answer may be public, and reasons name hosts.
        return found.kind === 'ready'
          ? { status: 200, body: 'ready' }
          : { status: 503, body: 'waiting for the database; the log says why' }
      },
    },
  ]
}
