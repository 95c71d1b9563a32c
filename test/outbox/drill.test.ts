import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { startSandbox } from '../../sandbox/index.ts'
import { drillCompany } from '../../scripts/drill/company.ts'
import { type ArmedFault, arm, calm, followJournal, found } from '../../scripts/drill/control.ts'
import { countLetters, faultsIn, type RecordedLetter } from '../../scripts/drill/count.ts'
import {
  addressFor,
  atWork,
  install,
  newKey,
  plan,
  progress,
  recorded,
  watchCalls,
} from '../../scripts/drill/letters.ts'
import { startWorkers } from '../../scripts/drill/processes.ts'
import type { Outcome } from '../../scripts/drill/table.ts'
import { verdictOn } from '../../scripts/drill/verdict.ts'
import { freshDatabase } from '../support/database.ts'

const people = 30
const scopes = ['im:write', 'im:history']
const companies = [drillCompany(1, people), drillCompany(2, people)] as const
const database = await freshDatabase()
const { db, sql } = database
const sandbox = await startSandbox({
  company: companies[0],
  workspaces: [{ company: companies[1], scopes }],
  scopes,
  limits: { off: true },
})
afterAll(sandbox.close)

/** In each workspace; each strikes so often as it is told, or as the letters last. */
const faults: readonly ArmedFault[] = [
  { method: 'chat.postMessage', kind: 'reset_after', times: 3, chance: 0.3 },
  { method: 'chat.postMessage', kind: 'reset_before', times: 2, chance: 0.3 },
  { method: 'chat.postMessage', kind: '500', times: 2, chance: 0.3 },
  { method: 'chat.postMessage', kind: '429', times: 1, chance: 0.3 },
  { method: 'chat.postMessage', kind: 'hang', times: 1, chance: 0.3 },
  { method: 'chat.postMessage', kind: 'deactivated', times: 1, chance: 0.3 },
  { method: 'chat.postMessage', kind: 'slow', ms: 300, chance: 0.5 },
  { method: 'conversations.history', kind: 'reset_after', times: 2 },
]

test('every letter arrives once, though workers are killed and Slack misbehaves', { timeout: 90_000 }, async () => {
  const teams = sandbox.workspaces.map(({ teamId }) => teamId)
  const key = newKey()
  await install(db, sandbox.workspaces, key)
  await watchCalls(db)
  await sql('update lane set per_minute = 600')
  await arm(sandbox.url, teams, faults, 7)
  for (const [index, team] of teams.entries())
    await plan(db, team, companies[index]?.people.map(({ id }) => id) ?? [], new Date())
  const workers = startWorkers('scripts/drill/worker.ts', 2, (name) => ({
    ROLES: 'worker',
    DATABASE_URL: addressFor(database.url, name),
    TOKEN_ENCRYPTION_KEYS: key,
    SLACK_API_URL: `${sandbox.url}/api/`,
    LOG_LEVEL: 'fatal',
    DRILL_LEASE: '6',
  }))
  const journal = followJournal(sandbox.url)
  /** Letters sent, after which somebody dies. */
  const killAt = [8, 18, 28]
  try {
    for (let { open, sent } = await progress(db); open > 0; { open, sent } = await progress(db)) {
      const isTime = sent >= (killAt[0] ?? Number.POSITIVE_INFINITY)
      if (isTime && (await workers.killNext(await atWork(db)))) killAt.shift()
      await journal.read()
      // The grace after a lost answer goes by.
      await sql(`update letter set free_at = clock_timestamp() where state = 'sending' and lease is null`)
      await pause(50)
    }
  } finally {
    await workers.killAll()
  }
  await journal.read()
  await calm(sandbox.url, teams)

  const count = countLetters(await recorded(db), await found(sandbox.url, sandbox.workspaces))
  expect({ count, wrong: faultsIn(count), killAt }).toMatchObject({
    count: { letters: 60, doubled: 0, lost: 0, strange: 0, misrecorded: 0 },
    wrong: [],
    killAt: [],
  })
  expect(count.once + count.refused).toBe(60)
  expect(journal.struck()).toMatchObject({ reset_before: 4, '500': 4, '429': 2, hang: 2, deactivated: 2 })
})

test('counting sees what arrived twice, not at all, and otherwise than it is on record', () => {
  const letter = (id: string, change: Partial<RecordedLetter> = {}): RecordedLetter => ({
    id,
    workspaceId: 'T1',
    slackId: `U${id}`,
    state: 'sent',
    reason: null,
    channel: 'D1',
    ts: '1.1',
    ...change,
  })
  const standing = (letterId: string | undefined, ts = '1.1') => ({ workspaceId: 'T1', letterId, channel: 'D1', ts })
  const closed = { state: 'failed', reason: 'channel_not_found' }
  const count = countLetters(
    [
      letter('once'),
      letter('twice'),
      letter('nowhere'),
      letter('elsewhere'),
      letter('unrecorded', { state: 'unknown', reason: 'no_permission_to_look' }),
      letter('closed', closed),
      letter('closedWithoutEnd', { state: 'planned' }),
      letter('closedTwice', closed),
      letter('refusedThoughOpen', closed),
    ],
    {
      standing: [
        standing('once'),
        standing('twice'),
        standing('twice', '1.2'),
        standing('elsewhere', '1.2'),
        standing('unrecorded'),
        standing('closedTwice'),
        standing('closedTwice', '1.2'),
        standing('somethingElse'),
        standing(undefined),
      ],
      closed: new Set(['T1:Uclosed', 'T1:UclosedWithoutEnd', 'T1:UclosedTwice', 'T2:UrefusedThoughOpen']),
    },
  )
  expect(count).toEqual({
    letters: 9,
    once: 3,
    doubled: 2,
    refused: 1,
    lost: 3,
    reasons: { channel_not_found: 1 },
    tooMany: 2,
    strange: 2,
    misrecorded: 4,
  })
  expect(faultsIn(count)).toEqual([
    '2 letters stand in Slack twice or more, expected none.',
    '3 letters stand nowhere although nothing kept them from it, expected none.',
    '2 messages are no letters that were planned, expected none.',
    '4 letters are recorded otherwise than they stand, expected none.',
  ])
})

test('a drill in which too little went wrong, or that is too slow, or that sees no doubles, has failed', () => {
  const count = countLetters([], { standing: [], closed: new Set() })
  const struck = { '429': 50, '500': 50, reset_before: 50, reset_after: 50, hang: 50, slow: 50, deactivated: 50 }
  const outcome: Outcome = {
    count: { ...count, letters: 3_000 },
    seconds: 247,
    limits: 198,
    kills: 90,
    caught: 30,
    left: 60,
    restarts: 1,
    struck,
    tooFast: 0,
  }
  const linesOn = (without: 'nothing' | 'lookup' | 'faults', change: Partial<Outcome>) => {
    const { isWell, lines } = verdictOn({ people: 3_000, seed: 1, without }, { ...outcome, ...change })
    return isWell ? 'well' : lines
  }
  const quiet = { caught: 29, restarts: 0, struck: { ...struck, hang: 49 } }
  expect(linesOn('nothing', {})).toBe('well')
  expect(linesOn('nothing', quiet)).toEqual([
    '✗ 29 kills left a letter in sending, expected 30 at least.',
    '✗ 49 faults “hang” struck, expected 50 at least.',
    '✗ PostgreSQL was not restarted, expected once.',
  ])
  expect(linesOn('nothing', { ...quiet, restarts: 1, count: { ...count, letters: 2_900 } })).toBe('well')
  expect(linesOn('faults', quiet)).toBe('well')
  expect(linesOn('faults', { seconds: 249 })).toEqual(['✗ 249 s, expected 248 at most.'])
  expect(linesOn('nothing', { count: { ...count, letters: 3_000, doubled: 1 } })).toHaveLength(1)
  expect(linesOn('lookup', { count: { ...count, doubled: 1 } })).toBe('well')
  expect(linesOn('lookup', {})).toHaveLength(1)
})
