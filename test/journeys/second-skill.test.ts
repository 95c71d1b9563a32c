import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { baking, nats } from '../catalog/profiles.ts'
import { fillForm, labelsIn } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

// What adding a skill takes: one profile, and one more command in the manifest.
const folder = mkdtempSync(join(tmpdir(), 'second-skill-'))
const manifest = join(folder, 'manifest.yml')
const shipped = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'))
const [command] = shipped.features.slash_commands
shipped.features.slash_commands.push({ ...command, command: '/bread-level' })
writeFileSync(manifest, stringify(shipped))
afterAll(() => rmSync(folder, { recursive: true }))

const journey = await startJourney({ profiles: [nats, baking], manifest })
const ivan = journey.as('U0IVANPET')

test('a second skill has its own command, words, levels and records', async () => {
  await fillForm(ivan)
  await ivan.close()

  const first = await ivan.command('/bread-level')
  expect(first.view?.title.text).toBe('Your Bread level')
  await ivan.click('assessment.role', { value: 'Baker' })
  const asked = await ivan.click('assessment.level', { value: 'Journeyman (2 of 3)' })
  expect(wordsIn(asked.view)).toContain('*What Journeyman asks of bakers*')
  const items = await ivan.submit({})
  expect(labelsIn(items.view)).toEqual([
    'Shapes a loaf.',
    'Scores a loaf.',
    'Steams the oven.',
    'Blends flours.',
    'Teaches others.',
  ])
  const topics = await ivan.submit(Object.fromEntries(labelsIn(items.view).map((label) => [label, 'On my own'])))
  expect(wordsIn(topics.view)).toContain('You chose Journeyman, and do both Master items on your own.')
  const saved = await ivan.submit({ 'Dough & water': '4', Crust: '2' })
  expect(wordsIn(saved.view)).toContain('Journeyman · Baker is on record')
  await ivan.close()

  const shown = await ivan.command('/bread-level show')
  expect(shown.responses.at(-1)?.text).toContain('You are Journeyman (2 of 3) in Bread for Baker')
  const other = await ivan.command('/nats-level show')
  expect(other.responses.at(-1)?.text).toContain('You are Middle (2 of 5) in NATS for Go')
  expect(await journey.database.sql('select skill, level from standing order by skill')).toEqual([
    { skill: 'bread', level: 2 },
    { skill: 'nats-jetstream', level: 2 },
  ])
})

test('the Home tab shows every skill', async () => {
  const words = wordsIn((await ivan.home()).view)
  expect(words).toContain('Your NATS level')
  expect(words).toContain('Your Bread level')
})

test('each skill has its own check-in, joined by its own command and from the settings', async () => {
  await ivan.command('/bread-level join')
  expect(wordsIn((await ivan.home()).view)).toContain('You are not in the quarterly check-in for NATS.')
  expect(wordsIn((await ivan.home()).view)).not.toContain('check-in for Bread')
  const { view } = await ivan.command('/nats-level settings')
  expect(wordsIn(view)).toContain('Join the check-in: NATS\nLeave the check-in: Bread')
  await ivan.click('Join the check-in: NATS')
  expect(await journey.database.sql('select skill from enrolment order by skill')).toEqual([
    { skill: 'bread' },
    { skill: 'nats-jetstream' },
  ])
  await ivan.close()
})

test('a button of one skill opens the form of that skill', async () => {
  await ivan.command('/bread-level show')
  const form = await ivan.click('Update', { in: 'message' })
  expect(form.view?.title.text).toBe('Your Bread level')
})
