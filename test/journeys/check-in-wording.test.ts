import { expect, test } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { nats, reworded } from '../catalog/profiles.ts'
import { fillForm, goOn, labelsIn } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'
import { lastMessage, press, roundsOf } from '../support/rounds.ts'

const slackClock = movedClock(Date.parse('2026-10-01T07:00:00Z'))
const journey = await startJourney({ letters: true, startClock: '2026-08-03T09:00:00Z', slackClock })
const rounds = roundsOf(journey, slackClock)
const { sql } = journey.database
const ivan = journey.as('U0IVANPET')
const jonas = journey.as('U0JONASWEB')
const item = nats.requirements.find(({ role, rank }) => role === 'go' && rank === 2)?.items[0]
const newWords = 'Writes an entirely new sentence.'

test('while a round asks somebody, a changed profile does not change what they are asked, by whichever door', async () => {
  await fillForm(ivan)
  await fillForm(jonas)
  await rounds.enrol(ivan)
  await rounds.open('2026-10-01T10:00:00Z')
  await journey.release([reworded(nats, item?.id ?? '', newWords)])

  await press(ivan, 'Update')
  const items = await ivan.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  expect(labelsIn(items.view)).toContain(item?.text)
  await ivan.close()
  await ivan.command('/nats-level')
  const byCommand = await ivan.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  expect(labelsIn(byCommand.view)).toContain(item?.text)
  await ivan.close()

  // Whom nobody asks meets the new words.
  await jonas.command('/nats-level')
  const others = await jonas.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  expect(labelsIn(others.view).join('\n')).toContain(newWords)
  await jonas.close()

  // A round that closes while the form is open does not change it either; what was said keeps its wording.
  await press(ivan, 'Update')
  await rounds.at('2026-10-16T10:00:00Z')
  const saved = await goOn(ivan)
  expect(wordsIn(saved.view)).toContain('Middle · Go is on record')
  expect(await versions()).toEqual([1, 1])
  await rounds.settle()
  expect((await lastMessage(ivan)).text).toMatch(/^Noted on Fri 16 Oct, after the close;/)

  await fillForm(ivan)
  expect(await versions()).toEqual([1, 1, 2])
})

async function versions(): Promise<unknown[]> {
  const rows = await sql(
    `select profile_version from assessment where person_id = (select id from person where slack_id = $1) order by nth`,
    [ivan.id],
  )
  return rows.map(({ profile_version }) => profile_version)
}
