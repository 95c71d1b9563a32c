import type { KnownBlock, ModalView } from '@slack/types'
import { distance } from 'fastest-levenshtein'
import { isDatabaseAway } from '../db/errors.ts'
import type { CommandAsk, Doors } from './doors.ts'
import { actions, asTyped, button, context, escaped, type Message, message, modal, section } from './kit.ts'

/** One word after the command, as a room hands it over. */
export interface Word {
  readonly word: string
  /** Finishes the line “`/nats-level history`: …” in `help`. */
  readonly does: string
  readonly answer: (ask: CommandAsk, rest: string) => Promise<void>
  /** Leads to the same, where a list of words has room for buttons. */
  readonly button?: { readonly actionId: string; readonly text: string; readonly value?: string }
  /** Who finds it in help; everybody when absent. Whoever types it is answered by the word itself. */
  readonly isFor?: (reader: Reader) => Promise<boolean>
}

type Reader = Pick<CommandAsk, 'workspaceId' | 'slackId'>

export interface Command {
  /** With its slash. */
  readonly name: string
  /** The command alone. */
  readonly bare: { readonly does: string; readonly answer: (ask: CommandAsk) => Promise<void> }
  readonly words: readonly Word[]
  readonly help: HelpExtras
}

/** What rooms add to the help of every command. */
export interface HelpExtras extends HelpButtons {
  /** Who answers questions. */
  readonly contactFor: (reader: Reader) => Promise<string | undefined>
  /** What this reader should know beside the words; most often nothing. */
  readonly noticeFor: (reader: Reader) => Promise<string | undefined>
}

interface HelpButtons {
  readonly update: { readonly actionId: string; readonly value: string }
  readonly home: string
}

/** A command as help shows it to one reader. */
export interface CommandAsRead extends Omit<Command, 'help'> {
  readonly help: HelpButtons & { readonly contact: string | undefined; readonly notice: string | undefined }
}

/** Binds a command and its words; anything else is answered with help, privately. */
export function bindCommand(doors: Doors, command: Command): void {
  doors.command(command.name, async (ask) => {
    const typed = readWords(ask.text)
    if (!typed) return command.bare.answer(ask)
    const known = command.words.find(({ word }) => word === typed.word.toLowerCase())
    if (known) return known.answer(ask, typed.rest)
    await ask.ack()
    const unknown = typed.word.toLowerCase() === 'help' ? undefined : typed.word
    await ask.reply(helpMessage(await asReadBy(ask, command), homeLink(ask), unknown))
  })
}

/** The command with what is for this reader. */
export async function asReadBy(reader: Reader, command: Command): Promise<CommandAsRead> {
  const { update, home, contactFor, noticeFor } = command.help
  const isFor = await Promise.all(command.words.map(async (word) => !word.isFor || known(word.isFor(reader), false)))
  const [contact, notice] = await Promise.all([
    known(contactFor(reader), undefined),
    known(noticeFor(reader), undefined),
  ])
  const words = command.words.filter((_, at) => isFor[at])
  return { ...command, words, help: { update, home, contact, notice } }
}

/** Help is there while the database is away; what only that knows is left out of it. */
async function known<T>(asked: Promise<T>, unknown: T): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (isDatabaseAway(error)) return unknown
    throw error
  }
}

/** The first word and the rest of what was typed, or undefined when nothing was. */
export function readWords(text: string): { word: string; rest: string } | undefined {
  const [, word, rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(text.trim()) ?? []
  return word === undefined ? undefined : { word, rest }
}

/** The word that was probably meant: at most two letters away, the nearest first. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((word) => ({ word, away: distance(typed.toLowerCase().slice(0, 40), word) }))
    .filter(({ word, away }) => away <= 2 && away < word.length)
    .sort((a, b) => a.away - b.away)
  return best?.word
}

/** The app’s Home tab, as Slack’s clients open it. */
export function homeLink(ask: { readonly workspaceId: string; readonly appId: string }): string {
  return `slack://app?team=${ask.workspaceId}&id=${ask.appId}&tab=home`
}

const echoed = 40

export function helpMessage(command: CommandAsRead, link: string, unknown?: string): Message {
  const words = command.words.map(({ word }) => word)
  const summary = `Type ${command.name} to record your level; ${words.join(', ')}.`
  const blocks = helpBlocks(command, link)
  if (unknown === undefined) return message({ name: 'slack.help', text: summary, blocks })
  const first = unknownSentence(asTyped(unknown), [...words, 'help'])
  return message({
    name: 'slack.help.unknown-word',
    text: `${first.plain} ${summary}`,
    blocks: [section(first.marked), ...blocks],
  })
}

/** The same list of every command, for readers of the Home tab. */
export function helpWindow(commands: readonly CommandAsRead[], link: string): ModalView {
  const blocks = commands.flatMap((command) => helpBlocks(command, link))
  return modal({ callbackId: 'slack.help', title: 'Help', blocks })
}

function helpBlocks({ name, bare, words, help }: CommandAsRead, link: string): [KnownBlock, ...KnownBlock[]] {
  const lines = [
    `\`${name}\` ${bare.does}`,
    ...words.map(({ word, does }) => `\`${name} ${word}\` ${does}`),
    `\`${name} help\` shows this list`,
  ]
  return [
    section(lines.join('\n')),
    actions(
      button(help.update.actionId, 'Update my level', { value: help.update.value }),
      button(help.home, 'Open Home', { url: link }),
    ),
    ...(help.notice ? [section(help.notice)] : []),
    ...(help.contact ? [context(`Questions? Ask ${help.contact}.`)] : []),
  ]
}

/** That there is no such word, and which of these was probably meant; what was typed is harmless in it. */
export function unknownSentence(typed: string, words: readonly string[]): { marked: string; plain: string } {
  const shown = [...typed].length > echoed ? `${[...typed].slice(0, echoed).join('')}…` : typed
  const quoted = escaped(shown.replaceAll('`', '’'))
  const near = nearestWord(typed, words)
  const hint = near
    ? { marked: `Did you mean \`${near}\`?`, plain: `Did you mean ${near}?` }
    : { marked: 'Here is what there is.', plain: 'Here is what there is.' }
  return {
    marked: `There is no \`${quoted}\` here. ${hint.marked}`,
    plain: `There is no “${quoted}” here. ${hint.plain}`,
  }
}
