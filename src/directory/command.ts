/** Whom and which channels somebody named after a command, each once and in the order typed, and what else they wrote. */
export interface Mentioned {
  readonly slackIds: readonly string[]
  readonly channelIds: readonly string[]
  /** Without the mentions; spaces are one. Empty where nothing else was typed. */
  readonly rest: string
}

/**
 * Reads a command’s text as Slack hands it over: “<@U0123ABCDEF|ivan>” and “<#C0123ABCDEF|general>” where somebody chose a
 * name from the list. A name that was only typed stays in `rest`.
 */
export function peopleIn(text: string): Mentioned {
  return {
    slackIds: once([...text.matchAll(person)].map(([, id = '']) => id)),
    channelIds: once([...text.matchAll(channel)].map(([, id = '']) => id)),
    rest: text.replaceAll(person, ' ').replaceAll(channel, ' ').replaceAll(/\s+/gu, ' ').trim(),
  }
}

const person = /<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>/gu
const channel = /<#([CG][A-Z0-9]{2,20})(?:\|[^>]*)?>/gu

function once(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)]
}
