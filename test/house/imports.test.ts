import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

// From the cellar up. A room may use what is below it and itself; rooms of one floor do not visit each other, but for
// the cellar, which is one room with many doors.
const floors = [
  ['config', 'world', 'calendar', 'clock', 'log', 'db', 'slack'],
  ['outbox', 'schedules'],
  ['directory', 'catalog'],
  ['assessment'],
  ['check-in', 'mentorship'],
  ['home', 'digest'],
  ['ops'],
  ['app'],
  ['background'],
  ['main'],
]

interface Import {
  readonly from: string
  readonly to: string
  readonly typesOnly: boolean
}

const all = filesIn('src').flatMap(importsOf)

test('imports in src point down', () => {
  const wrong = all.filter(({ from, to }) => {
    const [above, below] = [floorOf(from), floorOf(to)]
    return roomOf(from) !== roomOf(to) && (below > above || (below === above && above > 0))
  })
  expect(wrong).toEqual([])
})

test('every file of src stands in a room that the house knows', () => {
  expect(filesIn('src').filter((file) => floorOf(file) < 0)).toEqual([])
})

test('src knows nothing of the sandbox, the tests or the tools beside it', () => {
  expect(all.filter(({ to }) => !to.startsWith('src/'))).toEqual([])
})

test('the sandbox knows nothing of src outside its demo', () => {
  const crossing = filesIn('sandbox')
    .flatMap(importsOf)
    .filter(({ from, to }) => to.startsWith('src/') && !from.startsWith('sandbox/demo/'))
  expect(crossing).toEqual([])
})

test('rules decide from facts alone: they run nothing but the calendar and other rules', () => {
  const wrong = all.filter(
    ({ from, to, typesOnly }) => isRules(from) && !typesOnly && to !== 'src/calendar.ts' && !isRules(to),
  )
  expect(wrong).toEqual([])
})

test('reading typed words runs nothing else', () => {
  expect(all.filter(({ from, typesOnly }) => from.endsWith('/command.ts') && !typesOnly)).toEqual([])
})

/** `rules.ts` of a room, or those of one of its stories: `rules-own-data.ts`. */
function isRules(file: string): boolean {
  return /\/rules(-[a-z-]+)?\.ts$/.test(file)
}

function filesIn(folder: string): string[] {
  return readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => name.endsWith('.ts') && !name.includes('/generated/'))
}

function importsOf(from: string): Import[] {
  const text = readFileSync(resolve(root, from), 'utf8')
  return [...text.matchAll(/^(import|export)( type)? [^'"]*?from '(\.[^']+)'/gms)].map(([, , types, path = '']) => ({
    from,
    to: relative(root, resolve(root, dirname(from), path)),
    typesOnly: types !== undefined,
  }))
}

function roomOf(file: string): string {
  return (
    file
      .replace(/^src\//, '')
      .replace(/\.ts$/, '')
      .split('/')[0] ?? ''
  )
}

function floorOf(file: string): number {
  return floors.findIndex((rooms) => rooms.includes(roomOf(file)))
}
