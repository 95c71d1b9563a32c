import type { Company, Person } from '../../../sandbox/company.ts'
import { exampleCompany } from '../../../sandbox/demo/company.ts'
import { writeHistory } from '../../../sandbox/demo/history.ts'
import type { AdminId } from '../../../src/config.ts'
import type { Journey } from '../../support/journey.ts'

/** What somebody can be to the programme, and who stands for it in the tables of rights. */
export const cast = {
  member: 'U0IVANPET',
  'not enrolled': 'U0GRACEOKO',
  /** Has never done anything here: whoever is refused leaves no row. */
  newcomer: 'U0MATEOVIL',
  /** Of the member, and asked by Tomas whether he reports to them. */
  manager: 'U0MARIAKOW',
  /** Named in the environment. */
  admin: 'U0ANNALIND',
  appointed: 'U0ZUZABORO',
  guest: 'U0KENJIMOR',
  /** Was a member: what was stored then is still theirs. */
  'guest by now': 'U0RAFAELNU',
  bot: 'U0HELPERBO',
  stranger: 'U0ROSTRANG',
  /** Was a member, and left. */
  closed: 'U0OLGASID',
  forgotten: 'U0INESMOUR',
  'closed admin': 'U0DIEGOSAL',
  'forgotten admin': 'U0AROHATEK',
} as const

export type Kind = keyof typeof cast

export const kinds = Object.keys(cast).filter((name): name is Kind => name in cast)

/** Whose deeds stand in no column of the tables. */
export const extras = {
  /** Of a workspace that the bot’s token does not serve. */
  elsewhere: 'U0OTHER',
  /** A newcomer for whom windows are drawn: the other one has none so far. */
  visitor: 'U0KALANIMA',
} as const

export type Actor = Kind | keyof typeof extras

export const accounts: Readonly<Record<Actor, string>> = { ...cast, ...extras }

/** With whom they have to do, beside each other. */
export const colleagues = { leila: 'U0LEILAHAD', tomas: 'U0TOMASREG', jonas: 'U0JONASWEB' } as const

export const here = exampleCompany.team.id
export const there = 'T0OTHER'

export const adminIds: readonly AdminId[] = [cast.admin, cast['forgotten admin']].map((slackId) => ({
  workspaceId: here,
  slackId,
}))

const account = { title: '', tz: 'Europe/Berlin' }
const left = new Set<string>([cast.closed, cast['closed admin']])

function asTheyAreNow(person: Person): Person {
  if (left.has(person.id)) return { ...person, isDeleted: true }
  return person.id === cast['guest by now'] ? { ...person, isGuest: true } : person
}

export const company: Company = {
  ...exampleCompany,
  people: [
    ...exampleCompany.people.map(asTheyAreNow),
    { ...account, id: cast.bot, handle: 'helperbot', realName: 'Helper', isBot: true },
    {
      ...account,
      id: cast.stranger,
      handle: 'rosalind',
      realName: 'Ro Strangewell',
      isStranger: true,
      teamId: 'T0ELSEWHER',
    },
  ],
}

/** Writes down who is who: what follows from it is asked of the bot. */
export async function setTheScene({ database, world }: Journey): Promise<void> {
  const now = world.now()
  const onRecord = new Set<string>([...Object.values(cast), ...Object.values(colleagues)])
  onRecord.delete(cast.newcomer)
  const people = company.people.filter(({ id }) => onRecord.has(id))
  await writeHistory(database.url, { ...company, people }, now)
  for (const statement of scene) await database.sql(statement)
}

const person = (slackId: string) => `(select id from person where workspace_id = '${here}' and slack_id = '${slackId}')`
const inScene = (slackIds: readonly string[]) => `slack_id in (${slackIds.map((id) => `'${id}'`).join(', ')})`
const longAgo = `'2026-10-01T08:00:00Z'::timestamptz`

/** The member was asked in it, and has not answered. */
export const closedRound = '01a00000-0000-7000-8000-00000000c105'

const scene: readonly string[] = [
  // Slack has said of everybody this morning who they are, and everybody has seen the Home tab.
  `update person set synced_at = '2026-11-23T08:00:00Z', home_opened_at = ${longAgo}`,
  `update person set active = false where ${inScene([cast.closed, cast['closed admin']])}`,
  `update person set kind = 'guest' where ${inScene([cast['guest by now']])}`,
  // Enough people for a second page of them.
  `insert into person (workspace_id, slack_id, name, zone, kind, active, synced_at, first_seen_at)
  select '${here}', 'U0CROWD' || n, 'crowd' || n, 'Europe/Berlin', 'member', true, '2026-11-23T08:00:00Z', ${longAgo}
  from generate_series(10, 30) n`,
  `insert into admin (workspace_id, person_id, since)
  select workspace_id, id, ${longAgo} from person where ${inScene([cast.appointed, cast['closed admin']])}`,
  `insert into enrolment (workspace_id, person_id, skill, since, source)
  select workspace_id, id, 'nats-jetstream', ${longAgo}, 'picked' from person where slack_id <> '${cast['not enrolled']}'`,
  `insert into manager_link (workspace_id, person_id, source, manager_id, state, since) values
    ('${here}', ${person(cast.member)}, 'csv', ${person(cast.manager)}, 'in-force', ${longAgo}),
    ('${here}', ${person(colleagues.tomas)}, 'csv', ${person(colleagues.leila)}, 'in-force', ${longAgo}),
    ('${here}', ${person(colleagues.tomas)}, 'self', ${person(cast.manager)}, 'waiting', ${longAgo}),
    ('${here}', ${person(colleagues.jonas)}, 'csv', ${person(colleagues.leila)}, 'disputed', ${longAgo})`,
  `insert into away (workspace_id, person_id, kind, first_day, last_day) values
    ('${here}', ${person(cast.member)}, 'day-off', '2026-12-07', '2026-12-11')`,
  `insert into holiday (workspace_id, day, name) values ('${here}', '2026-12-25', 'Christmas Day')`,
  `insert into opened_to (workspace_id, person_id, viewer_id, until) values
    ('${here}', ${person(cast.member)}, ${person(colleagues.jonas)}, '2027-01-21')`,
  `insert into exclusion (workspace_id, person_id, other_id) values
    ('${here}', ${person(cast.member)}, ${person(colleagues.leila)})`,
  `insert into audit (workspace_id, at, actor_id, act, subjects, detail)
  select '${here}', ${longAgo} + n * interval '1 day', ${person(cast.manager)}, 'read.level', array[${person(cast.member)}], '{"as": "manager"}'
  from generate_series(1, 25) n`,
  `insert into letter (workspace_id, key, kind, person_id, state, reason, not_before, created_at, changed_at)
  select '${here}', n, 'directory.welcome', ${person(cast.member)}, 'failed', 'user_disabled', ${longAgo}, ${longAgo}, ${longAgo}
  from generate_series(1, 21) n`,
  `insert into round (workspace_id, id, skill, name, state, profile_version, opens_at, closes_at, closed_at, settled_at, settings)
  select '${here}', '${closedRound}', 'nats-jetstream', '2026-Q4', 'closed', max(version), ${longAgo}, ${longAgo} + interval '14 days',
    ${longAgo} + interval '14 days', ${longAgo} + interval '14 days', '{"reminders": [3, 7, 12], "close": 14}'
  from profile_version where skill = 'nats-jetstream'`,
  `insert into check_in (workspace_id, round_id, person_id, state, ask_at, asked_at) values
    ('${here}', '${closedRound}', ${person(cast.member)}, 'closed', ${longAgo}, ${longAgo})`,
]
