import { asTyped, escaped, type Message, said } from '../slack/kit.ts'
import type { NotForThem } from './rules.ts'

/** For guests, people of other workspaces and apps: nothing was written, and nothing will be. */
export function notForThemSentence(
  workspaceName: string | undefined,
  { stored }: Pick<NotForThem, 'stored'> = {},
): string {
  const members = membersOf(workspaceName)
  return stored ? `${members}. ${fromBefore}` : `${members}; nothing about you is stored.`
}

export function notForThem(workspaceName: string | undefined, them?: Pick<NotForThem, 'stored'>): Message {
  const sentence = notForThemSentence(workspaceName, them)
  return said('directory.not-for-them', sentence, sentence)
}

/** The same on the Home tab, where there is room to say why. */
export function homeForGuests(workspaceName: string | undefined, { stored }: Pick<NotForThem, 'stored'> = {}): string {
  return `${membersOf(workspaceName)}. ${stored ? fromBefore : 'Guests are not asked and nothing about you is stored.'}`
}

function membersOf(workspaceName: string | undefined): string {
  // Whether Slack has escaped it or not.
  return `This programme is for members of ${escaped(asTyped(workspaceName ?? 'this workspace'))}`
}

const fromBefore =
  'What was stored while you were one is still yours: the words “export” and “forget” after the command send it to you, or erase it.'
