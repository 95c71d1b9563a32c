import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deliver } from '../../src/outbox/send.ts'
import { revise } from '../../src/outbox/store.ts'
import type { Claimed } from '../../src/outbox/store-sending.ts'
import { freshDatabase } from '../support/database.ts'
import { type Fate, fakeSlack } from './fake-slack.ts'
import { people, type Stage, stageIn } from './stage.ts'

const database = await freshDatabase()
const workspaces = ['T1', 'T2']

/** What can become of one letter that was claimed. */
type Turn = Fate | 'dropped' | 'frozen'
type Step =
  | {
      readonly kind: 'write'
      readonly workspace: number
      readonly to: number
      readonly urgent: boolean
      readonly after: number
    }
  | { readonly kind: 'change'; readonly nth: number }
  | { readonly kind: 'claim'; readonly turns: readonly Turn[] }
  /** Those that stood still with a letter in their hands go on. */
  | { readonly kind: 'thaw' }
  | { readonly kind: 'pass'; readonly seconds: number }

const turn = fc.oneof(
  fc.constantFrom<Turn[]>('answered', 'lost-after', 'lost-before', 'dies-after', 'dies-before', 'dropped', 'frozen'),
  fc.constantFrom<Turn[]>({ status: 429, retryAfter: 3 }, { status: 500 }, { error: 'message_limit_exceeded' }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      workspace: fc.nat(1),
      to: fc.nat(2),
      urgent: fc.boolean(),
      after: fc.constantFrom(0, 0, 3_600),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('change' as const), nth: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      turns: fc.array(turn, { minLength: 5, maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'thaw' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1.1, 6, 12, 31, 3_600) }),
  },
)

interface Story {
  readonly take: (step: Step) => Promise<void>
  /** Peace, for so many turns at most. @returns after how many nothing was left to do; every lane has one in each. */
  readonly rest: (most: number) => Promise<number>
  /** Of each letter: what its row says, and what stands in Slack. */
  readonly outcome: () => Promise<readonly object[]>
  /** The same as it should be: each letter arrived once, is known to have, and shows its newest state. */
  readonly expected: () => Promise<readonly object[]>
}

/** A company’s letters, whatever happens to workers, calls and clocks. */
function tell(stage: Stage, lookup: boolean): Story {
  const slacks = new Map(workspaces.map((id) => [id, fakeSlack(stage.now)]))
  const frozen: Claimed[] = []
  let written: readonly { readonly workspaceId: string; readonly key: string }[] = []

  async function take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'write':
        return write(step)
      case 'change':
        return change(step.nth)
      case 'claim':
        return bringAll(await stage.claimed(), step.turns)
      case 'thaw':
        return bringAll(frozen.splice(0), [])
      case 'pass':
        return pass(step.seconds)
    }
  }

  async function write({ workspace, to, urgent, after }: Extract<Step, { kind: 'write' }>): Promise<void> {
    const workspaceId = workspaces[workspace] ?? ''
    const key = `letter-${written.length}`
    const notBefore = new Date(stage.now().getTime() + after * 1_000)
    await stage.write(key, { workspaceId, to: people[to] ?? '', urgent, notBefore })
    written = [...written, { workspaceId, key }]
  }

  async function change(nth: number): Promise<void> {
    const letter = written[nth % Math.max(1, written.length)]
    if (letter) await revise(database.db, letter.workspaceId, letter.key, stage.now())
  }

  async function bringAll(letters: readonly Claimed[], turns: readonly Turn[]): Promise<void> {
    for (const [n, letter] of letters.entries()) await bring(letter, turns[n] ?? 'answered')
  }

  async function bring(letter: Claimed, turn: Turn): Promise<void> {
    if (turn === 'dropped') return
    if (turn === 'frozen') return void frozen.push(letter)
    const slack = slacks.get(letter.workspaceId) ?? fakeSlack(stage.now)
    slack.once(callOf(letter), turn)
    const desk = stage.desk(() => slack.line, { lookup })
    await Promise.race([deliver(desk, letter), slack.death()])
  }

  async function pass(seconds: number): Promise<void> {
    stage.moveTo(new Date(stage.now().getTime() + seconds * 1_000))
    await stage.pass(seconds)
  }

  async function rest(most: number): Promise<number> {
    await take({ kind: 'thaw' })
    for (let turns = 1; turns <= most; turns++) {
      await pass(3_600)
      for (const _lane of [...workspaces, ...workspaces]) await take({ kind: 'claim', turns: [] })
      const open = await database.sql(`select from letter where state in ('planned', 'sending') or shown < revision`)
      if (open.length === 0) return turns
    }
    return Number.POSITIVE_INFINITY
  }

  async function outcome(): Promise<readonly object[]> {
    return (await rows()).map(({ workspace_id, id, ts, key, state, revision, shown }) => {
      const posted =
        slacks
          .get(String(workspace_id))
          ?.posted()
          .filter((each) => each.id === id) ?? []
      const [first] = posted
      const says = first?.text.split(' of ')[0]
      return { key, state, isShown: revision === shown, times: posted.length, isThere: first?.ts === ts, says }
    })
  }

  async function expected(): Promise<readonly object[]> {
    const all = await rows()
    expect(all).toHaveLength(written.length)
    return all.map(({ key, revision }) => ({
      key,
      state: 'sent',
      isShown: true,
      times: 1,
      isThere: true,
      says: `Version ${revision}`,
    }))
  }

  return { take, rest, outcome, expected }
}

function rows(): Promise<Record<string, unknown>[]> {
  return database.sql('select * from letter order by workspace_id, key')
}

/** What goes wrong for this letter: its post, its edit, or every other time the look for it. */
function callOf({ state, attempts }: Claimed): string {
  if (state === 'sent') return 'chat.update'
  return state === 'sending' && attempts % 2 === 0 ? 'conversations.history' : 'chat.postMessage'
}

async function play(steps: readonly Step[], lookup: boolean): Promise<Story> {
  const story = tell(await stageIn(database, workspaces), lookup)
  for (const each of steps) await story.take(each)
  return story
}

it('loses nothing, says nothing twice and lets nobody wait for ever, however claims, calls, deaths and clocks interleave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      const story = await play(steps, true)
      // In each turn every lane takes one letter of each person at least; then the edits.
      expect(await story.rest(16)).toBeLessThanOrEqual(16)
      expect(await story.outcome()).toEqual(await story.expected())
    }),
    {
      numRuns: Number(process.env.INTERLEAVINGS ?? 40),
      ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
    },
  )
}, 120_000)

it('says things twice without the look into the conversation', async () => {
  const found = await fc.check(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      const story = await play(steps, false)
      await story.rest(16)
      return (await story.outcome()).every((letter) => 'times' in letter && letter.times === 1)
    }),
    { numRuns: 40, endOnFailure: true },
  )
  expect(found.failed).toBe(true)
})
