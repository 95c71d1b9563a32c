import { rm } from 'node:fs/promises'
import { catalogOf } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import type { CheckInRoom } from '../../src/check-in/room.ts'
import { connect, type Db } from '../../src/db/connection.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrations.ts'
import { newLog } from '../../src/log.ts'
import { uuidV7 } from '../../src/world.ts'
import { openFolder } from '../../test/support/folder.ts'

/** A database of its own, in which a workspace is filled with people who take part. */
export interface RoundsStage {
  readonly url: string
  readonly db: Db
  readonly room: CheckInRoom
  readonly skill: string
  readonly version: number
  /** So many people, and nothing of a round. */
  readonly fill: (people: number) => Promise<void>
  /** Nothing of a round again. */
  readonly clear: () => Promise<void>
}

export const workspaceId = 'T0BENCH'
/** The first of a quarter, a Thursday, 09:00 in Berlin. */
export const opensAt = new Date('2026-10-01T07:00:00Z')

/** What stops it again is noted as it goes. */
export async function startRoundsStage(stops: (() => unknown)[]): Promise<RoundsStage> {
  const folder = await openFolder()
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const server = await startEmbedded({ dataDir: folder, log: { info: () => {}, warn: console.warn } })
  stops.push(server.stop)
  await migrate(server.url)
  const db = connect(server.url)
  stops.push(() => db.$disconnect())
  const catalog = catalogOf(await shippedProfiles())
  await catalog.register(db, opensAt)
  const [profile] = catalog.profiles
  if (!profile) throw new Error('The bench: found no profile, expected one.')
  const { version } = catalog.registered(profile.skill)
  const world = {
    db,
    now: () => opensAt,
    newId: uuidV7,
    log: newLog('error'),
    saveWithin: 1_500,
    pause: async () => {},
  }
  const nothing = { afterPlanned: [], afterSettled: [], afterNotOpened: [] }
  const room: CheckInRoom = { world, catalog, wake: () => {}, ...nothing }
  const clear = () => clearRounds(db)
  return {
    url: server.url,
    db,
    room,
    skill: profile.skill,
    version,
    fill: (people) => fill(db, profile.skill, people),
    clear,
  }
}

/** Of twenty zones; one in twenty has hours of their own, one in fifty is away for some days, one in a hundred is a guest. */
async function fill(db: Db, skill: string, people: number): Promise<void> {
  await db.$executeRaw`delete from workspace`
  await db.$executeRaw`
    insert into workspace (id, name, zone, salt, first_seen_at)
    values (${workspaceId}, 'Bench', 'Europe/Berlin', decode(repeat('ab', 32), 'hex'), now())`
  await db.$executeRaw`
    insert into person (workspace_id, slack_id, name, zone, kind, first_seen_at, work_from, work_to)
    select ${workspaceId}, 'U' || n, 'Person ' || n, (array['Pacific/Auckland', 'Australia/Sydney', 'Asia/Tokyo', 'Asia/Shanghai',
        'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Dubai', 'Europe/Istanbul', 'Africa/Cairo', 'Europe/Berlin', 'Europe/Paris', 'Europe/London',
        'Africa/Lagos', 'America/Sao_Paulo', 'America/New_York', 'America/Toronto', 'America/Chicago', 'America/Denver',
        'America/Los_Angeles', 'Pacific/Honolulu'])[1 + n % 20],
      case when n % 100 = 7 then 'guest' else 'member' end, now(), case when n % 20 = 3 then 480 end, case when n % 20 = 3 then 960 end
    from generate_series(1, ${people}::int) n`
  await db.$executeRaw`
    insert into enrolment (workspace_id, person_id, skill, since, source)
    select workspace_id, id, ${skill}, now(), 'everyone'
    from person`
  await db.$executeRaw`
    insert into away (workspace_id, person_id, kind, first_day, last_day)
    select workspace_id, id, 'day-off', '2026-10-01', '2026-10-06'
    from person
    where slack_id like '%13'`
  await clearRounds(db)
}

async function clearRounds(db: Db): Promise<void> {
  await db.$executeRaw`truncate round, check_in, letter`
  await db.$executeRaw`vacuum analyze`
  await db.$executeRaw`checkpoint`
}
