import { ErrorCode } from '@slack/web-api'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { areRecordsAway, type Failure, failureOf, guard, newReference } from '../../src/slack/guard.ts'
import { type Log, NotReady } from '../../src/world.ts'

const sentences = { admin: '<@U7>' }
const sentencesOf = () => sentences
const reference = /^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{2}$/

const lines: { readonly level: string; readonly facts: unknown; readonly words: unknown }[] = []
beforeEach(() => lines.splice(0))

describe('a failure', () => {
  test.each([
    [
      'something unexpected',
      new Error('boom'),
      'unexpected',
      'Something went wrong on our side and nothing was changed. Please try again; if it happens twice, give <@U7> this reference: {ref}.',
    ],
    [
      'something that is no error',
      'boom',
      'unexpected',
      'Something went wrong on our side and nothing was changed. Please try again; if it happens twice, give <@U7> this reference: {ref}.',
    ],
    [
      'records not reached yet',
      new NotReady('not yet'),
      'records-away',
      'Your record cannot be reached right now. Nothing is lost; please try again in a few minutes. {ref}',
    ],
    [
      'a database that is away',
      Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
      'records-away',
      'Your record cannot be reached right now. Nothing is lost; please try again in a few minutes. {ref}',
    ],
    [
      'a dead trigger',
      refusal('expired_trigger_id'),
      'too-slow',
      'Slack was too slow to open the window. Please type the command again.',
    ],
    [
      'another refusal of Slack’s',
      refusal('invalid_blocks'),
      'unexpected',
      'Something went wrong on our side and nothing was changed. Please try again; if it happens twice, give <@U7> this reference: {ref}.',
    ],
  ])('of %s has its sentence', (_what, error, kind, sentence) => {
    const failure = failureOf(error, sentences)
    expect(failure.kind).toBe(kind)
    expect(failure.reference).toMatch(reference)
    const said = sentence.replace('{ref}', failure.reference)
    expect(failure.message.blocks).toEqual([
      { type: 'section', block_id: `slack.failure.${kind}`, text: { type: 'mrkdwn', text: said } },
    ])
    expect(failure.message.text).toBe(said.replace('<@U7>', 'whoever runs this app'))
    expect(failure.home).toBe(
      `Your page cannot be drawn right now. Nothing is lost; open this tab again in a minute. Reference ${failure.reference}`,
    )
  })

  it('knows records that will come back by themselves', () => {
    expect(areRecordsAway(new NotReady('x'))).toBe(true)
    expect(areRecordsAway(new Error('x'))).toBe(false)
  })
})

it('draws references from letters and digits that cannot be misheard', () => {
  const drawn = Array.from({ length: 500 }, newReference)
  expect(drawn.filter((one) => !reference.test(one))).toEqual([])
  expect(new Set(drawn).size).toBeGreaterThan(495)
  expect(new Set(drawn.join('').replaceAll('-', '')).size).toBe(32)
})

describe('the last catch', () => {
  it('is silent while all goes well', async () => {
    const told: Failure[] = []
    await guard(log()).run('home', async () => {}, tellInto(told), sentencesOf)
    expect([told, lines]).toEqual([[], []])
  })

  it('tells the person, and writes the rest to the log under the same reference', async () => {
    const told: Failure[] = []
    const error = new Error('boom')
    await guard(log()).run('assessment.save', () => Promise.reject(error), tellInto(told), sentencesOf)
    expect(told).toHaveLength(1)
    expect(lines).toEqual([
      {
        level: 'error',
        facts: { at: 'assessment.save', ref: told[0]?.reference, err: error },
        words: 'a handler failed',
      },
    ])
  })

  it('tells nobody about a window that is closed', async () => {
    const told: Failure[] = []
    await guard(log()).run('x', () => Promise.reject(refusal('not_found')), tellInto(told), sentencesOf)
    expect(told).toEqual([])
    expect(lines.map(({ level }) => level)).toEqual(['debug'])
  })

  it('stands even when the person cannot be told', async () => {
    const failed = () => Promise.reject(new Error('no way'))
    await guard(log()).run('x', failed, failed, sentencesOf)
    expect(lines.map(({ level, words }) => [level, words])).toEqual([
      ['error', 'a handler failed'],
      ['warn', 'the person could not be told'],
    ])
  })

  it('stands when telling fails before it begins', async () => {
    const failed = () => Promise.reject(new Error('no way'))
    const throws = () => {
      throw new Error('at once')
    }
    await expect(guard(log()).run('x', failed, throws, sentencesOf)).resolves.toBeUndefined()
  })

  it('gives the words to a handler that tells of its failure by itself', () => {
    const failure = guard(log()).report('x', new NotReady('x'), sentencesOf)
    expect(failure.kind).toBe('records-away')
    expect(lines).toHaveLength(1)
  })
})

function refusal(word: string): Error {
  return Object.assign(new Error(word), { code: ErrorCode.PlatformError, data: { ok: false, error: word } })
}

function tellInto(told: Failure[]) {
  return async (failure: Failure) => void told.push(failure)
}

function log(): Log {
  const at = (level: string) => (facts: unknown, words?: unknown) => void lines.push({ level, facts, words })
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
