import { confirm, record } from '../../src/assessment/store.ts'
import { daysLater, quarterStarts } from '../../src/calendar.ts'
import { catalogOf, type Registered } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { connect, type Db } from '../../src/db/connection.ts'
import { accountOf } from '../../src/directory/slack.ts'
import { noteWorkspace, personBySlackId, savePerson } from '../../src/directory/store.ts'
import { uuidV7 } from '../../src/world.ts'
import type { Company, NatsHint, Person } from '../company.ts'
import { userObject } from '../users.ts'
import { answersIn } from './answers.ts'

/** Writes what the example company said over the last four quarters. People who are there already are left alone. */
export async function writeHistory(url: string, company: Company, now: Date): Promise<number> {
  const db = connect(url)
  try {
    const catalog = catalogOf(shippedProfiles())
    await catalog.register(db, now)
    const registered = catalog.registered('nats-jetstream')
    await noteWorkspace(db, company.team.id, company.team.name, now)
    let written = 0
    for (const [at, person] of company.people.entries()) {
      const { nats } = person
      if (!nats?.levels.some((level) => level !== null)) continue
      if (await writePerson(db, registered, company, { ...person, nats }, at, now)) written++
    }
    return written
  } finally {
    await db.$disconnect()
  }
}

async function writePerson(
  db: Db,
  registered: Registered,
  company: Company,
  person: Person & { readonly nats: NatsHint },
  at: number,
  now: Date,
): Promise<boolean> {
  if (await personBySlackId(db, company.team.id, person.id)) return false
  const { levels } = person.nats
  const days = quarterStarts(now, levels.length).map((start) => earlier(daysLater(start, at % 9), now))
  const account = accountOf(userObject(person, company, now.getTime()))
  await db.$transaction(async (tx) => {
    await savePerson(tx, company.team.id, account, uuidV7(), days[0] ?? now)
    const saved = await personBySlackId(tx, company.team.id, person.id)
    if (!saved) throw new Error(`${person.handle} was not saved`)
    for (const [quarter, rank] of levels.entries()) {
      const saidAt = days[quarter]
      const answers = answersIn(registered.profile, person, quarter)
      if (!answers || !saidAt) continue
      const saving = { form: `example:${person.id}:${quarter}`, content: 'said', via: 'import', now: saidAt } as const
      const same = levels[quarter - 1] === rank && (at + quarter) % 3 === 0
      if (same) await confirm(tx, registered, saved, saving)
      else await record(tx, registered, saved, answers, saving)
    }
  })
  return true
}

function earlier(day: Date, now: Date): Date {
  const morning = new Date(day.getTime() + 9.4 * 3_600_000)
  return morning < now ? morning : new Date(now.getTime() - 3_600_000)
}
