import type { Place } from '../blocks.ts'
import type { Person } from '../company.ts'
import { isRecord, type Json, sameJson, shown } from '../json.ts'
import type { Slack } from '../slack.ts'
import type { View } from '../views/stack.ts'
import { valueIn, withValue } from '../views/state.ts'
import { fillIn } from '../where.ts'
import { topView } from '../workspace.ts'
import { actOn, chosenIn, dispatches, offeredOptions } from './act.ts'
import { fieldFor, fieldsOf, listed } from './find.ts'
import { readBody, readOptionalText, readPerson } from './input.ts'
import { type Deed, NOTHING_SENT, sawAfter } from './outcome.ts'
import { pickedValue } from './pick.ts'
import { refuse } from './refusal.ts'
import { clientErrors } from './required.ts'
import { sendSubmission } from './submission.ts'
import { mustBeMeant } from './target.ts'

type Wish = readonly [key: string, wanted: unknown]

/** Fills the open window in its own order and presses its Submit. */
export async function submitView(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', 'values', 'view'])
  const person = readPerson(slack, given.user)
  const values = given.values ?? {}
  if (!isRecord(values)) return refuse(`“values” is ${shown(values)}; expected an object from field to value.`)
  openView(slack, person, readOptionalText(given, 'view'))
  return sawAfter(slack, person, async () => {
    await fill(slack, person, Object.entries(values))
    return press(slack, person)
  })
}

/** The topmost window, which is the one somebody meant where they said so. */
export function openView(slack: Slack, person: Person, meant?: string): View {
  const top =
    topView(slack.workspace, person.id) ??
    refuse(`No window is open for ${person.id}; open one first, with POST /control/command or a shortcut.`)
  mustBeMeant(top, meant)
  return top
}

async function press(slack: Slack, person: Person): Promise<Deed> {
  const view = openView(slack, person)
  if (view.content.submit === undefined)
    return refuse('This window has no Submit button; use POST /control/click or /control/close.')
  const errors = clientErrors(view)
  return Object.keys(errors).length > 0 ? { ...NOTHING_SENT, errors } : sendSubmission(slack, person, view)
}

/** One wish after the other, in the order of the page; one that dispatches waits until the app has redrawn. */
async function fill(slack: Slack, person: Person, wishes: readonly Wish[]): Promise<void> {
  let waiting = wishes
  while (waiting.length > 0) {
    const view = openView(slack, person)
    const { place, wish } = nextIn(view, waiting)
    waiting = waiting.filter((each) => each !== wish)
    await enter(slack, person, view, place, wish)
  }
}

function nextIn(view: View, waiting: readonly Wish[]): { readonly place: Place; readonly wish: Wish } {
  const meant = waiting.map((wish) => ({ wish, place: fieldFor(view, wish[0]) }))
  const lost = meant.find(({ place }) => !place)
  const order = fieldsOf(view)
  const found = meant
    .flatMap(({ wish, place }) => (place ? [{ wish, place }] : []))
    .sort((one, other) => positionOf(order, one.place) - positionOf(order, other.place))
  const [first] = found
  // A field that is missing may still be drawn by one that dispatches.
  const mayStillCome = found.some(({ place }) => dispatches(place))
  if (!first || (lost && !mayStillCome))
    return refuse(`“${lost?.wish[0]}” is not in this window; there is: ${listed(order)}.`)
  return first
}

function positionOf(order: readonly Place[], place: Place): number {
  return order.findIndex((each) => each.blockId === place.blockId && each.actionId === place.actionId)
}

async function enter(slack: Slack, person: Person, asked: View, about: Place, [key, wanted]: Wish): Promise<void> {
  const options = await offeredOptions(slack, person, { view: asked }, about, wanted)
  // While the app was asked it may have drawn the window anew, or its person may have typed into another field.
  const view = openView(slack, person)
  const place = fieldFor(view, key) ?? refuse(`“${key}” is not in this window any more; it was drawn anew meanwhile.`)
  const value = pickedValue(slack, person, place, options, wanted)
  if (sameJson(value, valueIn(view.values, place))) return
  const filled = fillIn(slack, { view }, person.id, withValue(view.values, place, value))
  if (!dispatches(place)) return
  await actOn(slack, person, filled, place, chosenIn(place, value))
  await slack.activity.untilQuiet()
}
