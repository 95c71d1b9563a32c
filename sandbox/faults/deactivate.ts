import { tellApp } from '../control/events.ts'
import { userEvent } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { putPerson } from '../workspace.ts'

/** Somebody's account is closed at a bad moment. The app hears of it as of any other, while its call is still open. */
export function deactivate(slack: Slack, id: string): void {
  const person = slack.workspace.people.get(id)
  if (!person) return
  const closed = { ...person, isDeleted: true, updated: Math.floor(slack.time.stamp() / 1000) }
  putPerson(slack.workspace, closed)
  void tellApp(slack, userEvent(slack, 'user_change', closed))
}
