import { objectionTo } from '../accounts.ts'
import { drawn, placesIn } from '../blocks.ts'
import { isRecord, type Json, text } from '../json.ts'
import { ownerOf, type Slack } from '../slack.ts'
import { checkView, isViewTooLarge } from '../validate/index.ts'
import { viewPayload } from '../views/payload.ts'
import { externalIdOf, isFull, pushed, redrawn, rootView, topOf, type View } from '../views/stack.ts'
import { isExternalIdTaken, putView, setStack, standingViews } from '../workspace.ts'
import { type Answer, type Method, missingScope, no, noBecause, type Refusal, yes } from './answer.ts'

export const viewsOpen: Method = {
  required: { view: 'json', trigger_id: 'text' },
  optional: {},
  answer: (slack, given) =>
    withTrigger(slack, given, (user, content) => {
      const refusal = viewRefusal(slack, content, 'modal')
      if (refusal) return refusal
      slack.triggers.use(given.trigger_id)
      const view = rootView(user, content, slack.time.stamp())
      // Another window of the app, if one was open, makes way: its views are gone.
      setStack(slack.workspace, user, [view])
      return shownView(slack, view)
    }),
}

export const viewsPush: Method = {
  required: { view: 'json', trigger_id: 'text' },
  optional: {},
  answer: (slack, given) =>
    withTrigger(slack, given, (user, content) => {
      const stack = slack.workspace.stacks.get(user) ?? []
      if (stack.length === 0) return no('not_found', 'no modal is open that a view could be pushed onto')
      const refusal = isFull(stack) ? no('push_limit_reached') : viewRefusal(slack, content, 'modal')
      if (refusal) return refusal
      slack.triggers.use(given.trigger_id)
      const higher = pushed(stack, content, slack.time.stamp())
      setStack(slack.workspace, user, higher)
      return shownView(slack, topOf(higher))
    }),
}

export const viewsUpdate: Method = {
  required: { view: 'json' },
  optional: { view_id: 'text', external_id: 'text', hash: 'text' },
  answer: (slack, given) => {
    if (given.view_id === undefined && given.external_id === undefined)
      return no('invalid_arguments', 'either view_id or external_id is required')
    const view = standingViews(slack.workspace).find((each) => isMeant(each, given))
    if (!view) return no('not_found')
    if (given.hash !== undefined && given.hash !== view.hash) return no('hash_conflict')
    return redraw(slack, view, given.view)
  },
}

export const viewsPublish: Method = {
  required: { user_id: 'text', view: 'json' },
  optional: { hash: 'text' },
  answer: (slack, given) => {
    const { workspace, app, time } = slack
    const user = text(given.user_id)
    if (!app.homeTab) return no('not_enabled')
    const person = workspace.people.get(user)
    const objection = person ? objectionTo(person, 'publish') : 'user_not_found'
    if (objection) return no(objection)
    const before = workspace.homes.get(user)
    if (given.hash !== undefined && given.hash !== before?.hash) return no('hash_conflict')
    if (before) return redraw(slack, before, given.view)
    if (!isRecord(given.view)) return no('invalid_arguments', 'view must be an object')
    const refusal = viewRefusal(slack, given.view, 'home')
    if (refusal) return refusal
    const view = rootView(user, given.view, time.stamp())
    workspace.homes.set(user, view)
    return shownView(slack, view)
  },
}

/** Why Slack would not take a view; undefined when it would. Also asked of the views that acks carry. */
export function viewRefusal(slack: Slack, content: Json, kind: View['kind'], exceptId?: string): Refusal | undefined {
  if (isViewTooLarge(content)) return no('view_too_large')
  const faults = checkView(content, kind)
  if (faults.length > 0) return noBecause('invalid_arguments', faults)
  if (asksForFiles(content) && !slack.installation.has('files:read')) return missingScope(slack, 'files:read')
  return isExternalIdTaken(slack.workspace, content, exceptId) ? no('duplicate_external_id') : undefined
}

/** block-elements/file-input-element: the app must be able to read what it asks for. */
function asksForFiles({ blocks }: Json): boolean {
  return placesIn(drawn(blocks)).some(({ element }) => element.type === 'file_input')
}

function redraw(slack: Slack, view: View, content: unknown): Answer | Refusal {
  if (!isRecord(content)) return no('invalid_arguments', 'view must be an object')
  const refusal = viewRefusal(slack, content, view.kind, view.id)
  if (refusal) return refusal
  const after = redrawn(view, content, slack.time.stamp())
  putView(slack.workspace, after)
  return shownView(slack, after)
}

function withTrigger(
  slack: Slack,
  given: Json,
  open: (user: string, content: Json) => Answer | Refusal,
): Answer | Refusal {
  const trigger = slack.triggers.look(given.trigger_id)
  if ('error' in trigger) return no(trigger.error)
  return isRecord(given.view) ? open(trigger.user, given.view) : no('invalid_arguments', 'view must be an object')
}

function isMeant(view: View, given: Json): boolean {
  return given.view_id === undefined ? externalIdOf(view) === given.external_id : view.id === given.view_id
}

function shownView(slack: Slack, view: View | undefined): Answer | Refusal {
  return view ? yes({ view: viewPayload(view, ownerOf(slack.workspace)) }) : no('not_found')
}
