import { drawn } from '../blocks.ts'
import { newId } from '../ids.ts'
import { type Json, text } from '../json.ts'
import { MODAL_STACK } from '../limits.ts'
import { initialValues, keptValues, type Values } from './state.ts'

/** A modal or a Home tab as it stands before one person. */
export interface View {
  readonly id: string
  readonly user: string
  readonly kind: 'modal' | 'home'
  readonly rootId: string
  readonly previousId: string | null
  readonly hash: string
  /** What the app drew, with the names Slack gave. */
  readonly content: Json
  readonly blocks: readonly Json[]
  readonly values: Values
}

/** The windows of one person, the topmost last. */
export type Stack = readonly View[]

export function topOf(stack: Stack | undefined): View | undefined {
  return stack?.at(-1)
}

export function isFull(stack: Stack): boolean {
  return stack.length >= MODAL_STACK
}

/** The first view of a stack of its own. */
export function rootView(user: string, content: Json, now: number): View {
  const id = newId('V')
  return fresh({ id, user, rootId: id, previousId: null }, content, now)
}

export function pushed(stack: Stack, content: Json, now: number): Stack {
  const top = topOf(stack)
  if (!top) return stack
  return [...stack, fresh({ id: newId('V'), user: top.user, rootId: top.rootId, previousId: top.id }, content, now)]
}

/** The same view drawn anew: the id stays, the hash changes, entered values are kept by Slack's rule. */
export function redrawn(view: View, content: Json, now: number): View {
  const blocks = drawn(content.blocks)
  return { ...view, content, blocks, values: keptValues(view.blocks, view.values, blocks), hash: nextHash(now) }
}

export function replaced(stack: Stack, view: View): Stack {
  return stack.map((each) => (each.id === view.id ? view : each))
}

/** The stack without its top view; closed views that stand below it go too when it was told to clear. */
export function closedTop(stack: Stack): Stack {
  return topOf(stack)?.content.clear_on_close === true ? [] : stack.slice(0, -1)
}

/** The stack without this view and whatever stands on it. */
export function without(stack: Stack, viewId: string): Stack {
  const index = stack.findIndex(({ id }) => id === viewId)
  return index < 0 ? stack : stack.slice(0, index)
}

export function externalIdOf(view: View): string {
  return text(view.content.external_id)
}

function fresh(who: Pick<View, 'id' | 'user' | 'rootId' | 'previousId'>, content: Json, now: number): View {
  const blocks = drawn(content.blocks)
  const kind = content.type === 'home' ? 'home' : 'modal'
  return { ...who, kind, content, blocks, values: initialValues(blocks), hash: nextHash(now) }
}

function nextHash(now: number): string {
  return `${Math.floor(now / 1000)}.${newId('V')}`
}
