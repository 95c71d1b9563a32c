import { afterEach, describe, expect, it, test } from 'vitest'
import {
  acked,
  commandBy,
  filled,
  type Handed,
  hand,
  openHook,
  rowsIn,
  stepsOf,
  submissionOf,
  windowOf,
} from '../support/handed.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const journey = await startJourney()
const hook = await openHook()
const ivan = journey.as('U0IVANPET')

afterEach(async () => {
  await journey.database.sql('truncate seen, workspace cascade')
})

describe('a note is kept and shown as it was typed, and calls nobody', () => {
  test.each<[what: string, typed: string, kept?: string]>([
    ['mentions', '<@U0ANNALIND> <!channel> <#C1|general> @here'],
    ['links', '<https://evil.example|https://good.example> https://example.com/a_b?c=*d* javascript:alert(1)'],
    ['marks', '*bold* _it_ ~no~ `code` > quote &amp; &lt;b&gt;'],
    ['emoji', '👩‍👩‍👧‍👦 :tada: 🏴‍☠️ e\u0301'],
    ['right-to-left marks', 'level \u202e5 roines\u202c שלום \u2067مرحبا\u2069'],
    ['control characters', 'a\u0000b\u0007c\u001b[31md\u2028e\u0085f\ttab\r\nline', 'abc[31mdef\ttab\nline'],
    ['half a character', 'half \ud83d of one', 'half \ufffd of one'],
    ['space around it', '  \n see the wiki \t\n', 'see the wiki'],
    ['1,000 characters', 'x'.repeat(1_000)],
    ['1,000 emoji', '🎉'.repeat(1_000)],
  ])('%s', async (_what, typed, kept = typed) => {
    expect(wordsIn(windowOf(await save(typed)))).toContain('Middle · Go is on record')
    expect(await journey.database.sql('select text from note')).toEqual([{ text: kept }])
    const [answer] = (await ivan.command('/nats-level show')).responses
    const shown = answer?.blocks.find(({ type }) => type === 'rich_text')
    expect(literally(shown)).toBe(`Note (only you)\n${kept}`)
    expect(new Set(kindsIn(shown))).toEqual(new Set(kept.includes('https://') ? ['text', 'link'] : ['text']))
  })
})

test.each([
  [1_001, '1,001'],
  [3_000, '3,000'],
])('a note of %i characters is told at its field, with both numbers', async (length, words) => {
  const { response_action, errors } = JSON.parse((await save('é'.repeat(length))).body)
  expect([response_action, ...Object.values(errors)]).toEqual([
    'errors',
    `${words} characters; 1,000 fit. Please shorten it, or keep the rest behind a link.`,
  ])
  expect(Object.keys(errors)[0]).toMatch(/^assessment\.note#/)
  expect(await rowsIn(journey)).toMatchObject({ assessment: 0, seen: 0 })
})

describe('a name', () => {
  it('of 80 characters, full of marks, is neither formatted nor cut', async () => {
    const name = '*_~`'.repeat(20)
    const asked = commandBy(ivan.id, `show <@U0PAVELDOR|${name}>`, hook.url)
    expect(await hand(journey, 'command', asked)).toEqual(acked())
    expect(wordsIn(hook.last())).toBe(
      'There is nothing to show for <@U0PAVELDOR>. A level is seen by its owner, their manager, their mentor, the admins, and whom they open it to.',
    )
    expect(hook.last()?.text).toBe(
      `There is nothing to show for ${name}. A level is seen by its owner, their manager, their mentor, the admins, and whom they open it to.`,
    )
  })

  it('that Slack did not choose is repeated in its first 40 characters, and calls nobody', async () => {
    const asked = commandBy(ivan.id, `show &lt;!channel&gt;*@${'i'.repeat(80)}`, hook.url)
    expect(await hand(journey, 'command', asked)).toEqual(acked())
    expect(wordsIn(hook.last())).toBe(
      `“&lt;!channel&gt;*@${'i'.repeat(28)}” is not a person Slack could find; choose the name from the list that appears while typing.`,
    )
  })
})

async function save(note: string): Promise<Handed> {
  const [, , view] = await stepsOf(ivan)
  const chosen = { 'assessment.topic': '2', 'assessment.note': note }
  return hand(journey, 'interaction', submissionOf(ivan.id, view, filled(view, chosen)))
}

type RichText = { readonly elements?: readonly { readonly elements: readonly Piece[] }[] }
type Piece = { readonly type: string; readonly text?: string; readonly url?: string }

function piecesOf(shown: object | undefined): readonly Piece[] {
  return ((shown ?? {}) as RichText).elements?.flatMap(({ elements }) => elements) ?? []
}

/** The words of a rich text, its links as they were typed. */
function literally(shown: object | undefined): string {
  return piecesOf(shown)
    .map(({ text, url }) => url ?? text)
    .join('')
}

function kindsIn(shown: object | undefined): readonly string[] {
  return piecesOf(shown).map(({ type }) => type)
}
