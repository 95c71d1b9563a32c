import { newHookKey } from './ids.ts'
import { RESPONSE_URL_MS, RESPONSE_URL_USES } from './limits.ts'

/** Where a `response_url` answers to. */
export interface Hook {
  readonly user: string
  readonly channel: string
  /** The message whose button was pressed; null for a command. */
  readonly messageTs: string | null
}

export interface ResponseUrls {
  /** The path of a new address. */
  issue(kind: 'commands' | 'actions', hook: Hook): string
  /** Counts as one use when it succeeds. */
  use(path: string): Hook | { readonly error: 'expired_url' | 'used_url' | 'invalid_url' }
  /** Whose deed it answers, used or expired. */
  whose(path: string): string | undefined
  clear(): void
}

const REMEMBERED = 10_000

export function keepResponseUrls(now: () => number, teamId: string): ResponseUrls {
  const issued = new Map<string, { readonly hook: Hook; readonly until: number; uses: number }>()
  return {
    issue(kind, hook) {
      const path = `/hooks/${kind}/${teamId}/${newHookKey()}`
      issued.set(path, { hook, until: now() + RESPONSE_URL_MS, uses: 0 })
      const [oldest] = issued.keys()
      if (issued.size > REMEMBERED && oldest) issued.delete(oldest)
      return path
    },
    use(path) {
      const found = issued.get(path)
      if (!found) return { error: 'invalid_url' }
      if (now() >= found.until) return { error: 'expired_url' }
      if (found.uses >= RESPONSE_URL_USES) return { error: 'used_url' }
      found.uses += 1
      return found.hook
    },
    whose: (path) => issued.get(path)?.hook.user,
    clear: () => issued.clear(),
  }
}
