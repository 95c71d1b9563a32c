import { type Json, readJson, shown } from '../json.ts'
import { type ArgumentKind, type Method, no, type Refusal } from './answer.ts'

/** The arguments in their own kinds (a form carries everything as text), or why Slack would not take them. */
export function readArguments(method: Method, raw: Json): { readonly given: Json } | { readonly refusal: Refusal } {
  const kinds = new Map(Object.entries({ ...anywhere, ...method.required, ...method.optional }))
  const present = Object.entries(raw).filter(([, value]) => value !== undefined && value !== null)
  const missing = Object.keys(method.required).filter((name) => raw[name] === undefined || raw[name] === '')
  const read = present.map(([name, value]) => ({
    name,
    value,
    kind: kinds.get(name),
    made: made(kinds.get(name), value),
  }))
  const messages = [
    ...missing.map((name) => `missing required field: ${name}`),
    ...read.filter(({ kind }) => !kind).map(({ name }) => `unknown argument: ${name}`),
    ...read
      .filter(({ kind, made }) => kind && made === undefined)
      .map(({ name, kind, value }) => `${name} must be ${SPOKEN[kind ?? 'text']}, found ${shown(value)}`),
  ]
  const badBlocks = read.some(({ name, kind, made }) => name === 'blocks' && kind && made === undefined)
  if (badBlocks) return { refusal: no('invalid_blocks_format', ...messages) }
  if (messages.length > 0) return { refusal: no('invalid_arguments', ...messages) }
  return { given: Object.fromEntries(read.map(({ name, made }) => [name, made])) }
}

/** Bolt's client names the workspace in every call, as apps installed for a whole organisation must. */
const anywhere: Readonly<Record<string, ArgumentKind>> = { team_id: 'text' }

const SPOKEN = { text: 'text', number: 'a whole number', flag: 'true or false', json: 'JSON' }

function made(kind: ArgumentKind | undefined, value: unknown): unknown {
  if (kind === 'json') return typeof value === 'string' ? readJson(value) : value
  if (kind === 'flag') return asFlag(value)
  if (kind === 'number') return asNumber(value)
  return typeof value === 'string' ? value : undefined
}

function asFlag(value: unknown): boolean | undefined {
  if (value === true || value === 'true' || value === '1') return true
  return value === false || value === 'false' || value === '0' ? false : undefined
}

function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined
}
