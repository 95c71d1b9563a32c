/** What this room says to the log; pino fits. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}
