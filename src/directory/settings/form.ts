import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { modal, section } from '../../slack/kit.ts'
import type { Values } from '../../slack/payloads.ts'
import type { Changed, Changing, Room, Settings } from './flow.ts'
import { type Reading, type Topic, windows } from './views.ts'

/** One form of the hub: how it is drawn, how it is read, what it changes, and its words for what does not fit. */
export interface Form<Typed, Problem> {
  readonly topic: Topic
  /** `typed`: what stood in it before, where it is drawn again. */
  readonly draw: (settings: Settings, reading: Reading, typed?: Typed) => readonly KnownBlock[]
  readonly read: (values: Values) => Typed
  readonly change: (room: Room, who: Changing, typed: Typed) => Promise<Changed<Problem>>
  /** By field. */
  readonly errors: (problem: Problem, reading: Reading) => Readonly<Record<string, string>>
  /** Where a failure is told, as every other error of the form: beside its first field. */
  readonly firstField: string
}

/** What a form carries along: whose it is, and the window of the hub that it was opened from. */
export interface Carried {
  readonly personId: string
  /** Undefined where the form stands in the hub’s place. */
  readonly hubId: string | undefined
}

export function formWindow(topic: Topic, blocks: readonly KnownBlock[], carried: Carried, notice?: string): ModalView {
  return modal({
    ...windows[topic],
    submit: 'Save',
    close: 'Cancel',
    blocks: [...(notice ? [section(notice)] : []), ...blocks],
    metadata: JSON.stringify({ of: carried.personId, hub: carried.hubId }),
  })
}

/** Undefined in a window that this release did not draw. */
export function readCarried(metadata: string): Carried | undefined {
  try {
    return carriedJson.parse(JSON.parse(metadata))
  } catch {
    return undefined
  }
}

const carriedJson = z
  .object({ of: z.guid(), hub: z.string().min(1).max(255).optional() })
  .transform(({ of, hub }): Carried => ({ personId: of, hubId: hub }))

/** A day as a datepicker gives it; null while none is chosen, and for what is no day. */
export function readDay(value: string | null): string | null {
  return z.iso.date().safeParse(value).data ?? null
}

/** The row that a button beside it names; undefined where it names none. */
export function readRowId(value: string | undefined): string | undefined {
  return z.guid().safeParse(value).data
}
