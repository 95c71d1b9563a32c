import type { Person, Seen, SeenView } from './person.ts'

/** The labels of the fields in a window, in their order. */
export function labelsIn(view: SeenView | null): string[] {
  return (view?.blocks ?? []).flatMap((block) => (isLabelled(block) ? [block.label.text] : []))
}

export interface FormAnswers {
  readonly role?: string
  readonly level?: string
  /** One answer for every item, or one for each. */
  readonly items?: string | readonly string[]
  readonly topics?: Readonly<Record<string, string>>
  readonly note?: string
}

export const someTopics = {
  'Pub/sub': '3 · On my own',
  'Request/reply': '3 · On my own',
  'Key-value store': '2 · With help',
  'JetStream persistence': '2 · With help',
  'Subject-based routing': '1 · Tried it',
}

/** Walks through the three steps, as far as *Save*. */
export async function fillForm(person: Person, answers: FormAnswers = {}): Promise<Seen> {
  await person.command('/nats-level')
  return goOn(person, answers)
}

/** The same from a form that is open already. */
export async function goOn(person: Person, answers: FormAnswers = {}): Promise<Seen> {
  const {
    role = 'Backend Developer (Go)',
    level = 'Middle (2 of 5)',
    items = 'With help',
    topics = someTopics,
    note,
  } = answers
  const second = await person.submit({ 'Your role': role, 'assessment.level': level })
  const labels = labelsIn(second.view)
  const chosen = labels.map((label, at) => [label, typeof items === 'string' ? items : items[at]])
  await person.submit(Object.fromEntries(chosen))
  return person.submit({ ...topics, ...(note === undefined ? {} : { 'Note or link': note }) })
}

function isLabelled(block: object): block is { readonly label: { readonly text: string } } {
  return 'label' in block
}
