import { actions, asTyped, button, type Message, message, section } from '../slack/kit.ts'
import { unknownSentence, type Word } from '../slack/words.ts'

/** `admin` alone, or followed by a word that means nothing: what there is. */
export function adminMessage(
  command: string,
  words: readonly Pick<Word, 'word' | 'does' | 'button'>[],
  unknown?: string,
): Message {
  const summary = `Admins can type ${words.map(({ word }) => `${command} admin ${word}`).join(', ')}.`
  const list = words.map(({ word, does }) => `\`${command} admin ${word}\` ${does}`).join('\n')
  const buttons = words.flatMap((word) => word.button ?? [])
  const ways = buttons.map(({ actionId, text, ...more }) => button(actionId, text, more))
  const rest = [section(list), ...(ways.length > 0 ? [actions(...ways)] : [])] as const
  if (unknown === undefined) return message({ name: 'ops.admin', text: summary, blocks: rest })
  const first = unknownSentence(
    asTyped(unknown),
    words.map(({ word }) => word),
  )
  return message({
    name: 'ops.admin.unknown-word',
    text: `${first.plain} ${summary}`,
    blocks: [section(first.marked), ...rest],
  })
}
