import type { Json } from './json.ts'
import type { Slack } from './slack.ts'
import type { View } from './views/stack.ts'
import { initialValues, type Values } from './views/state.ts'
import { type Message, notePicked, putView } from './workspace.ts'

/** The surface somebody acts on: a window or Home tab, or a message. */
export type Where = { readonly view: View } | { readonly message: Message }

export function blocksOn(where: Where): readonly Json[] {
  return 'view' in where ? where.view.blocks : where.message.blocks
}

/** What stands in its fields; in a message every reader has picks of their own. */
export function valuesOn(where: Where, user: string): Values {
  if ('view' in where) return where.view.values
  return where.message.picked[user] ?? initialValues(where.message.blocks)
}

/** The surface with these values, remembered by the workspace. */
export function fillIn(slack: Slack, where: Where, user: string, values: Values): Where {
  if ('message' in where) return { message: notePicked(slack.workspace, where.message, user, values) }
  const view = { ...where.view, values }
  putView(slack.workspace, view)
  return { view }
}
