/** JSON for people: indented, but each plain entry of a list on one line, so that a list of answers reads as a table. */
export function readableJson(value: unknown): string {
  return `${written(value, '')}\n`
}

/** “about 14 KB”, as it is saved: in bytes, a thousand to the kilobyte, and never none. */
export function sizeInWords(text: string): string {
  return `about ${Math.max(1, Math.round(Buffer.byteLength(text) / 1_000)).toLocaleString('en')} KB`
}

/**
 * The text in pieces of at most so many UTF-16 units, as Slack counts them; put together they are the text again. Cut
 * after a line where one ends, else between two characters as a reader sees them.
 */
export function cutInParts(text: string, most: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > most) {
    const end = rest.lastIndexOf('\n', most - 1) + 1 || characterEnd(rest, most)
    parts.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return rest ? [...parts, rest] : parts
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

function characterEnd(text: string, most: number): number {
  // A character may be made of many; what is looked at ends shortly after the place of the cut.
  const near = text.slice(0, most + 100)
  const start = characters.segment(near).containing(most)?.index
  if (start) return start
  const halves = /[\udc00-\udfff]/.test(text.charAt(most)) && most > 1
  return halves ? most - 1 : most
}

function written(value: unknown, indent: string): string {
  if (Array.isArray(value)) return list(value, indent)
  return isObject(value) ? object(value, indent) : JSON.stringify(value)
}

function list(values: readonly unknown[], indent: string): string {
  const inner = `${indent}  `
  return wrapped(
    '[]',
    values.map((value) => (isObject(value) && isPlain(value) ? oneLine(value) : written(value, inner))),
    indent,
  )
}

function object(value: Readonly<Record<string, unknown>>, indent: string): string {
  const inner = `${indent}  `
  const lines = present(value).map(([name, each]) => `${JSON.stringify(name)}: ${written(each, inner)}`)
  return wrapped('{}', lines, indent)
}

function wrapped(brackets: '[]' | '{}', lines: readonly string[], indent: string): string {
  if (lines.length === 0) return brackets
  return `${brackets[0]}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${brackets[1]}`
}

function oneLine(value: Readonly<Record<string, unknown>>): string {
  const parts = present(value).map(([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`)
  return `{ ${parts.join(', ')} }`
}

function isPlain(value: Readonly<Record<string, unknown>>): boolean {
  const parts = Object.values(value)
  return parts.length > 0 && parts.every((part) => typeof part !== 'object' || part === null || part instanceof Date)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** As in JSON, what is undefined is left out. */
function present(value: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(value).filter(([, each]) => each !== undefined)
}
