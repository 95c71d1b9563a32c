/** So many things of one kind, as people count them. */
export interface Counted {
  readonly count: number
  /** A single one: “1 note”, “a draft”. */
  readonly one: string
  /** Of several, without the number: “notes”. */
  readonly many: string
}

/** “14 assessments, 9 notes and a draft”; undefined when there is nothing to count. */
export function countedInWords(things: readonly Counted[]): string | undefined {
  const some = things
    .filter(({ count }) => count > 0)
    .map(({ count, one, many }) => (count === 1 ? one : `${count.toLocaleString('en')} ${many}`))
  const last = some.pop()
  return some.length > 0 ? `${some.join(', ')} and ${last}` : last
}

/** The question before an erasure, as its buttons carry it: whose row, and when it was asked. */
export interface Question {
  readonly personId: string
  readonly askedAt: Date
}

/** A question that has stood for longer is asked again: nobody erases themselves by an old message. */
const standsFor = 30 * 60_000

export function hasLapsed({ askedAt }: Question, now: Date): boolean {
  return now.getTime() - askedAt.getTime() > standsFor
}

export function questionValue({ personId, askedAt }: Question): string {
  return `${personId}:${askedAt.getTime()}`
}

/** Undefined when the value is none of these. */
export function readQuestion(value: string | undefined): Question | undefined {
  const [, personId, askedAt] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,15})$/.exec(value ?? '') ?? []
  return personId && askedAt ? { personId, askedAt: new Date(Number(askedAt)) } : undefined
}
