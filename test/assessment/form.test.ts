import type { ModalView } from '@slack/types'
import { describe, expect, it, test } from 'vitest'
import {
  itemsStep,
  levelStep,
  loadingWindow,
  readItemsStep,
  readLevelStep,
  readTopicsStep,
  savingWindow,
  sentenceWindow,
  topicsStep,
} from '../../src/assessment/form.ts'
import { type ChosenState, decodeState } from '../../src/assessment/form-state.ts'
import type { Registered } from '../../src/catalog/flow.ts'
import type { Answer, Rating } from '../../src/catalog/rules.ts'
import { baking, largest, nats, registered } from '../catalog/profiles.ts'
import { bakerAnswers, bakerRatings, blankForm, formOf, goAnswers, ivan } from './people.ts'
import { read, refusals, valuesOf, wordsOf } from './slack-says.ts'

const room = registered(nats)
const record = { role: 'go', rank: 2, saidAt: new Date('2026-08-03T10:00:00Z') }
const asked = formOf(ivan, { record })

describe('the first step', () => {
  it('says on a first visit that it takes two minutes, and asks before it explains', () => {
    expect(words(levelStep(room, blankForm))).toEqual([
      'Step 1 of 3 · about two minutes, once.',
      'Your role',
      'Choose your role',
      'Backend Developer (Elixir)',
      'Backend Developer (Go)',
      'Which level describes most of your working days?',
      'Junior (1 of 5)',
      'Middle (2 of 5)',
      'Senior (3 of 5)',
      'Lead / Staff (4 of 5)',
      'Principal (5 of 5)',
      'Choose a level to read what it asks.',
      'Only you see it. For growth, not ranking.',
      'Your NATS level',
      'Cancel',
      'Next',
    ])
  })

  it('is filled in from the record, and says what the level and the next one ask', () => {
    const shown = words(levelStep(room, asked))
    expect(shown[0]).toBe('Step 1 of 3 · last recorded Mon 3 Aug 2026: *Middle (2 of 5) · Go*. Filled in from then.')
    expect(shown).toContain('Builds alone, knows internals, tests with go test')
    expect(shown).toContain(
      '*What Middle asks of Go developers*\n• Independently implements tasks with NATS / NATS JetStream in gin/echo/fiber.\n• Understands internals and optimizes performance.\n• Writes tests using go test.',
    )
    expect(shown).toContain(
      '*One further: Senior*\n• Designs high-throughput NATS/JetStream architectures in Go services.\n• Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems.\n• Mentors team on messaging patterns.',
    )
    expect(shown).toEqual(expect.arrayContaining(['Nothing has changed', 'Only topics and note']))
  })

  it('says that a draft was found, before anything else', () => {
    const draftLeft = new Date('2026-11-02T10:00:00Z')
    expect(words(levelStep(room, { ...asked, draftLeft }))[0]).toBe(
      'Step 1 of 3 · Filled in from the draft you left on Mon 2 Nov. Nothing is recorded until you save.',
    )
  })

  it('knows nothing further at the last level', () => {
    expect(words(levelStep(room, { ...asked, rank: 5 }))).toContain('This is the last level of the profile.')
  })

  it('shows no short cuts to somebody without a record', () => {
    expect(words(levelStep(room, formOf(ivan)))).not.toContain('Nothing has changed')
  })

  it('shows what the source says exactly, whatever characters are in it', () => {
    const baker = registered(baking)
    expect(words(levelStep(baker, { ...blankForm, role: 'baker', rank: 1 })).join()).toContain(
      '• Kneads for &lt;10 minutes&gt; &amp; rests.',
    )
  })

  it('puts a notice on top', () => {
    expect(words(levelStep(room, asked, 'Look here.'))[0]).toBe('Look here.')
  })

  it('dispatches both choices, so that the window follows them', () => {
    const inputs = levelStep(room, asked).blocks.filter((block) => block.type === 'input')
    expect(inputs.map((block) => 'dispatch_action' in block && block.dispatch_action)).toEqual([true, true])
  })
})

describe('the second step', () => {
  it('asks every item of the level and of the next in the source’s words, nothing else', () => {
    const shown = words(itemsStep(room, asked))
    expect(shown[0]).toBe('Step 2 of 3 · *Middle (2 of 5) · Go* · expectations of 17 March 2026')
    expect(shown).toContain('*What Middle asks.* On most days, do you do this…')
    expect(shown).toContain('*What Senior asks.* And how far along are you here?')
    expect(labels(itemsStep(room, asked))).toEqual([
      'Independently implements tasks with NATS / NATS JetStream in gin/echo/fiber.',
      'Understands internals and optimizes performance.',
      'Writes tests using go test.',
      'Designs high-throughput NATS/JetStream architectures in Go services.',
      'Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems.',
      'Mentors team on messaging patterns.',
    ])
    expect(shown.slice(3, 6)).toEqual(['On my own', 'With help', 'Not yet'])
  })

  it('asks three items at the last level', () => {
    expect(labels(itemsStep(room, { ...asked, rank: 5 }))).toHaveLength(3)
  })

  it('marks an item whose wording has changed', () => {
    const [first] = labels(itemsStep(room, { ...asked, reworded: new Set(['go-middle-independent']) }))
    expect(first).toBe('Independently implements tasks with NATS / NATS JetStream in gin/echo/fiber. (new wording)')
  })

  it('leaves every answer open to somebody new, and asks for each', () => {
    const view = itemsStep(room, formOf({ ...ivan, answers: new Map() }))
    expect([...valuesOf(view).values()].flatMap((fields) => [...fields.values()])).toEqual(Array(6).fill(null))
    expect(view.blocks.filter((block) => 'optional' in block)).toEqual([])
  })
})

describe('the third step', () => {
  it('asks the five topics on their scale, and for a note', () => {
    const view = topicsStep(room, asked)
    expect(labels(view)).toEqual([
      'Pub/sub',
      'Request/reply',
      'Key-value store',
      'JetStream persistence',
      'Subject-based routing',
      'Note or link',
    ])
    const shown = words(view)
    expect(shown[0]).toBe('Step 3 of 3 · *Middle (2 of 5) · Go*')
    expect(shown).toEqual(
      expect.arrayContaining([
        '0 · Never used',
        '1 · Tried it',
        '2 · With help',
        '3 · On my own',
        '4 · Could teach it',
        'A project, a pull request, a reminder to yourself. Only you can read it unless you share it in Settings.',
        'Save',
        'Back',
      ]),
    )
    expect(shown.join()).not.toContain('second look')
  })

  test.each([
    [
      3,
      [2, 0, 0, 0, 0, 0] as const,
      '*Worth a second look.* You chose Senior, and two of its three items are “not yet”. Both can be true; a level is about most days.\nYou can save as it is.',
    ],
    [
      2,
      [0, 0, 0, 0, 0, 0] as const,
      '*Worth a second look.* You chose Middle, and all of its three items are “not yet”. Both can be true; a level is about most days.\nYou can save as it is.',
    ],
    [
      2,
      [1, 1, 1, 0, 0, 0] as const,
      '*Worth a second look.* You chose Middle, and none of its three items is “on my own”. Both can be true; a level is about most days.\nYou can save as it is.',
    ],
    [
      2,
      [2, 2, 2, 2, 2, 2] as const,
      '*Worth a second look.* You chose Middle, and do all three Senior items on your own. Senior may describe you better.\nYou can save as it is.',
    ],
  ])('asks one gentle question at rank %i with %j', (rank, given, question) => {
    const shown = words(topicsStep(room, formOf({ ...ivan, rank, answers: goAnswers(rank, given) })))
    expect(shown.filter((line) => line.includes('second look'))).toEqual([question])
    expect(shown).toEqual(expect.arrayContaining(['Look again', 'Save']))
  })
})

it('says what it is doing while it waits, and in one sentence what it cannot do', () => {
  expect(words(loadingWindow(nats))).toEqual([
    'Fetching your last answers… If nothing appears within ten seconds, close this and try again.',
    'Your NATS level',
    'Close',
  ])
  expect(words(savingWindow(nats))[0]).toBe('Saving…')
  expect(words(sentenceWindow(nats, 'No.'))[0]).toBe('No.')
})

describe.each<[string, Registered]>([
  ['smallest', registered(baking)],
  ['usual', room],
  ['largest', registered(largest)],
])('with the %s profile', (_size, known) => {
  const { profile } = known
  const full = everything(known)
  const empty = { ...full, answers: new Map(), ratings: new Map(), note: '' }
  const notice = 'This could not be saved just now; your answers are still here. Reference K7QX-24'
  const windows: readonly (readonly [string, ModalView])[] = [
    ['loading', loadingWindow(profile)],
    ['saving', savingWindow(profile)],
    ['first, new', levelStep(known, { ...blankForm, draw: 1 })],
    ...profile.levels.map(
      (_, at) => [`first, rank ${at + 1}`, levelStep(known, { ...full, rank: at + 1 }, notice)] as const,
    ),
    ...profile.levels.map((_, at) => [`second, rank ${at + 1}`, itemsStep(known, { ...full, rank: at + 1 })] as const),
    ['second, empty', itemsStep(known, empty)],
    ['third', topicsStep(known, full, notice)],
    ['third, second look', topicsStep(known, empty)],
  ]

  test.each(windows)('no window is refused by Slack: %s', (_name, view) => {
    expect(refusals(view)).toEqual([])
  })

  it('carries the whole state in every step', () => {
    for (const view of [levelStep(known, full), itemsStep(known, full), topicsStep(known, full)]) {
      expect(decodeState(view.private_metadata ?? '', known)).toEqual(full)
    }
  })

  it('reads back what it drew', () => {
    expect(readLevelStep(profile, full, valuesOf(levelStep(known, full)))).toEqual({ kind: 'read', state: full })
    expect(readItemsStep(profile, full, valuesOf(itemsStep(known, full)))).toEqual({ kind: 'read', state: full })
    expect(readTopicsStep(profile, full, valuesOf(topicsStep(known, full)))).toEqual({ kind: 'read', state: full })
  })

  it('keeps everything over Next and Back and Next', () => {
    const second = read(readLevelStep(profile, full, valuesOf(levelStep(known, full))))
    const third = read(readItemsStep(profile, second, valuesOf(itemsStep(known, second))))
    const back = read(readTopicsStep(profile, third, valuesOf(topicsStep(known, third)), 'partly'))
    const first = read(readItemsStep(profile, back, valuesOf(itemsStep(known, back)), 'partly'))
    expect(first).toEqual(full)
  })
})

/** The words in the order in which they are read, then title and buttons. */
function words(view: ModalView): readonly string[] {
  return [
    ...wordsOf(view.blocks),
    ...[view.title, view.close, view.submit].flatMap((part) => (part ? [part.text] : [])),
  ]
}

function labels(view: ModalView): readonly string[] {
  return view.blocks.flatMap((block) => ('label' in block && block.type === 'input' ? [block.label.text] : []))
}

/** As much as a form can hold: the last role, every answer and rating, the longest note. */
function everything({ profile, slots }: Registered): ChosenState {
  const role = profile.roles.at(-1)?.id ?? ''
  const saidAt = new Date('2026-08-03T10:00:00Z')
  return {
    ...blankForm,
    role,
    rank: 2,
    answers:
      profile === baking ? bakerAnswers : new Map([...slots.items.keys()].map((id): [string, Answer] => [id, 1])),
    ratings:
      profile === baking ? bakerRatings : new Map([...slots.topics.keys()].map((id): [string, Rating] => [id, 4])),
    note: '"'.repeat(1_000),
    record: { role, rank: 2, saidAt },
    draftLeft: saidAt,
  }
}
