import type { ModalView } from '@slack/types'
import { ids as assessment } from '../assessment/views-parts.ts'
import { type ClickAsk, type Doors, showWindow } from '../slack/doors.ts'
import { actions, button, escaped, type Message, message, modal, section, unmarked } from '../slack/kit.ts'
import { homeLink } from '../slack/words.ts'
import { ids as home } from './slack.ts'

/** What is not there any more, in the words that stand before the way on. */
export const gone = {
  button: 'This button belongs to an older message.',
  window: 'This window was opened before an update, and nothing in it was recorded.',
  shortcut: 'This shortcut belongs to an older release.',
  command: (typed: string) => `\`${escaped(typed)}\` is not a command of this app any more.`,
} as const

/** What nobody has bound, most often something of an older release: never silence, always a way on. */
export function bindTheRest(doors: Doors, command: string): void {
  doors.otherwise({
    command: async (ask) => {
      await ask.ack()
      await ask.reply(movedMessage(ask, command, gone.command(ask.command)))
    },
    click: async (ask) => {
      await ask.ack()
      const what = ask.view?.kind === 'modal' ? gone.window : gone.button
      if (ask.messageTs === undefined) await showWindow(ask, movedWindow(ask, command, what))
      else await ask.reply(movedMessage(ask, command, what))
    },
    submission: (ask) => ask.ack({ update: movedWindow(ask, command, gone.window) }),
    shortcut: async (ask) => {
      await ask.ack()
      await showWindow({ ...ask, view: undefined }, movedWindow(ask, command, gone.shortcut))
    },
  })
}

/** Where the reader stands; without the app’s id there is no link to its Home tab. */
type Place = Pick<ClickAsk, 'workspaceId' | 'appId'>

export function movedMessage(place: Place, command: string, what: string): Message {
  return message({
    name: 'home.moved',
    text: `${unmarked(what)} Type ${command}, or open the app’s Home tab, to go on.`,
    blocks: [
      section(`${what} Here is where that lives now:`),
      actions(
        button(assessment.open, 'Update my level'),
        ...(place.appId ? [button(home.open, 'Open Home', { url: homeLink(place) })] : []),
      ),
    ],
  })
}

export function movedWindow(place: Place, command: string, what: string): ModalView {
  return modal({ callbackId: 'slack.moved', title: 'Moved', blocks: movedMessage(place, command, what).blocks })
}
