import { newHookKey, newId } from './ids.ts'

/** Files on their way: promised, then sent, then completed by the app. */
export interface Uploads {
  expect(promise: Promised): { readonly path: string; readonly fileId: string }
  /** Takes the bytes that were sent to the address; says why not, when not. */
  receive(path: string, content: Buffer): 'taken' | 'unknown' | 'not as long as promised'
  /** What was sent for this id and is not completed yet. */
  arrived(fileId: string): Arrived | undefined
  /** The same, for the last time: throws when there is nothing. */
  take(fileId: string): Arrived
  clear(): void
}

interface Promised {
  readonly name: string
  readonly length: number
}

interface Arrived {
  readonly id: string
  readonly name: string
  readonly content: Buffer
}

export function keepUploads(teamId: string): Uploads {
  const promised = new Map<string, Promised & { readonly id: string }>()
  const arrived = new Map<string, Arrived>()
  return {
    expect(promise) {
      const id = newId('F')
      const path = `/upload/v1/${teamId}/${newHookKey()}`
      promised.set(path, { ...promise, id })
      return { path, fileId: id }
    },
    receive(path, content) {
      const promise = promised.get(path)
      if (!promise) return 'unknown'
      if (promise.length !== content.length) return 'not as long as promised'
      promised.delete(path)
      arrived.set(promise.id, { id: promise.id, name: promise.name, content })
      return 'taken'
    },
    arrived: (id) => arrived.get(id),
    take(id) {
      const file = arrived.get(id)
      if (!file) throw new Error(`No upload ${id} has arrived.`)
      arrived.delete(id)
      return file
    },
    clear() {
      promised.clear()
      arrived.clear()
    },
  }
}
