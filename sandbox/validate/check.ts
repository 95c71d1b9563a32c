import { isRecord, type Json, shown } from '../json.ts'
import { LIMITS, type LimitName } from '../limits.ts'

export type Surface = 'message' | 'modal' | 'home'

/** What is wrong, and the JSON pointer of where. */
export interface Fault {
  readonly at: string
  readonly what: string
}

/** Looks at one value; an empty answer means it is fine. */
export type Rule = (value: unknown, at: string, surface: Surface) => readonly Fault[]

export function fault(at: string, what: string): readonly Fault[] {
  return [{ at, what }]
}

const FINE: readonly Fault[] = []

export function passes(...names: readonly LimitName[]): (size: number, at: string) => readonly Fault[] {
  return (size, at) => names.flatMap((name) => measured(name, size, at))
}

function measured(name: LimitName, size: number, at: string): readonly Fault[] {
  const limit = LIMITS[name]
  if (limit.bound === 'most' && size > limit.size) return fault(at, tooMuch(limit.unit, limit.size, size))
  if (limit.bound === 'least' && size < limit.size) return fault(at, tooLittle(limit.unit, limit.size, size))
  return FINE
}

function tooMuch(unit: string, size: number, found: number): string {
  if (unit === 'characters') return `must be less than ${size + 1} characters, found ${found}`
  if (unit === 'items') return `no more than ${size} items allowed, found ${found}`
  return `must be at most ${size}, found ${found}`
}

function tooLittle(unit: string, size: number, found: number): string {
  if (unit === 'characters') return `must be more than ${size - 1} characters, found ${found}`
  if (unit === 'items') return `no fewer than ${size} items required, found ${found}`
  return `must be at least ${size}, found ${found}`
}

export const flag: Rule = (value, at) =>
  typeof value === 'boolean' ? FINE : fault(at, `must be a boolean, found ${shown(value)}`)

/** A bare string, never empty, within the named limit. */
export function words(name?: LimitName): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return fault(at, `must provide a string, found ${shown(value)}`)
    if (value === '') return fault(at, 'must be more than 0 characters, found 0')
    return name ? passes(name)(value.length, at) : FINE
  }
}

/** A bare string that may be empty. */
export function wordsOrNone(name: LimitName): Rule {
  const rule = words(name)
  return (value, at, surface) => (value === '' ? FINE : rule(value, at, surface))
}

export function count(...names: readonly LimitName[]): Rule {
  return (value, at) =>
    typeof value === 'number' && Number.isInteger(value)
      ? [...passes(...names)(value, at), ...(value < 0 ? fault(at, `must not be negative, found ${value}`) : FINE)]
      : fault(at, `must be a whole number, found ${shown(value)}`)
}

export const anyNumber: Rule = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? FINE : fault(at, `must be a number, found ${shown(value)}`)

export function oneOf(...allowed: readonly (string | number)[]): Rule {
  return (value, at) =>
    allowed.some((each) => each === value)
      ? FINE
      : fault(at, `must be a valid enum value (${allowed.join(', ')}), found ${shown(value)}`)
}

export function matching(pattern: RegExp, expected: string): Rule {
  return (value, at) =>
    typeof value === 'string' && pattern.test(value) ? FINE : fault(at, `must be ${expected}, found ${shown(value)}`)
}

export const anything: Rule = () => FINE

export function listOf(rule: Rule, ...names: readonly LimitName[]): Rule {
  return (value, at, surface) => {
    if (!Array.isArray(value)) return fault(at, `must provide a list, found ${shown(value)}`)
    const items = value.flatMap((item, index) => rule(item, `${at}/${index}`, surface))
    return [...passes(...names)(value.length, at), ...items]
  }
}

/** A list that must hold something. */
export function someOf(rule: Rule, ...names: readonly LimitName[]): Rule {
  return (value, at, surface) =>
    Array.isArray(value) && value.length === 0
      ? fault(at, 'no fewer than 1 items required, found 0')
      : listOf(rule, ...names)(value, at, surface)
}

interface Property {
  readonly rule: Rule
  readonly required: boolean
}

export function need(rule: Rule): Property {
  return { rule, required: true }
}

/** One more look at an object whose properties are fine by themselves. */
export type Also = (value: Json, at: string, surface: Surface) => readonly Fault[]

/** An object that holds these properties and no others. */
export function shape(properties: Readonly<Record<string, Rule | Property>>, ...also: readonly Also[]): Rule {
  const known = new Map(Object.entries(properties).map(([name, entry]) => [name, asProperty(entry)]))
  return (value, at, surface) => {
    if (!isRecord(value)) return fault(at, `must provide an object, found ${shown(value)}`)
    const faults = [...missing(known, value, at), ...propertyFaults(known, value, at, surface)]
    return faults.length > 0 ? faults : also.flatMap((look) => look(value, at, surface))
  }
}

function missing(known: ReadonlyMap<string, Property>, value: Json, at: string): readonly Fault[] {
  const names = [...known].filter(([name, { required }]) => required && value[name] === undefined)
  return names.flatMap(([name]) => fault(at, `missing required field: ${name}`))
}

function propertyFaults(
  known: ReadonlyMap<string, Property>,
  value: Json,
  at: string,
  surface: Surface,
): readonly Fault[] {
  const present = Object.entries(value).filter(([, each]) => each !== undefined)
  return present.flatMap(([name, each]) => {
    const property = known.get(name)
    if (!property) return fault(at, `unknown property: ${name}`)
    return property.rule(each, `${at}/${pointerPart(name)}`, surface)
  })
}

function asProperty(entry: Rule | Property): Property {
  return typeof entry === 'function' ? { rule: entry, required: false } : entry
}

function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Chooses the rule by the object's `type`; `where` names the place for the sentence. */
export function byType(rules: Readonly<Record<string, Rule>>, where: string): Rule {
  const table = new Map(Object.entries(rules))
  const expected = [...table.keys()].join(', ')
  return (value, at, surface) => {
    if (!isRecord(value)) return fault(at, `must provide an object, found ${shown(value)}`)
    const rule = typeof value.type === 'string' ? table.get(value.type) : undefined
    if (!rule) return fault(at, `unsupported type: ${shown(value.type)} ${where}; expected one of ${expected}`)
    return rule(value, at, surface)
  }
}

/** Only on these surfaces. */
export function onlyOn(surfaces: readonly Surface[], rule: Rule): Rule {
  return (value, at, surface) =>
    surfaces.includes(surface)
      ? rule(value, at, surface)
      : fault(at, `unsupported type here: it may stand in a ${surfaces.join(' or ')}, not in a ${surface}`)
}
