import { describe, expect, it, test } from 'vitest'
import {
  asReadBy,
  type Command,
  type CommandAsRead,
  helpMessage,
  homeLink,
  nearestWord,
  readWords,
} from '../../src/slack/words.ts'
import { messageRefusals, wordsOf } from '../assessment/slack-says.ts'

const words = ['show', 'history', 'next', 'help']
const command: CommandAsRead = {
  name: '/nats-level',
  bare: { does: 'records your level', answer: async () => {} },
  words: [
    { word: 'show', does: 'your record', answer: async () => {} },
    { word: 'history', does: 'how you moved', answer: async () => {} },
    { word: 'next', does: 'what the next level asks', answer: async () => {} },
  ],
  help: {
    update: { actionId: 'assessment.open', value: 'nats-jetstream' },
    home: 'home.open',
    contact: '<@U7>',
    notice: undefined,
  },
}
const asBuilt: Command = {
  ...command,
  help: {
    ...command.help,
    contactFor: async ({ workspaceId }) => `<@U7 of ${workspaceId}>`,
    noticeFor: async ({ slackId }) => (slackId === 'U3' ? 'For U3 alone.' : undefined),
  },
}
const list =
  '`/nats-level` records your level\n`/nats-level show` your record\n`/nats-level history` how you moved\n`/nats-level next` what the next level asks\n`/nats-level help` shows this list'

test.each([
  ['', undefined],
  [' \n\t ', undefined],
  ['show', { word: 'show', rest: '' }],
  ['  show   <@U2|maria>  ', { word: 'show', rest: '<@U2|maria>' }],
  ['show @a  @b', { word: 'show', rest: '@a  @b' }],
  ['show\n@a', { word: 'show', rest: '@a' }],
  ['🎉', { word: '🎉', rest: '' }],
])('it reads “%s” as %j', (text, read) => {
  expect(readWords(text)).toEqual(read)
})

describe('the word that was probably meant', () => {
  test.each([
    ['histroy', 'history'],
    ['History', 'history'],
    ['shw', 'show'],
    ['hlep', 'help'],
    ['nxt', 'next'],
    ['hist', undefined],
    ['x', undefined],
    ['banana', undefined],
    ['h'.repeat(5_000), undefined],
  ])('for “%s” is %s', (typed, meant) => {
    expect(nearestWord(typed, words)).toBe(meant)
  })

  it('is the nearest of several', () => {
    expect(nearestWord('hext', ['help', 'next'])).toBe('next')
  })

  it('is never made up out of nothing', () => {
    expect(nearestWord('ab', ['me', 'ab'])).toBe('ab')
    expect(nearestWord('zz', ['me'])).toBeUndefined()
  })
})

describe('help', () => {
  it('lists every word, and says whom to ask', () => {
    const shown = helpMessage(command, 'slack://app?team=T1&id=A1&tab=home')
    expect(wordsOf(shown.blocks)).toEqual([list, 'Update my level', 'Open Home', 'Questions? Ask <@U7>.'])
    expect(shown.text).toBe('Type /nats-level to record your level; show, history, next.')
    expect(messageRefusals(shown.blocks)).toEqual([])
  })

  it('lists a word that is for some only to those', async () => {
    const admin = { word: 'admin', does: 'lists what admins can do', answer: async () => {} }
    const some: Command = { ...asBuilt, words: [{ ...admin, isFor: async ({ slackId }) => slackId === 'U1' }] }
    const helpFor = async (slackId: string) =>
      helpMessage(await asReadBy({ workspaceId: 'T1', slackId }, some), 'slack://app')
    expect((await helpFor('U1')).text).toBe('Type /nats-level to record your level; admin.')
    expect(wordsOf((await helpFor('U1')).blocks)[0]).toContain('`/nats-level admin` lists what admins can do')
    expect(JSON.stringify(await helpFor('U2'))).not.toContain('admin')
  })

  it('says to each reader what they alone should know, and whom they can ask', async () => {
    const shownTo = async (slackId: string) =>
      wordsOf(helpMessage(await asReadBy({ workspaceId: 'T1', slackId }, asBuilt), 'slack://app').blocks)
    expect((await shownTo('U3')).slice(-2)).toEqual(['For U3 alone.', 'Questions? Ask <@U7 of T1>.'])
    expect((await shownTo('U4')).slice(-2)).toEqual(['Open Home', 'Questions? Ask <@U7 of T1>.'])
  })

  it('names nobody where nobody is known', () => {
    const shown = helpMessage({ ...command, help: { ...command.help, contact: undefined } }, 'slack://app')
    expect(wordsOf(shown.blocks)).toEqual([list, 'Update my level', 'Open Home'])
  })

  it('says that there is no such word, and which one is near', () => {
    const shown = helpMessage(command, 'slack://app', 'Histroy')
    expect(wordsOf(shown.blocks)[0]).toBe('There is no `Histroy` here. Did you mean `history`?')
    expect(shown.text).toBe(
      'There is no “Histroy” here. Did you mean history? Type /nats-level to record your level; show, history, next.',
    )
  })

  it('says what there is when nothing is near', () => {
    expect(wordsOf(helpMessage(command, 'slack://app', 'banana').blocks)[0]).toBe(
      'There is no `banana` here. Here is what there is.',
    )
  })

  test.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U2|maria>', '&lt;@U2|maria&gt;'],
    ['a&b', 'a&amp;b'],
    ['`rm`', '’rm’'],
    ['x'.repeat(40), 'x'.repeat(40)],
    ['x'.repeat(41), `${'x'.repeat(40)}…`],
    ['🎉'.repeat(41), `${'🎉'.repeat(40)}…`],
  ])('repeats “%s” as “%s”: harmless, and 40 characters at most', (typed, echoed) => {
    const shown = helpMessage(command, 'slack://app', typed)
    expect(wordsOf(shown.blocks)[0]).toBe(`There is no \`${echoed}\` here. Here is what there is.`)
    expect(shown.text).toContain(`There is no “${echoed}” here.`)
    expect(messageRefusals(shown.blocks)).toEqual([])
  })
})

it('links to the app’s own Home tab', () => {
  expect(homeLink({ workspaceId: 'T1', appId: 'A1' })).toBe('slack://app?team=T1&id=A1&tab=home')
})
