import { type Json, text } from '../json.ts'
import type { View } from '../views/stack.ts'
import { inputsOf, isEmptyValue, valueIn } from '../views/state.ts'

/** What Slack's own window objects to before anything is sent, by block id. */
export function clientErrors(view: View): Readonly<Record<string, string>> {
  const found = inputsOf(view.blocks).flatMap((place) => {
    const sentence = objection(place.block, place.element, valueIn(view.values, place))
    return sentence ? [[place.blockId, sentence] as const] : []
  })
  return Object.fromEntries(found)
}

function objection(block: Json, element: Json, value: unknown): string | undefined {
  if (isEmptyValue(value)) return block.optional === true ? undefined : 'Please complete this required field.'
  if (typeof value !== 'string') return undefined
  switch (element.type) {
    case 'plain_text_input':
      return lengthObjection(element, value.length)
    case 'number_input':
      return numberObjection(element, value)
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Enter a valid email address.'
    case 'url_text_input':
      return /^https?:\/\/\S+$/.test(value) ? undefined : 'Enter a valid URL.'
    default:
      return undefined
  }
}

function lengthObjection({ min_length: least, max_length: most }: Json, length: number): string | undefined {
  if (typeof least === 'number' && length < least) return `Enter at least ${least} characters; there are ${length}.`
  const longest = typeof most === 'number' ? most : 3000
  return length > longest ? `Enter at most ${longest} characters; there are ${length}.` : undefined
}

function numberObjection(element: Json, value: string): string | undefined {
  const pattern = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/
  if (!pattern.test(value)) return 'Enter a valid number.'
  const [least, most] = [text(element.min_value), text(element.max_value)]
  if (least !== '' && Number(value) < Number(least)) return `Enter a number no less than ${least}.`
  return most !== '' && Number(value) > Number(most) ? `Enter a number no more than ${most}.` : undefined
}
