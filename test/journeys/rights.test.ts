import { expect, test } from 'vitest'
import { boundHands } from '../house/hands.ts'
import { type Kind, kinds } from './rights/cast.ts'
import { openStage } from './rights/stage.ts'
import { table } from './rights/table/index.ts'

const deeds = table.map(({ deed }) => deed)
const stage = await openStage(deeds)
const named = table.map((row) => [row.deed.name, row] as const)

test.each(named)('%s is done for those who may, and refused to all others', async (_, row) => {
  const { deed, outcomes, isForTheLog } = row
  const isQuiet = (kind: Kind) => outcomes[kind]?.wrote.length === 0
  const together = await stage.doTogether(kinds.filter(isQuiet), deed)
  const alone = kinds.filter((kind) => !isQuiet(kind))
  expect({ ...together, ...(await stage.doAlone(alone, deed)) }).toEqual(outcomes)
  if (!isForTheLog) return
  stage.journey.takeRefusals('channel_not_found')
  stage.journey.takeTroubles()
})

const foreign = named.flatMap(([name, { deed, foreign }]) => (foreign ? [[name, deed, foreign] as const] : []))

test.each(foreign)('%s reads and changes nothing by ids of another workspace', async (_, deed, outcome) => {
  expect(await stage.doWithForeignIds(deed)).toEqual({ ...outcome, leaks: [] })
  stage.journey.takeRefusals('user_not_found')
})

test('nothing else carries an id', async () => {
  const others = table.flatMap(({ deed, foreign }) => (foreign ? [] : [deed]))
  expect(await stage.carryingIds(others)).toEqual([])
})

test('somebody of another workspace comes to nothing by any of it', async () => {
  const { answers, wrote } = await stage.doElsewhere(deeds)
  const nothing = ['no choices', 'not set up', 'nothing']
  expect({ wrote, answers: [...new Set(answers)].sort() }).toEqual({ wrote: [], answers: nothing })
})

test('everything that can be pressed, sent, searched, called and told stands in the table', () => {
  const { clicks, submissions, options, shortcuts, events } = boundHands()
  const inTable = new Set(deeds.map(({ name }) => name.split(' ').slice(0, 2).join(' ')))
  const missing = (verb: string, ids: ReadonlySet<string>) =>
    [...ids].map((id) => `${verb} ${id}`).filter((each) => !inTable.has(each))
  expect([
    ...missing('press', clicks),
    ...missing('send', submissions),
    ...missing('search', options),
    ...missing('shortcut', shortcuts),
    ...missing('event', events),
  ]).toEqual([])
})

test('every word that help names stands in the table', async () => {
  const shown = await stage.shownBy('admin', ['help', 'admin'])
  const words = [...shown.matchAll(/`\/nats-level ((?:admin )?[a-z]+)[^`]*`/g)].map(([, word]) => word)
  expect(words.length).toBeGreaterThan(15)
  expect(words.filter((word) => !deeds.some(({ name }) => `${name} `.startsWith(`type ${word} `)))).toEqual([])
})
