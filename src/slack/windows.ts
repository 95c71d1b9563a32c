import type { ModalView } from '@slack/types'
import { type ClickAsk, type CommandAsk, showWindow } from './doors.ts'
import { OlderRelease } from './payloads.ts'

/** A window at once, with the trigger; what is read behind it follows, or the sentence of its failure. */
export async function showAndFill(
  ask: CommandAsk | ClickAsk,
  first: ModalView,
  sentence: (words: string) => ModalView,
  read: (viewId: string) => Promise<ModalView>,
): Promise<void> {
  const viewId = await showWindow({ view: undefined, ...ask }, first)
  if (!viewId) return
  const view = await read(viewId).catch((error: unknown) => sentence(ask.report(error).message.text))
  await ask.slack.views.update({ view_id: viewId, view })
}

/** In the place of the window that was clicked in. */
export async function redraw(ask: ClickAsk, view: ModalView): Promise<void> {
  if (ask.view) await ask.slack.views.update({ view_id: ask.view.id, view })
}

/** What was clicked on is not as this release draws it: whoever clicked gets a way on. */
export function older(what: string): never {
  throw new OlderRelease(`${what} is not as this release draws it`)
}
