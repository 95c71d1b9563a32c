import { describe, expect, it } from 'vitest'
import type { Person } from '../../sandbox/company.ts'
import { answersIn } from '../../sandbox/demo/answers.ts'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import { writeHistory } from '../../sandbox/demo/history.ts'
import { writeProgramme } from '../../sandbox/demo/programme.ts'
import { lastRound } from '../../sandbox/demo/round.ts'
import { type Profile, shippedProfiles } from '../../src/catalog/profile.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import { freshDatabase } from '../support/database.ts'

const database = await freshDatabase()
const { people } = exampleCompany
const profile = mainProfile()
const topics = profile.topics.map(({ id }) => id)
const words = ['Junior', 'Middle', 'Senior', 'Lead / Staff', 'Principal']

/** People, as the sentences that tell about them. */
const told = people.map((person) => ({ person, story: person.story ?? '', said: saidBy(person) }))
const telling = (pattern: RegExp) => told.filter(({ story }) => pattern.test(story))

/** The words of the levels that somebody gave, oldest first. */
function saidBy({ nats }: Person): readonly string[] {
  return nats?.levels.flatMap((level) => (level === null ? [] : [words[level - 1] ?? ''])) ?? []
}

/** How somebody rates themselves now. */
function ratingOf(person: Person, topic: string): number {
  return answersIn(profile, person, 3)?.ratings.get(topic) ?? 0
}

function mainProfile(): Profile {
  const [first] = shippedProfiles()
  if (!first) throw new Error('There is no skill profile, expected the shipped one.')
  return first
}

describe('the example company', () => {
  it('has thirty-four people in fourteen zones, each with an id as Slack writes them and a name to type', () => {
    expect(people).toHaveLength(34)
    expect(new Set(people.map(({ tz }) => tz)).size).toBe(14)
    expect(new Set(people.map(({ id }) => id)).size).toBe(34)
    expect(new Set(people.map(({ handle }) => handle)).size).toBe(34)
    expect(people.filter(({ id }) => !/^U[0-9A-Z]{8,10}$/.test(id))).toEqual([])
    expect(people.filter(({ handle }) => !/^[a-z]+$/.test(handle))).toEqual([])
  })

  it('knows a quarter of an hour, the far end of the day, and a name from right to left', () => {
    const offsets = people.map(({ tz }) => offsetOf(tz ?? ''))
    expect(offsets).toContain('+05:45')
    expect(offsets).toContain('-10:00')
    expect(people.some(({ realName }) => /^\p{Script=Arabic}/u.test(realName))).toBe(true)
  })

  it('has managers who are there, and one each of admin, guest, closed, invited and silent', () => {
    const ids = people.map(({ id }) => id)
    expect(people.filter(({ manager }) => manager && !ids.includes(manager))).toEqual([])
    const only = (of: (person: Person) => boolean | undefined) => people.filter(of).map(({ handle }) => handle)
    expect(only(({ isAdmin }) => isAdmin)).toEqual(['anna'])
    expect(only(({ isGuest }) => isGuest)).toEqual(['kenji'])
    expect(only(({ isDeleted }) => isDeleted)).toEqual(['olga'])
    expect(only(({ isInvited }) => isInvited)).toEqual(['oksana'])
    expect(only(({ nats }) => nats?.levels.every((level) => level === null))).toEqual(['pavel'])
  })

  it('has Juniors to Principals, and a mentor-to-be and somebody to teach for every topic', () => {
    const now = people.filter(({ isDeleted }) => !isDeleted)
    expect(new Set(now.map(({ nats }) => nats?.levels[3] ?? 0))).toEqual(new Set([0, 1, 2, 3, 4, 5]))
    const couldTeach = (topic: string) =>
      now.some((one) => (one.nats?.levels[3] ?? 0) >= 3 && ratingOf(one, topic) === 4)
    const wouldLearn = (topic: string) => now.some((one) => one.nats?.levels[3] === 1 && ratingOf(one, topic) <= 2)
    expect(topics.filter((topic) => !couldTeach(topic) || !wouldLearn(topic))).toEqual([])
  })
})

describe('a story', () => {
  it('is one short sentence about everybody', () => {
    expect(told.filter(({ story }) => !/^[A-Z].{8,88}\.$/u.test(story))).toEqual([])
  })

  it('names no level that the person did not give', () => {
    const named = (story: string) => words.filter((word) => story.includes(word))
    expect(told.filter(({ story, said }) => named(story).some((word) => !said.includes(word)))).toEqual([])
  })

  it('says from where to where they moved', () => {
    const moves = telling(/[Ff]rom /).map(({ story, said }) => [story, said.at(0), said.at(-1)])
    const stated = telling(/[Ff]rom /).map(({ story }) => [story, ...ends(story)])
    expect(moves).toEqual(stated)
    expect(moves.length).toBeGreaterThan(10)
  })

  it('says when somebody joined, moved, or said the same all the time', () => {
    const firstOf = ({ nats }: Person) => nats?.levels.findIndex((level) => level !== null)
    const ages = ['Joined this quarter', 'Joined last quarter', 'Joined two quarters ago']
    for (const [age, words] of ages.entries())
      for (const { person } of telling(new RegExp(`^${words}`)))
        expect([person.handle, firstOf(person)]).toEqual([person.handle, 3 - age])
    expect(told.filter(({ person, story }) => (firstOf(person) ?? -1) > 0 && !story.startsWith('Joined'))).toEqual([])
    for (const { person, said } of telling(/^(?!Joined).*this quarter\./).filter(({ person }) => !person.isDeleted))
      expect([person.handle, said.at(-1) === said.at(-2)]).toEqual([person.handle, false])
    for (const { person, said } of telling(/for four quarters/))
      expect([person.handle, ...new Set(said)]).toHaveLength(2)
    for (const { person, said } of telling(/steady since/))
      expect([person.handle, said[1]]).toEqual([person.handle, said[3]])
  })

  it('of somebody who went down, was away, left or never answered is what the levels show', () => {
    const levels = (pattern: RegExp) => telling(pattern).map(({ person }) => [person.handle, person.nats?.levels])
    expect(levels(/says Middle since/)).toEqual([['jiwoo', [3, 3, 3, 2]]])
    expect(levels(/went back/)).toEqual([['wiremu', [2, 3, 2, 3]]])
    expect(levels(/parental leave/)).toEqual([['bianca', [2, 2, null, 2]]])
    expect(levels(/^Left/)).toEqual([['olga', [2, 2, 3, null]]])
    expect(levels(/never answered/)).toEqual([['pavel', [null, null, null, null]]])
    expect(levels(/guest|not joined/)).toEqual([
      ['kenji', undefined],
      ['oksana', undefined],
    ])
  })

  it('of a manager is told of everybody who has reports, but for the admin', () => {
    const managers = people.filter(({ id, isAdmin }) => !isAdmin && people.some(({ manager }) => manager === id))
    expect(telling(/^Manages /).map(({ person }) => person)).toEqual(managers)
  })

  it('says of which topic somebody could teach others', () => {
    const taught = telling(/could teach/).map(({ person, story }) => {
      const topic = profile.topics.find(({ name }) => story.toLowerCase().includes(name.toLowerCase()))
      return [person.handle, topic && ratingOf(person, topic.id)]
    })
    expect(taught).toEqual([
      ['leila', 4],
      ['camila', 4],
      ['naomi', 4],
      ['haruka', 4],
    ])
  })

  it('of the only one who knows a topic is true of the whole team', () => {
    const [priya] = telling(/the only one of Telemetry/)
    const team = people.filter(({ id, manager }) => [id, manager].includes(priya?.person.manager))
    const alone = team.filter((one) => ratingOf(one, 'key-value-store') === 4)
    expect(alone.map(({ handle }) => handle)).toEqual(['priya'])
  })
})

describe('the history of the example company', () => {
  const now = new Date('2026-11-23T09:00:00Z')

  it('is written once, for everybody who ever said something', async () => {
    const speakers = told.filter(({ said }) => said.length > 0)
    await meetAdmin()
    expect(await writeHistory(database.url, exampleCompany, now)).toBe(speakers.length)
    expect(await writeHistory(database.url, exampleCompany, now)).toBe(0)
    const [entries] = await database.sql(
      'select count(*)::int as entries, count(distinct person_id)::int as people from assessment',
    )
    const said = speakers.reduce((sum, one) => sum + one.said.length, 0)
    expect(entries).toEqual({ entries: said, people: speakers.length })
  })
})

/** The app has welcomed her before anything was written. */
async function meetAdmin(): Promise<void> {
  await noteWorkspace(database.db, exampleCompany.team.id, exampleCompany.team.name, new Date('2026-11-23T09:00:00Z'))
  await database.sql(
    `insert into person (workspace_id, id, slack_id, kind, first_seen_at) values ($1, gen_random_uuid(), 'U0ANNALIND', 'member', now())`,
    [exampleCompany.team.id],
  )
}

describe('the programme of the example company', () => {
  const now = new Date('2026-11-23T09:00:00Z')
  const named = (id: string) =>
    `(select slack_id from person p where p.workspace_id = x.workspace_id and p.id = x.${id})`
  const handleOf = (slackId: unknown) => people.find(({ id }) => id === slackId)?.handle
  const rowsOf = async (table: string, ids: readonly string[], more = '') => {
    const columns = ids.map((id) => `${named(id)} as ${id}`).concat(more || [])
    const rows = await database.sql(`select ${columns.join(', ')} from ${table} x order by 1, 2`)
    return rows.map((row) => Object.values(row).map((value) => handleOf(value) ?? value))
  }

  it('is written once', async () => {
    await writeHistory(database.url, exampleCompany, now)
    await database.sql(
      `insert into schedule (workspace_id, kind, skill, cron, next_at)
      select id, 'round', 'nats-jetstream', '0 9 1 1,4,7,10 *', '2027-01-01T09:00:00Z' from workspace`,
    )
    expect(await writeProgramme(database.url, exampleCompany, now)).toBe(true)
    expect(await writeProgramme(database.url, exampleCompany, now)).toBe(false)
  })

  it('has check-ins open by its own zone, whatever the bot beside it has planned, and says who takes people in', async () => {
    expect(await database.sql('select next_at from schedule')).toEqual([{ next_at: null }])
    const skills = await database.sql("select detail ->> 'skill' as skill from audit where act = 'enrol.add'")
    expect(skills).toEqual([{ skill: profile.skill }])
  })

  it('has a chain of three, managers from each source, one who waits for an answer and one who is disputed', async () => {
    const links = await rowsOf('manager_link', ['person_id', 'manager_id'], 'source, state')
    const withStates = links.map(([who, manager, source, state]) => `${who} → ${manager}: ${source}, ${state}`)
    expect(withStates).toEqual(
      expect.arrayContaining([
        'ivan → maria: csv, in-force',
        'maria → anna: csv, in-force',
        'rafael → diego: self, in-force',
        'priya → aroha: profile, in-force',
        'tomas → maria: csv, in-force',
        'tomas → leila: self, waiting',
        'jiwoo → zuzanna: csv, disputed',
      ]),
    )
    expect(withStates.filter((each) => !each.endsWith('in-force'))).toHaveLength(2)
  })

  it('leaves somebody out of the check-in, and keeps in it who has never answered and who has left', async () => {
    const enrolled = (await rowsOf('enrolment', ['person_id'], 'skill')).map(([who]) => who)
    const out = people.map(({ handle }) => handle).filter((handle) => !enrolled.includes(handle))
    expect(out.sort()).toEqual(['kenji', 'marcus', 'mateo', 'oksana', 'sophie'])
    expect(enrolled).toEqual(expect.arrayContaining(['pavel', 'olga']))
    expect(await database.sql("select from person where slack_id = 'U0OLGASID' and not active")).toHaveLength(1)
  })

  it('knows who is away, whose level is open to whom, who never wants whom, and the holidays to come', async () => {
    const days = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`
    expect(
      await rowsOf('away', ['person_id'], `kind, ${days('first_day')} as first, ${days('last_day')} as last`),
    ).toEqual([
      ['devon', 'pause', '2026-11-13', '2027-01-12'],
      ['haruka', 'day-off', '2026-12-23', '2027-01-06'],
      ['ines', 'day-off', '2026-11-30', '2026-12-04'],
    ])
    expect(await rowsOf('opened_to', ['person_id', 'viewer_id'], days('until'))).toHaveLength(3)
    expect(await rowsOf('exclusion', ['person_id', 'other_id'])).toEqual([['naomi', 'marcus']])
    expect(await database.sql(`select ${days('day')} as day, name from holiday order by 1`)).toEqual([
      { day: '2026-12-25', name: 'Christmas Day' },
      { day: '2026-12-26', name: 'Second Christmas Day' },
      { day: '2027-01-01', name: 'New Year’s Day' },
      { day: '2027-05-01', name: 'Labour Day' },
    ])
  })

  it('has an appointed admin, somebody to ask, and a log of reads, acts and exports', async () => {
    expect(await rowsOf('admin', ['person_id', 'appointed_by'])).toEqual([['zuzanna', 'anna']])
    expect(await database.sql('select contact_id is not null as asked from workspace')).toEqual([{ asked: true }])
    const acts = (await database.sql('select distinct act from audit')).map(({ act }) => String(act).split('.')[0])
    expect(acts).toEqual(expect.arrayContaining(['read', 'admin', 'enrol', 'export', 'manager']))
  })

  it('has a check-in that has just closed, with answers, a skip, silence, late ones and people left out', async () => {
    expect(
      await database.sql('select name, state, opens_at, closes_at, settled_at is not null as is_settled from round'),
    ).toEqual([
      {
        name: '2026-Q4',
        state: 'closed',
        opens_at: new Date('2026-10-01T07:00:00Z'),
        closes_at: new Date('2026-10-15T07:00:00Z'),
        is_settled: true,
      },
    ])
    const parts = await rowsOf('check_in', ['person_id'], 'state, late, left_out_reason, answer')
    const withHow = parts.map(([who, state, late, why, how]) => [
      who,
      [state, late && 'late', why].filter(Boolean).join(' '),
      how,
    ])
    const handlesOf = (what: string) =>
      withHow
        .filter(([, how]) => how === what)
        .map(([who]) => who)
        .sort()
    expect(handlesOf('skipped')).toEqual(['ines'])
    expect(handlesOf('answered late')).toEqual(['jonas', 'yasmin'])
    expect(handlesOf('closed')).toEqual(['arjun', 'pavel'])
    expect(handlesOf('left-out closed')).toEqual(['olga'])
    expect(handlesOf('left-out left')).toEqual(['marcus'])
    const answered = withHow.filter(([, how]) => how === 'answered')
    expect(answered).toHaveLength(23)
    expect(new Set(answered.map(([, , how]) => how))).toEqual(new Set(['confirmed', 'updated']))
    expect(await database.sql("select from letter where kind like 'check-in%'")).toEqual([])
  })

  it.each([
    ['2026-10-10T12:00:00Z', 'Europe/Berlin', 2, '2026-07-01T07:00:00.000Z', '2026-07-15T07:00:00.000Z'],
    ['2026-10-15T06:59:59Z', 'Europe/Berlin', 2, '2026-07-01T07:00:00.000Z', '2026-07-15T07:00:00.000Z'],
    ['2026-10-15T07:00:00Z', 'Europe/Berlin', 3, '2026-10-01T07:00:00.000Z', '2026-10-15T07:00:00.000Z'],
    ['2027-01-03T12:00:00Z', 'Pacific/Auckland', 2, '2026-09-30T20:00:00.000Z', '2026-10-14T20:00:00.000Z'],
  ])('finds at %s in %s the check-in that closed last', (at, zone, quarter, opensAt, closesAt) => {
    expect(lastRound(new Date(at), zone)).toEqual({
      quarter,
      opensAt: new Date(opensAt),
      closesAt: new Date(closesAt),
    })
  })

  it('is left alone where somebody has erased themselves', async () => {
    await database.sql('delete from audit')
    await database.sql("delete from person where slack_id = 'U0NAOMIFEL'")
    await database.sql(
      "insert into forgotten (workspace_id, digest, at) select id, sha256(salt || convert_to('U0NAOMIFEL', 'UTF8')), now() from workspace",
    )
    expect(await writeProgramme(database.url, exampleCompany, now)).toBe(false)
    expect(await database.sql('select from audit')).toEqual([])
  })
})

function ends(story: string): readonly string[] {
  const [, from = '', to = ''] = /[Ff]rom (.+?) to (Junior|Middle|Senior|Lead \/ Staff|Principal)/.exec(story) ?? []
  return [from, to]
}

function offsetOf(zone: string): string | undefined {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    Date.UTC(2026, 10, 23),
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '')
}
