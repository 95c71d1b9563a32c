import type { HomeView, ModalView } from '@slack/types'
import type { Message } from '../../../src/slack/kit.ts'
import { nameOf } from '../names.ts'
import type { Subject } from './subjects.ts'

export type Shown = ModalView | HomeView | Message

/** One view of the product in one of its situations. */
export interface Drawn {
  /** The callback id of a view, the name of a message. */
  readonly id: string
  /** The situation, in a few words. */
  readonly name: string
  readonly size: Subject['size']
  readonly shown: Shown
}

/** What somebody meets, whomever it is about. */
export interface Situation {
  readonly name: string
  readonly draw: (subject: Subject) => Shown
}

/** The situation for each of them; a view that says the same of several stands there once. */
export function drawnFor(subjects: readonly Subject[], { name, draw }: Situation): readonly Drawn[] {
  const usual = subjects.filter(isUsual).map((subject) => asRead(draw(subject)))
  return subjects.flatMap((subject) => {
    const shown = draw(subject)
    if (!isUsual(subject) && usual.includes(asRead(shown))) return []
    const id = nameOf(shown)
    if (id === undefined) throw new Error(`the gallery’s “${name}”: found no callback id and no name, expected one`)
    return [{ id, name: subject.letters ? `${name}, ${subject.letters}` : name, size: subject.size, shown }]
  })
}

/** All but what travels unseen. */
function asRead(shown: Shown): string {
  return JSON.stringify({ ...shown, private_metadata: undefined })
}

function isUsual({ size, letters }: Subject): boolean {
  return size === 'usual' && letters === undefined
}
