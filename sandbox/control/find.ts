import { type Place, placesIn, wordsOn } from '../blocks.ts'
import { shown, text } from '../json.ts'
import type { View } from '../views/stack.ts'
import { keepingOf } from '../views/state.ts'
import { refuse } from './refusal.ts'

/** A block id without the draw number at its end: `assessment.level#2` → `assessment.level`. */
function withoutDraw(blockId: string): string {
  return blockId.replace(/#[^#]*$/, '')
}

const sameWords = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

/** Ways to mean a field, the plainest first: the first way that finds something counts. */
const WAYS: readonly ((place: Place, key: string) => boolean)[] = [
  (place, key) => place.blockId === key,
  (place, key) => place.actionId === key,
  (place, key) => wordsOn(place) === key,
  (place, key) => withoutDraw(place.blockId) === key,
  (place, key) => sameWords(wordsOn(place), key),
  // So Slack shows the label of a field that may stay empty.
  (place, key) => sameWords(`${wordsOn(place)} (optional)`, key),
]

export function meantBy(places: readonly Place[], key: string): readonly Place[] {
  const found = WAYS.map((isMeant) => places.filter((place) => isMeant(place, key)))
  return found.find((each) => each.length > 0) ?? []
}

/** The fields of a view in order: whatever holds a value. */
export function fieldsOf(view: View): readonly Place[] {
  return placesIn(view.blocks).filter(({ element }) => keepingOf(element) !== undefined)
}

/** The field a key means; undefined when there is none; refused when there are several. */
export function fieldFor(view: View, key: string): Place | undefined {
  const found = meantBy(fieldsOf(view), key)
  const [first, second] = found
  return second
    ? refuse(`“${key}” could be any of ${found.map(({ blockId }) => blockId).join(', ')}; use one of these block ids.`)
    : first
}

/** The places by block id, action id and words, for sentences that say what there is. */
export function listed(places: readonly Place[]): string {
  const names = places.map((place) => {
    const also = [place.actionId, wordsOn(place)].filter((each) => each !== '')
    return `${place.blockId} (${also.join(', ')})`
  })
  return names.join('; ') || 'nothing'
}

/** The element a click means; undefined when there is none; refused when equal buttons are not told apart. */
export function clickedPlace(places: readonly Place[], action: string, value: unknown): Place | undefined {
  const found = meantBy(places, action)
  const isButton = found.length > 0 && found.every(({ element }) => element.type === 'button')
  if (!isButton || (found.length === 1 && value === undefined)) {
    return found.length > 1 ? refuse(`“${action}” could be any of ${listed(found)}; use a block id.`) : found[0]
  }
  const wanted = found.filter(({ element }) => value === undefined || text(element.value) === value)
  const [first, second] = wanted
  if (first && !second) return first
  const values = found.map(({ element }) => text(element.value) || '(none)').join(', ')
  if (!first) return refuse(`No button “${action}” has the value ${shown(value)}; there is: ${values}.`)
  return refuse(
    `“${action}” means ${wanted.length} buttons; tell them apart by value (${values}) or by their words: ${listed(wanted)}.`,
  )
}
