import { createHash } from 'node:crypto'
import { answersOfRole, type Given } from '../../src/assessment/rules.ts'
import { confirm, record } from '../../src/assessment/store.ts'
import { daysLater, quarterStarts } from '../../src/calendar.ts'
import { catalogOf, type Registered } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { type Answer, askedItems, type Rating } from '../../src/catalog/rules.ts'
import { connect, type Db } from '../../src/db/connection.ts'
import { noteWorkspace, personBySlackId, savePerson } from '../../src/directory/store.ts'
import { uuidV7 } from '../../src/world.ts'
import type { Company, NatsHint, Person } from '../company.ts'

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
  const { levels, role } = person.nats
  const days = quarterStarts(now, levels.length).map((start) => earlier(daysLater(start, at % 9), now))
  const account = {
    slackId: person.id,
    workspaceIds: [company.team.id],
    name: person.handle,
    zone: person.tz,
    bot: false,
    guest: false,
    stranger: false,
    closed: false,
  }
  await db.$transaction(async (tx) => {
    await savePerson(tx, company.team.id, account, uuidV7(), days[0] ?? now)
    const saved = await personBySlackId(tx, company.team.id, person.id)
    if (!saved) throw new Error(`${person.handle} was not saved`)
    for (const [quarter, rank] of levels.entries()) {
      const saidAt = days[quarter]
      if (rank === null || !saidAt) continue
      const saving = { form: `example:${person.id}:${quarter}`, content: 'said', via: 'import', now: saidAt } as const
      const same = levels[quarter - 1] === rank && (at + quarter) % 3 === 0
      if (same) await confirm(tx, registered, saved, saving)
      else await record(tx, registered, saved, answersAt(registered, person, role, rank, quarter), saving)
    }
  })
  return true
}

/** Answers that fit the level, a little better every quarter; the same for the same person each time. */
function answersAt({ profile }: Registered, person: Person, role: string, rank: number, quarter: number): Given {
  const luck = (about: string) => createHash('sha256').update(`${person.id} ${about}`).digest().readUInt8(0) / 256
  const own = profile.requirements.find((found) => found.role === role && found.rank === rank)?.items ?? []
  const answers = new Map<string, Answer>(
    askedItems(profile, role, rank).map((item) => {
      const growth = quarter * 0.15
      const isOwn = own.some(({ id }) => id === item.id)
      return [item.id, isOwn ? step(luck(item.id) + growth, 0.05, 0.3) : step(luck(item.id) + growth, 0.5, 0.95)]
    }),
  )
  const ratings = new Map<string, Rating>(
    profile.topics.map((topic) => [topic.id, rating(rank * 0.8 + luck(topic.id) * 1.6 - 0.4 + quarter * 0.12)]),
  )
  const note =
    luck('note') > 0.7 && quarter === 3
      ? 'Rebuilt the order stream with two consumers; reading about mirrors next.'
      : ''
  return { role, rank, answers: answersOfRole(profile, role, answers), ratings, note }
}

function step(value: number, helpFrom: number, aloneFrom: number): Answer {
  if (value >= aloneFrom) return 2
  return value >= helpFrom ? 1 : 0
}

function rating(value: number): Rating {
  const whole = Math.round(Math.min(4, Math.max(0, value)))
  return whole === 0 || whole === 1 || whole === 2 || whole === 3 ? whole : 4
}

function earlier(day: Date, now: Date): Date {
  const morning = new Date(day.getTime() + 9.4 * 3_600_000)
  return morning < now ? morning : new Date(now.getTime() - 3_600_000)
}
