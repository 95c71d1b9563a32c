import { list, record } from '../json.ts'

/** The callback id of a view, or the name that a message carries as the id of its first block; undefined without one. */
export function nameOf(shown: unknown): string | undefined {
  const { callback_id, blocks } = record(shown)
  const name = kindOf(shown) === 'message' ? record(list(blocks)[0]).block_id : callback_id
  return typeof name === 'string' && name !== '' ? name : undefined
}

export function kindOf(shown: unknown): 'message' | 'modal' | 'home' {
  const { type } = record(shown)
  return type === 'modal' || type === 'home' ? type : 'message'
}
