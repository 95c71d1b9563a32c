import { describe, expect, test } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import { fillForm } from '../support/form.ts'
import { acked, commandBy, enveloped, hand, openHook, submissionOf } from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { tracesOf } from '../support/own-data.ts'
import { type Person, type Seen, wordsIn } from '../support/person.ts'

const somebody = { title: '', tz: 'Europe/Berlin' }
const others = [
  { ...somebody, id: 'U0SAMGUEST', handle: 'sammy', realName: 'Sam Guestly', isSingleChannelGuest: true },
  {
    ...somebody,
    id: 'U0ROSTRANG',
    handle: 'rosalind',
    realName: 'Ro Strangewell',
    isStranger: true,
    teamId: 'T0ELSEWHER',
  },
  { ...somebody, id: 'U0HELPERBO', handle: 'helperbot', realName: 'Helper', isBot: true },
]
const journey = await startJourney({
  company: { ...exampleCompany, people: [...exampleCompany.people, ...others] },
  slackClock: movedClock(Date.now()),
})

/** Takes the answers to what no person at a keyboard has sent. */
const late = await openHook()

const notForThem = 'This programme is for members of Harbour Works; nothing about you is stored.'
const guestHome =
  'This programme is for members of Harbour Works. Guests are not asked and nothing about you is stored.'

/** A door, and the words behind it. */
type Door = readonly [name: string, open: (who: Person) => Promise<string>]

const word = (name: string): Door => [
  `/nats-level ${name}`.trim(),
  async (who) => answer(await who.command(`/nats-level ${name}`)),
]
const readingDoors: readonly Door[] = ['show', 'history', 'next'].map(word)
const ownDataDoors: readonly Door[] = ['export', 'forget'].map(word)
const formDoors: readonly Door[] = [
  ['/nats-level', async (who) => windowOf(who, await who.command('/nats-level'))],
  ['the shortcut', async (who) => windowOf(who, await who.shortcut('assessment.open'))],
  [
    'a button that opens the form',
    async (who) => {
      await who.command('/nats-level help')
      return windowOf(who, await who.click('Update my level', { in: 'message' }))
    },
  ],
]
const home: Door = ['the Home tab', async (who) => wordsIn((await who.home()).view)]
const help: readonly Door[] = ['help', 'nonsense'].map(word)
const about: Door = word('show @ivan')
const submitted: Door = [
  'a Save of a window that is not theirs',
  async (who) => {
    const ivan = journey.as('U0IVANPET')
    await ivan.command('/nats-level')
    await ivan.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
    const view = await ivan.view()
    await ivan.close()
    if (!view) throw new Error('there is no window')
    const whole = JSON.parse(view.private_metadata)
    const filled = JSON.stringify({ ...whole, a: whole.a.padEnd(40, '-').replaceAll('-', '1'), t: '33333' })
    const third = { ...view, callback_id: 'assessment.save', private_metadata: filled }
    return (await hand(journey, 'interaction', submissionOf(who.id, third, topicsOf(view.private_metadata)))).body
  },
]

describe.each([
  ['a guest of several channels', 'U0KENJIMOR', ['kenji', 'morikubo']],
  ['a guest of one channel', 'U0SAMGUEST', ['sammy', 'guestly']],
  ['somebody of another organisation', 'U0ROSTRANG', ['rosalind', 'strangewell']],
])('%s', (_who, id, names) => {
  test.each([...readingDoors, ...ownDataDoors, ...formDoors])('is told at %s whom this is for', async (_door, open) => {
    expect(await open(journey.as(id))).toBe(notForThem)
  })

  test.each([home])('is told on %s whom this is for', async (_door, open) => {
    expect(await open(journey.as(id))).toBe(guestHome)
  })

  test.each([submitted])('is told after %s whom this is for, and nothing is recorded', async (_door, open) => {
    expect(await open(journey.as(id))).toContain(notForThem)
    expect(await journey.database.sql('select from assessment')).toEqual([])
  })

  test.each(help)('reads at %s what there is', async (_door, open) => {
    expect(await open(journey.as(id))).toContain('`/nats-level export` sends you everything that is stored about you')
  })

  test('reads nothing about anybody', async () => {
    expect(await about[1](journey.as(id))).toBe(
      'There is nothing to show for <@U0IVANPET>. A level is seen by its owner, their manager, their mentor, the admins, and whom they open it to.',
    )
  })

  test('has left no trace by any of it', async () => {
    expect(await tracesOf(journey.database, [id, ...names])).toEqual([])
  })
})

describe('a person whom nobody enrolled', () => {
  const id = 'U0PAVELDOR'
  const pavel = journey.as(id)

  test.each(ownDataDoors)('is told at %s that nothing is stored, and that stays so', async (_door, open) => {
    expect(await open(pavel)).toBe('Nothing about you is stored, so there is nothing to send or to erase.')
    expect(await tracesOf(journey.database, [id])).toEqual([])
  })

  test.each(formDoors)('gets the form at %s', async (_door, open) => {
    expect(await open(pavel)).toContain('Step 1 of 3 · about two minutes, once.')
  })

  test.each(readingDoors)('is invited at %s to set their level', async (_door, open) => {
    expect(await open(pavel)).toContain('Nothing is on record yet.')
  })

  test('finds the invitation on the Home tab, and who will see their level', async () => {
    const words = await home[1](pavel)
    expect(words).toContain('Set my level')
    expect(words).toContain('*Who sees your level:* only you.')
  })

  test('can record, take along and erase like everybody', async () => {
    await fillForm(pavel)
    await pavel.close()
    expect(await word('show')[1](pavel)).toContain('*Middle (2 of 5) · Backend Developer (Go)*')
    expect((await pavel.command('/nats-level export')).responses.at(-1)?.text).toMatch(/^Part (\d) of \1 /)
    expect(await word('forget')[1](pavel)).toContain('This removes 1 assessment, and your name and time zone.')
  })
})

// Slack lets neither act; what was on its way before arrives all the same.
describe.each([
  ['an app', 'U0HELPERBO', ['helperbot']],
  ['somebody whose account was closed', 'U0OLGASID', ['olga', 'sidorchuk']],
])('%s', (_who, id, names) => {
  test.each(['show', 'history', 'next', 'export', 'forget'])(
    'is told by a late %s whom this is for, and leaves no trace',
    async (text) => {
      expect(await hand(journey, 'command', commandBy(id, text, late.url))).toEqual(acked())
      expect(late.take().map(({ text }) => text)).toEqual([notForThem])
      expect(await tracesOf(journey.database, [id, ...names])).toEqual([])
    },
  )

  test('leaves no trace by a late look at the Home tab', async () => {
    const event = { type: 'app_home_opened', user: id, tab: 'home', channel: 'D0', event_ts: '1.2' }
    expect(await hand(journey, 'event', enveloped(event))).toEqual(acked())
    expect(await tracesOf(journey.database, [id, ...names])).toEqual([])
  })
})

function answer(seen: Seen): string {
  return wordsIn(seen.responses.at(-1) ?? null)
}

async function windowOf(who: Person, seen: Seen): Promise<string> {
  await who.close()
  return wordsIn(seen.view)
}

function topicsOf(metadata: string): Record<string, Record<string, object>> {
  const { n } = JSON.parse(metadata)
  const topics = journey.catalog.profiles[0]?.topics ?? []
  return Object.fromEntries([
    ...topics.map(({ id }) => [
      `assessment.topic.${id}#${n}`,
      {
        'assessment.topic': {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: '3' }, value: '3' },
        },
      },
    ]),
    [`assessment.note#${n}`, { 'assessment.note': { type: 'plain_text_input', value: null } }],
  ])
}
