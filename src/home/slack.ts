import type { Person } from '../directory/rules.ts'
import { visitorOf } from '../directory/slack.ts'
import type { Doors, HomeAsk } from '../slack/doors.ts'
import { type HomeRoom, openHome, renewedHome } from './flow.ts'

export const ids = { open: 'home.open' } as const

export function bindHome(doors: Doors, room: HomeRoom): void {
  doors.homeOpened(async (ask) => {
    await ask.slack.views.publish({ user_id: ask.slackId, view: await openHome(room, visitorOf(ask)) })
  })
  // A link: Slack opens the tab by itself and only tells us.
  doors.click(ids.open, (ask) => ask.ack())
}

/** Draws the tab again after its owner changed something. */
export async function renewHome(room: HomeRoom, ask: HomeAsk, person: Person): Promise<void> {
  const view = await renewedHome(room, person)
  if (view) await ask.slack.views.publish({ user_id: ask.slackId, view })
}
