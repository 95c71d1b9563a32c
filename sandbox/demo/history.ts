import { confirm, record } from '../../src/assessment/store.ts'
import { quarterStarts } from '../../src/calendar.ts'
import { catalogOf, type Registered } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { connect, type Db } from '../../src/db/connection.ts'
import { accountOf } from '../../src/directory/slack.ts'
import { noteWorkspace, personBySlackId, savePerson } from '../../src/directory/store.ts'
import { uuidV7 } from '../../src/world.ts'
import type { Company, NatsHint, Person } from '../company.ts'
import { userObject } from '../users.ts'
import { answersIn } from './answers.ts'
import { programme } from './programme.ts'
import { lastRound, saidOn, skill } from './round.ts'

/**
 * Writes what the example company said over the last four quarters. Whoever has said something is left alone; once the
 * programme has begun, so is whoever is there at all. Before that only admins are, whom the app has welcomed.
 */
export async function writeHistory(url: string, company: Company, now: Date): Promise<number> {
  const db = connect(url)
  try {
    const catalog = catalogOf(shippedProfiles())
    await catalog.register(db, now)
    const registered = catalog.registered(skill)
    await noteWorkspace(db, company.team.id, company.team.name, now)
    const { quarter } = lastRound(now, programme.zone)
    const left = await leftAlone(db, company.team.id)
    let written = 0
    for (const [at, person] of company.people.entries()) {
      const { nats } = person
      if (!nats?.levels.some((level) => level !== null) || left.has(person.id)) continue
      await writePerson(db, registered, company, { ...person, nats }, at, quarter, now)
      written++
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
  lastQuarter: number,
  now: Date,
): Promise<void> {
  const { levels } = person.nats
  const days = quarterStarts(now, levels.length).map((start, quarter) =>
    earlier(saidOn(person.handle, at, start, quarter === lastQuarter), now),
  )
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
}

async function leftAlone(db: Db, workspaceId: string): Promise<ReadonlySet<string | null>> {
  const hasBegun = await db.audit.findFirst({ where: { workspaceId }, select: { id: true } })
  const said = await db.standing.findMany({ where: { workspaceId }, select: { personId: true } })
  const ids = said.map(({ personId }) => personId)
  const where = hasBegun ? { workspaceId } : { workspaceId, id: { in: ids } }
  const people = await db.person.findMany({ where, select: { slackId: true } })
  return new Set(people.map(({ slackId }) => slackId))
}

function earlier(day: Date, now: Date): Date {
  const morning = new Date(day.getTime() + 9.4 * 3_600_000)
  return morning < now ? morning : new Date(now.getTime() - 3_600_000)
}
