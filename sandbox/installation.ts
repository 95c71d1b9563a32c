import { newBotToken } from './ids.ts'
import type { App } from './manifest.ts'

/** The app as one workspace has it: a token, and the scopes that were granted with it. */
export interface Installation {
  /** What the app must show now; it is worth nothing while the app is not installed. */
  readonly token: string
  readonly isInstalled: boolean
  /** In alphabetical order. */
  readonly granted: readonly string[]
  has(scope: string): boolean
  grant(scopes: readonly string[]): void
  revoke(scopes: readonly string[]): void
  /** Installed, with the scopes as they were at first; the token stays. */
  reset(): void
  uninstall(): void
  /** Installs again, with a new token: the old one stays dead. */
  reinstall(): void
  /** What a token is worth here; undefined when this workspace never gave it. */
  worthOf(token: string): 'valid' | 'account_inactive' | 'token_revoked' | undefined
}

/** Scopes that the manifest calls optional are granted only when they are among `optional`. */
export function install(app: App, optional: readonly string[]): Installation {
  let token = newBotToken()
  let isInstalled = true
  const old = new Set<string>()
  const first = [...app.scopes.filter((scope) => !app.optionalScopes.includes(scope)), ...optional]
  let granted = new Set(first)
  return {
    get token() {
      return token
    },
    get isInstalled() {
      return isInstalled
    },
    get granted() {
      return [...granted].sort()
    },
    has: (scope) => granted.has(scope),
    grant: (scopes) => scopes.forEach((scope) => void granted.add(scope)),
    revoke: (scopes) => scopes.forEach((scope) => void granted.delete(scope)),
    reset() {
      granted = new Set(first)
      isInstalled = true
    },
    uninstall() {
      isInstalled = false
    },
    reinstall() {
      old.add(token)
      token = newBotToken()
      isInstalled = true
    },
    worthOf(shown) {
      if (old.has(shown)) return 'token_revoked'
      if (shown !== token) return undefined
      return isInstalled ? 'valid' : 'account_inactive'
    },
  }
}
