import { list, records, words } from './blocks/json.js'

/** @import { Json } from './blocks/json.js' */
/** @typedef {{ readonly block: string, readonly action: string }} Field */

/**
 * Where a field stands that was drawn anew: the same action, and the same block but for the draw at the end of its id.
 * Undefined when there is none such, or several; itself while it is there.
 * @param {readonly Json[]} blocks
 * @param {Field} field
 * @returns {Field | undefined}
 */
export function fieldNow(blocks, field) {
  const all = fieldsIn(blocks)
  const same = all.find(({ block, action }) => block === field.block && action === field.action)
  const [first, second] = all.filter(
    ({ block, action }) => action === field.action && withoutDraw(block) === withoutDraw(field.block),
  )
  return same ?? (second ? undefined : first)
}

/** @param {string} blockId */
const withoutDraw = (blockId) => blockId.replace(/#[^#]*$/, '')

/** @param {readonly Json[]} blocks @returns {readonly Field[]} */
function fieldsIn(blocks) {
  return blocks.flatMap((block) => {
    const own = records([block.element, block.accessory, ...list(block.elements), ...list(block.actions)])
    const inner = [...records(block.child_blocks), ...records(block.elements).filter((each) => each.block_id)]
    const named = own.filter((element) => words(element.action_id) !== '')
    const fields = named.map((element) => ({ block: words(block.block_id), action: words(element.action_id) }))
    return [...fields, ...fieldsIn(inner)]
  })
}
