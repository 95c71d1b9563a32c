import type { Overflow } from '@slack/types'
import type { Person } from '../directory/rules.ts'
import { visitorOf } from '../directory/slack.ts'
import type { Asking, ClickAsk, Doors } from '../slack/doors.ts'
import { overflow } from '../slack/kit.ts'
import { type DrawnHome, erasedHome, type HomeRoom, homeAfterErasure, openHome, renewedHome } from './flow.ts'

export const ids = { open: 'home.open', more: 'home.more' } as const

/** One line of the tab’s three dots, handed over by the room whose deed it is. */
export interface MenuLine {
  /** What it is about, after its deed: `export:me`. */
  readonly value: `${string}:${string}`
  readonly text: string
  /** Acks, and answers in a window. */
  readonly answer: (ask: ClickAsk) => Promise<void>
}

export function bindHome(doors: Doors, room: HomeRoom, menu: readonly MenuLine[]): void {
  doors.homeOpened(async (ask) => {
    const home = await openHome(room, visitorOf(ask))
    if (home) await publish(room, ask, home)
  })
  // A link: Slack opens the tab by itself and only tells us.
  doors.click(ids.open, (ask) => ask.ack())
  doors.click(ids.more, async (ask) => {
    const line = menu.find(({ value }) => value === ask.value)
    await (line ? line.answer(ask) : ask.ack())
  })
}

/** Draws the tab again after its owner changed something. */
export async function renewHome(room: HomeRoom, ask: Asking, person: Person): Promise<void> {
  const home = await renewedHome(room, person)
  if (home) await publish(room, ask, home)
}

/** Draws the tab again after its owner erased everything: Slack would go on showing what it was given before. */
export async function renewErasedHome(room: HomeRoom, ask: Asking, before: Person): Promise<void> {
  const home = await erasedHome(room, before)
  if (home) await publish(room, ask, home)
}

export function homeMenu(lines: readonly Omit<MenuLine, 'answer'>[]): Overflow {
  return overflow(ids.more, lines)
}

async function publish(room: HomeRoom, ask: Asking, home: DrawnHome): Promise<void> {
  await ask.slack.views.publish({ user_id: ask.slackId, view: home.view })
  const again = await homeAfterErasure(room, visitorOf(ask), home)
  if (again) await ask.slack.views.publish({ user_id: ask.slackId, view: again.view })
}
