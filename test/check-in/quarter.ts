import { setTimeout as pause } from 'node:timers/promises'
import type { WebClientOptions } from '@slack/web-api'
import { pino } from 'pino'
import type { MovedClock } from '../../sandbox/clock.ts'
import { type Background, startBackground } from '../../src/background.ts'
import type { AdminId } from '../../src/config.ts'
import { connect } from '../../src/db/connection.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { identityByToken } from '../../src/slack/identity.ts'
import { linesTo } from '../../src/slack/lines.ts'
import type { World } from '../../src/world.ts'
import type { Journey } from '../support/journey.ts'
import { newLine } from '../support/line.ts'
import { wallOf } from './story.ts'

export interface Act {
  readonly at: string
  readonly deed: () => Promise<unknown>
}

/** The app as it runs: beats, schedules, rounds and letters, in two processes; time goes from one due moment to the next. */
export interface Quarter {
  /** Goes on until then, and lets people act on their way. */
  readonly playUntil: (end: string, acts?: readonly Act[]) => Promise<void>
  /** So many processes die from now on, at any point of what they do; another one takes the place of each. */
  readonly killSome: (times: number) => void
  readonly kills: () => number
  /** Nothing runs until then. */
  readonly sleepUntil: (moment: string) => Promise<void>
  readonly stop: () => Promise<void>
}

/** One process of the app. */
interface Process {
  readonly catchUp: () => Promise<Date | undefined>
  /** Whatever it does ends there; what it has asked Slack for may still be done. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startQuarter(
  journey: Journey,
  clock: MovedClock,
  adminIds: readonly AdminId[],
): Promise<Quarter> {
  await letMachineTimeFly(journey)
  const start = () => startProcess(journey, adminIds)
  let processes: Process[] = [await start(), await start()]
  let left = 0
  let kills = 0

  function moveTo(moment: Date): void {
    const now = journey.world.now()
    if (moment <= now) return
    clock.advance(moment.getTime() - now.getTime())
    journey.setClock(moment.toISOString())
  }

  /** Until nothing is due. @returns when something is. */
  async function settle(): Promise<Date | undefined> {
    for (let turns = 0; turns < 60; turns++) {
      const next = left > 0 && turns % 2 === 0 ? await settleWithDeath() : await settleAll()
      const isAtRest = next === undefined || next > journey.world.now()
      if (isAtRest && !(await isAnythingOpen())) return next
    }
    throw new Error('the round: found something still due after sixty turns, expected rest')
  }

  async function settleAll(): Promise<Date | undefined> {
    const moments = await Promise.all(processes.map(({ catchUp }) => catchUp()))
    return moments.flatMap((at) => at ?? []).sort((one, other) => one.getTime() - other.getTime())[0]
  }

  /** One of two dies within milliseconds, wherever it is; what it held is free when its lease has ended. */
  async function settleWithDeath(): Promise<Date | undefined> {
    const [mortal, ...others] = processes
    const working = processes.map(({ catchUp }) => catchUp().catch(() => undefined))
    await pause(kills % 12)
    await mortal?.kill()
    left -= 1
    kills += 1
    const { sql } = journey.database
    const held = await sql('select lease from letter where lease is not null')
    await Promise.all(working.slice(1))
    // Who lives has brought what it held then; the leases that are left are those of the dead.
    await Promise.all(others.map(({ catchUp }) => catchUp()))
    await sql('update letter set free_at = clock_timestamp() where lease = any ($1::uuid[])', [
      held.map(({ lease }) => lease),
    ])
    processes = [...others, await start()]
    return settleAll()
  }

  async function isAnythingOpen(): Promise<boolean> {
    const open = await journey.database.sql(
      `select from letter where state = 'sending' or (state = 'planned' and not_before <= $1) limit 1`,
      [journey.world.now()],
    )
    return open.length > 0
  }

  return {
    async playUntil(end, acts = []) {
      const waiting = [...acts].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
      for (;;) {
        const next = Math.min(
          (await settle())?.getTime() ?? Number.POSITIVE_INFINITY,
          Date.parse(waiting[0]?.at ?? end),
        )
        if (next > Date.parse(end) || (next === Date.parse(end) && waiting.length === 0)) break
        moveTo(new Date(next))
        while (waiting[0] && Date.parse(waiting[0].at) <= next) {
          await settle()
          await waiting.shift()?.deed()
        }
      }
      moveTo(new Date(end))
      await settle()
    },
    killSome: (times) => {
      left = times
    },
    kills: () => kills,
    async sleepUntil(moment) {
      await Promise.all(processes.map(({ stop }) => stop()))
      moveTo(new Date(moment))
      processes = [await start(), await start()]
    },
    stop: async () => void (await Promise.all(processes.map(({ stop }) => stop()))),
  }
}

/** Pauses between letters, and after what Slack put off, are the machine’s: here they have passed. */
async function letMachineTimeFly({ database }: Journey): Promise<void> {
  await database.sql(`
    create function now_is_later() returns trigger language plpgsql as $$ begin new.next_at := clock_timestamp(); return new; end $$;
    create trigger turns_come before update on lane for each row execute function now_is_later();
    create function is_free() returns trigger language plpgsql as $$ begin new.free_at := null; return new; end $$;
    create trigger waits_end before update on letter for each row when (new.lease is null) execute function is_free()`)
}

async function startProcess(
  { world: shared, catalog, database, sandboxUrl, botToken }: Journey,
  adminIds: readonly AdminId[],
): Promise<Process> {
  const line = await newLine()
  const url = line.reach(database.url)
  await line.mend()
  const log = pino({ level: 'silent' })
  const db = connect(url, { log, poolSize: 5 })
  const world: World = { ...shared, db, log }
  let isDead = false
  const calls = new Set<Promise<unknown>>()
  const straight = clientOptionsFor(`${sandboxUrl}/api/`, log)
  const onward: Fetch = straight.fetch ?? fetch
  const clientOptions = {
    ...straight,
    fetch: async (...request: Parameters<Fetch>) => {
      const answer = isDead ? never : onward(...request)
      calls.add(answer)
      await answer.catch(() => {}).finally(() => calls.delete(answer))
      return isDead ? never : answer
    },
  }
  const identity = identityByToken(botToken, clientOptions, log)
  await new Promise<void>((resolve) => identity.follow(() => resolve()))
  const background: Background = startBackground({
    world,
    catalog,
    roles: new Set(['worker', 'scheduler']),
    begin: async () => {},
    isReady: () => !isDead,
    lines: linesTo({ world, clientOptions, keys: [], identity }),
    recorded: async () => {},
    identity: undefined,
    adminIds,
  })
  let died = () => {}
  const death = new Promise<undefined>((resolve) => {
    died = () => resolve(undefined)
  })
  return {
    catchUp: () => Promise.race([background.catchUp(), death]),
    async kill() {
      isDead = true
      await line.cut()
      await Promise.all([...calls].filter((call) => call !== never))
      died()
      void background.stop().catch(() => {})
      void db.$disconnect().catch(() => {})
    },
    async stop() {
      await background.stop()
      await db.$disconnect()
      await line.cut()
    },
  }
}

type Fetch = NonNullable<WebClientOptions['fetch']>

const never: Promise<never> = new Promise(() => {})

/** What reached somebody, in order, by Slack’s clock on the wall of their own zone: “2026-10-01 09:00”. */
export async function deliveredTo(journey: Journey, slackId: string, zone: string): Promise<readonly string[]> {
  const messages = await journey.as(slackId).messages()
  return messages
    .filter(({ ephemeral }) => !ephemeral)
    .map(({ ts }) => Number(ts) * 1_000)
    .sort((one, other) => one - other)
    .map((at) => shownOn(new Date(at), zone))
}

function shownOn(at: Date, zone: string): string {
  const { day, minutes } = wallOf(at, zone)
  return `${day} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
