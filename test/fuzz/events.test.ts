import { Agent } from 'node:http'
import { inspect, isDeepStrictEqual } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { startJourney } from '../support/journey.ts'
import { form, json, send, signedHeaders } from '../support/raw.ts'
import { type Material, type Request, requestOf } from './requests.ts'
import { by, recordSamples, type Sample } from './samples.ts'
import { openStage } from './stage.ts'

/** `FUZZ=1000000 FUZZ_SEED=7` for more and others; `FUZZ_ONLY=4711` for one of them again. */
const { FUZZ = '20000', FUZZ_SEED = '20261123', FUZZ_ONLY } = process.env
const [count, seed] = [Number(FUZZ), Number(FUZZ_SEED)]
const atOnce = 16
/** In milliseconds: what Slack waits for. */
const patience = 3_000

const [member, guest, secret] = ['U0IVANPET', 'U0SOMEGUEST', 'the signing secret of the fuzzing']
const adminIds = [{ workspaceId: undefined, slackId: member }]
const journey = await startJourney({ adminIds })
const samples = await recordSamples(journey, member)
const material: Material = { secret, member: samples, guest: samples.map((sample) => by(sample, member, guest)) }
const stage = await openStage(journey, secret, member, adminIds)
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

afterAll(async () => {
  agent.destroy()
  await stage.close()
})

test('the samples are of every kind', () => {
  const kinds = samples.map(({ as, content }) => `${as} ${content.type ?? content.command}`)
  expect([...new Set(kinds)].sort()).toEqual([
    'command /nats-level',
    'event event_callback',
    'interaction block_actions',
    'interaction shortcut',
    'interaction view_submission',
  ])
  const what = samples.map((sample) => sample.what).join('\n')
  for (const id of ['step-level', 'step-items', 'save', 'jump', 'back', 'confirm', 'open', 'role', 'level'])
    expect(what).toContain(`assessment.${id}`)
})

test(
  `${count} requests to POST /slack/events are answered in time, none with a 5xx, and leave no row`,
  async () => {
    const before = await everyRow()
    const failures: string[] = []
    const crashed = (error: unknown) => void failures.push(`the process would have ended: ${inspect(error)}`)
    process.on('uncaughtException', crashed).on('unhandledRejection', crashed)
    const numbers = FUZZ_ONLY === undefined ? range(count) : [Number(FUZZ_ONLY)].values()
    await Promise.all(Array.from({ length: atOnce }, () => sendEach(numbers, failures)))
    await stage.idle()
    process.off('uncaughtException', crashed).off('unhandledRejection', crashed)
    expect(failures).toEqual([])
    expect(stage.errors).toEqual([])
    expect([...stage.unlisted]).toEqual([])
    expect(await everyRow()).toEqual(before)
  },
  120_000 + count * 5,
)

test('the same payloads as they are leave rows, or none of this would mean anything', async () => {
  const before = await everyRow()
  for (const { as, content } of samples) {
    const body = as === 'event' ? JSON.stringify(content) : new URLSearchParams(formOf(as, content)).toString()
    const headers = signedHeaders(body, { secret, type: as === 'event' ? json : form })
    expect(await send(stage.port, { body, headers }, agent)).toMatchObject({ status: 200 })
  }
  await stage.idle()
  const after = await everyRow()
  const written = Object.keys(after).filter((table) => !isDeepStrictEqual(after[table], before[table]))
  expect(written).toEqual(expect.arrayContaining(['assessment', 'note', 'person', 'seen']))
})

function formOf(as: Sample['as'], content: Sample['content']): Record<string, string> {
  if (as === 'interaction') return { payload: JSON.stringify(content) }
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, String(value)]))
}

/** Takes number after number from the common store until it is empty, or enough has failed. */
async function sendEach(numbers: Iterator<number>, failures: string[]): Promise<void> {
  for (let next = numbers.next(); !next.done && failures.length < 5; next = numbers.next()) {
    const request = requestOf(seed, next.value, material)
    const failure = await judged(request)
    if (failure) failures.push(`FUZZ_SEED=${seed} FUZZ_ONLY=${next.value} ${failure}\n${told(request)}`)
  }
}

/** Undefined when all is well. */
async function judged({ raw, allowed }: Request): Promise<string | undefined> {
  const began = performance.now()
  try {
    const answer = await send(stage.port, raw, agent)
    const took = performance.now() - began
    if (took > patience) return `took ${Math.round(took)} ms`
    if (answer === undefined || allowed.includes(answer.status)) return undefined
    return `was answered ${answer.status}, expected ${allowed.join(' or ')}: ${answer.body}`
  } catch (error) {
    return `was not answered: ${inspect(error)}`
  }
}

function told({ what, raw }: Request): string {
  const body = String(raw.body)
  return `${what}\n${inspect(raw.headers)}\n${body.slice(0, 4_000)}${body.length > 4_000 ? `… (${body.length})` : ''}`
}

/** Every table with a digest of all that stands in it. */
async function everyRow(): Promise<Readonly<Record<string, unknown>>> {
  const { sql } = journey.database
  const tables = await sql("select table_name from information_schema.tables where table_schema = 'public' order by 1")
  const digests = await Promise.all(
    tables.map(async ({ table_name: name }) => {
      const [row] = await sql(`select count(*)::int, md5(string_agg(t::text, ' ' order by t::text)) from "${name}" t`)
      return [String(name), row] as const
    }),
  )
  return Object.fromEntries(digests)
}

function* range(most: number): Generator<number> {
  for (let nth = 0; nth < most; nth++) yield nth
}
