import { newTriggerId } from './ids.ts'
import { TRIGGER_MS } from './limits.ts'

/** Trigger ids: each opens one window, within three seconds of being sent. */
export interface Triggers {
  issue(user: string): string
  /** Whose it is, or Slack's name for why it is worth nothing. Looking does not use it up. */
  look(id: unknown): { readonly user: string } | { readonly error: TriggerError }
  /** Whose it is or was, used or expired. */
  whose(id: unknown): string | undefined
  /** From now on it is exchanged. */
  use(id: unknown): void
  clear(): void
}

export type TriggerError = 'expired_trigger_id' | 'exchanged_trigger_id' | 'invalid_trigger_id'

const REMEMBERED = 10_000

export function keepTriggers(now: () => number): Triggers {
  const issued = new Map<string, { readonly user: string; readonly sentAt: number; readonly isUsed: boolean }>()
  return {
    issue(user) {
      const id = newTriggerId()
      issued.set(id, { user, sentAt: now(), isUsed: false })
      const [oldest] = issued.keys()
      if (issued.size > REMEMBERED && oldest) issued.delete(oldest)
      return id
    },
    look(id) {
      const trigger = typeof id === 'string' ? issued.get(id) : undefined
      if (!trigger) return { error: 'invalid_trigger_id' }
      if (trigger.isUsed) return { error: 'exchanged_trigger_id' }
      return now() - trigger.sentAt >= TRIGGER_MS ? { error: 'expired_trigger_id' } : { user: trigger.user }
    },
    whose: (id) => (typeof id === 'string' ? issued.get(id)?.user : undefined),
    use(id) {
      const trigger = typeof id === 'string' ? issued.get(id) : undefined
      if (trigger && typeof id === 'string') issued.set(id, { ...trigger, isUsed: true })
    },
    clear: () => issued.clear(),
  }
}
