import { isDeepStrictEqual } from 'node:util'

/** JSON as it comes from outside: looked at with the questions below, never trusted by its shape. */
export type Json = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; anything else reads as an empty one. */
export function record(value: unknown): Json {
  return isRecord(value) ? value : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function records(value: unknown): readonly Json[] {
  return list(value).filter(isRecord)
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export const sameJson: (one: unknown, other: unknown) => boolean = isDeepStrictEqual

/** The parsed value, or undefined when the text is no JSON (JSON itself never reads as undefined). */
export function readJson(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}

/** A value in a few words, for sentences that say what was found. */
export function shown(value: unknown): string {
  const source = JSON.stringify(value) ?? 'nothing'
  return source.length > 80 ? `${source.slice(0, 77)}…` : source
}
