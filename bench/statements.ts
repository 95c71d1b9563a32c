import { randomUUID } from 'node:crypto'
import { record } from '../src/assessment/store.ts'
import type { Registered } from '../src/catalog/flow.ts'
import type { Db } from '../src/db/connection.ts'
import { personBySlackId } from '../src/directory/store.ts'
import { insertBare } from './bare-insert.ts'
import { somebodysAnswers, team } from './payloads.ts'

/** Milliseconds of what each bot asks the database for one save, without the bot around it. */
export interface Statements {
  readonly ours: () => Promise<number>
  readonly bare: () => Promise<number>
}

const repeats = 300

/** One after another, over one connection’s worth of work; somebody must have saved before. */
export function statementsOn(db: Db, registered: Registered): Statements {
  const given = somebodysAnswers(registered)
  return {
    ours: async () => {
      const person = await personBySlackId(db, team, 'U0BENCH0000')
      if (!person) throw new Error('Nobody has saved yet, expected the rounds before this.')
      return each(() => {
        const saving = {
          form: `draft:${person.id}:${randomUUID()}`,
          content: 'given',
          via: 'command',
          now: new Date(),
        } as const
        return record(db, registered, person, given, saving)
      })
    },
    bare: () => each(() => insertBare(db, 'U0BENCH0000', JSON.stringify({ ...given, answers: [...given.answers] }))),
  }
}

async function each(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let done = 0; done < repeats; done++) await act()
  return (performance.now() - began) / repeats
}
