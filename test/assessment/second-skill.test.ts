import { describe, expect, it } from 'vitest'
import { openAssessment, readStanding, recordAssessment } from '../../src/assessment/flow.ts'
import {
  itemsStep,
  levelStep,
  readItemsStep,
  readLevelStep,
  readTopicsStep,
  topicsStep,
} from '../../src/assessment/form.ts'
import { entriesOf } from '../../src/assessment/store.ts'
import { recordedWindow } from '../../src/assessment/views.ts'
import { nextMessage, recordMessage } from '../../src/assessment/views-reading.ts'
import { expectationsOf, gapOf } from '../../src/catalog/rules.ts'
import { nobodyElse } from '../../src/directory/rules.ts'
import { baking, nats } from '../catalog/profiles.ts'
import { freshDatabase } from '../support/database.ts'
import { formOf, ivan } from './people.ts'
import { messageRefusals, read, refusals, valuesOf, wordsOf } from './slack-says.ts'
import { newDraft, registerIn, stageOn, visitor } from './stage.ts'

const { db, sql } = await freshDatabase()
const { world } = stageOn(db, '2026-11-23T09:00:00Z')
const baker = visitor('U1')

describe('a second skill, quite unlike the first', () => {
  it('goes the whole way: asked, answered, recorded, read, beside the first', async () => {
    const bread = await registerIn(world, baking)
    const messaging = await registerIn(world, nats)
    await recordAssessment(world, messaging, baker, formOf(ivan, newDraft()))

    const opened = await openAssessment(world, bread, baker, 'command')
    if (opened.kind !== 'open') throw new Error(opened.kind)
    const first = levelStep(bread, { ...opened.state, role: 'baker' })
    expect(wordsOf(first.blocks)).toEqual(expect.arrayContaining(['Baker', 'Apprentice (1 of 3)', 'Master (3 of 3)']))
    const chosen = read(readLevelStep(baking, opened.state, valuesOf(first, { 'assessment.level': 'journeyman' })))

    const second = itemsStep(bread, chosen)
    const given = {
      'assessment.item.shapes': '2',
      'assessment.item.scores': '1',
      'assessment.item.steams': '2',
      'assessment.item.blends': '0',
      'assessment.item.teaches': '2',
    }
    const answered = read(readItemsStep(baking, chosen, valuesOf(second, given)))

    const third = topicsStep(bread, answered)
    const rated = read(
      readTopicsStep(
        baking,
        answered,
        valuesOf(third, { 'assessment.topic.dough': '4', 'assessment.topic.crust': '1', 'assessment.note': 'rye' }),
      ),
    )
    for (const view of [first, second, third]) expect(refusals(view)).toEqual([])

    const saved = await recordAssessment(world, bread, baker, rated)
    if (saved.kind !== 'recorded') throw new Error(saved.kind)
    const result = recordedWindow(baking, saved.recorded)
    expect(refusals(result)).toEqual([])
    expect(wordsOf(result.blocks)).toEqual([
      'Journeyman · Baker is on record',
      'Mon 23 Nov 2026 · expectations of 1 December 2025 · Only you see it.',
      '*Still open at Journeyman: 1 of 3*\n• Scores a loaf. — _with help_',
      '*Missing for Master: 1 of 2*\n• Blends flours. — _not yet_',
      '*Topics with most room*\n• Crust — 1 · tried it · <https://bread.example/crust|Read about it>',
      'Your first entry. The next one will show what moved.',
      '*One next step*\nRead what Master asks, and pick one item to begin with.',
      'See what Master asks',
      'See my history',
      'See the whole record',
    ])

    const standing = await readStanding(world, bread, baker)
    if (standing.kind !== 'read' || !standing.found) throw new Error('nothing is on record')
    const messages = [
      recordMessage(baking, { standing: standing.found, seenBy: nobodyElse, zone: 'UTC' }, world.now()),
      nextMessage(baking, standing.found),
    ]
    expect(messages.map(({ text }) => text)).toEqual([
      'You are Journeyman (2 of 3) in Bread for Baker, recorded 23 November 2026; 1 of 2 Master items is open.',
      '1 of 2 Master items is still open: blends flours.',
    ])
    expect(messages.flatMap(({ blocks }) => messageRefusals(blocks))).toEqual([])
    expect(JSON.stringify([first, second, third, result, messages])).not.toMatch(/nats|jetstream|junior|senior/i)
    expect(await entriesOf(db, messaging, standing.person)).toHaveLength(1)
    expect(await sql('select skill, level, next_missing from standing order by skill')).toEqual([
      { skill: 'bread', level: 2, next_missing: 1 },
      { skill: 'nats-jetstream', level: 2, next_missing: 2 },
    ])
  })

  it('has its own expectations and its own gap', () => {
    expect(expectationsOf(baking, 'baker', 2).next?.items.map(({ id }) => id)).toEqual(['blends', 'teaches'])
    expect(gapOf(baking, 'baker', 2, new Map()).missing).toHaveLength(2)
  })
})
