import { type Json, records } from '../json.ts'
import { checkBlocks } from './blocks.ts'
import {
  anything,
  type Fault,
  fault,
  flag,
  need,
  oneOf,
  passes,
  type Rule,
  type Surface,
  shape,
  wordsOrNone,
} from './check.ts'
import { plainText } from './parts.ts'

export { checkBlocks } from './blocks.ts'
export type { Fault, Surface } from './check.ts'

const common = {
  blocks: need(anything),
  private_metadata: wordsOrNone('view private_metadata'),
  callback_id: wordsOrNone('view callback_id'),
  external_id: wordsOrNone('view external_id'),
}

const modal: Rule = shape(
  {
    ...common,
    type: need(oneOf('modal')),
    title: need(plainText('view title')),
    submit: plainText('view submit'),
    close: plainText('view close'),
    clear_on_close: flag,
    notify_on_close: flag,
  },
  (view, at) =>
    records(view.blocks).some(({ type }) => type === 'input') && view.submit === undefined
      ? fault(at, 'missing required field: submit (a modal with an input block needs it)')
      : [],
)

const home: Rule = shape({ ...common, type: need(oneOf('home')) })

/** Every fault of a view; pointers begin at `/view`. */
export function checkView(view: Json, surface: Exclude<Surface, 'message'>): readonly Fault[] {
  const faults = surface === 'modal' ? modal(view, '/view', surface) : home(view, '/view', surface)
  return [...faults, ...(view.blocks === undefined ? [] : checkBlocks(view.blocks, '/view/blocks', surface))]
}

export function isViewTooLarge(view: Json): boolean {
  return passes('view size')(Buffer.byteLength(JSON.stringify(view)), '/view').length > 0
}

/** Faults in Slack's own manner: the sentence, then the pointer. */
export function faultSentences(faults: readonly Fault[]): readonly string[] {
  return faults.map(({ at, what }) => `${what} [json-pointer:${at}]`)
}
