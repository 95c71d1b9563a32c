import { anybody } from '../slack/guard.ts'
import { actions, asTyped, button, type Message, message, said, section } from '../slack/kit.ts'
import { unknownSentence, type Word } from '../slack/words.ts'
import { ids } from './form-letters.ts'

/** `admin` alone, or followed by a word that means nothing: what there is. */
export function adminMessage(
  command: string,
  words: readonly Pick<Word, 'word' | 'does'>[],
  unknown?: string,
): Message {
  const summary = `Admins can type ${words.map(({ word }) => `${command} admin ${word}`).join(', ')}.`
  const list = words.map(({ word, does }) => `\`${command} admin ${word}\` ${does}`).join('\n')
  const rest = [section(list), actions(button(ids.open, 'Undelivered letters'))] as const
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

/** To everybody else, whatever they typed or pressed. */
export function adminsOnly(admin: string): Message {
  return said('ops.admins-only', adminsOnlySentence(admin), adminsOnlySentence(anybody))
}

function adminsOnlySentence(admin: string): string {
  return `This is for admins. If that should be you, ${admin} can look.`
}
