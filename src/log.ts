import { pino } from 'pino'
import type { LogLevel } from './config.ts'
import { reasonOf } from './db/errors.ts'
import { slackError } from './slack/errors.ts'
import type { Log } from './world.ts'

/** Structured lines on standard output, without secrets and without anything a person typed. */
export function newLog(level: LogLevel): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: withoutWords } })
}

/**
 * What a line says about an error: its kind, one line of reason, and where. Its other properties stay out, because
 * PostgreSQL puts whole rows into them and Slack whole answers.
 */
export function withoutWords(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const slack = slackError(error)
  return {
    type: error.name,
    message: reasonOf(error),
    ...('code' in error ? { code: error.code } : {}),
    ...(slack ? { slack } : {}),
    ...underneath(error),
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
  }
}

/** The system’s word, such as ECONNREFUSED, for what Slack’s client calls “fetch failed” whatever it was. */
function underneath({ cause }: Error): { readonly cause?: string } {
  if (!(cause instanceof Error)) return {}
  return 'code' in cause && typeof cause.code === 'string' ? { cause: cause.code } : underneath(cause)
}
