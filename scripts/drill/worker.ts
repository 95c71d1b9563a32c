import { z } from 'zod'
import { letterKinds } from '../../src/app.ts'
import { catalogOf } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { readConfig } from '../../src/config.ts'
import { connect } from '../../src/db/connection.ts'
import { noteUnreachable, readerOf } from '../../src/directory/store-reader.ts'
import { newLog } from '../../src/log.ts'
import { keepSending } from '../../src/outbox/worker.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { linesTo } from '../../src/slack/lines.ts'
import { realWorld } from '../../src/world.ts'

// A worker like the bot’s own, but for what only a drill may change: DRILL_LOOKUP=off sends again without a look,
// DRILL_LEASE=<seconds> lets a dead worker’s letters go sooner.

const { DRILL_LOOKUP, DRILL_LEASE } = z
  .object({ DRILL_LOOKUP: z.enum(['on', 'off']).default('on'), DRILL_LEASE: z.coerce.number().optional() })
  .parse(process.env)
const { databaseUrl = '', encryptionKeys: keys, slackApiUrl, logLevel } = readConfig(process.env)
const log = newLog(logLevel)
const world = realWorld(connect(databaseUrl, { log }), log)
const clientOptions = clientOptionsFor(slackApiUrl, log)
const { lineFor, refused } = linesTo({ world, clientOptions, keys, identity: undefined })
const sending = keepSending({
  world,
  kinds: letterKinds(catalogOf(shippedProfiles())),
  readerOf,
  lineFor,
  refused,
  noteUnreachable: (...whom) => noteUnreachable(world.db, ...whom),
  lookup: DRILL_LOOKUP === 'on',
  ...(DRILL_LEASE === undefined ? {} : { leaseSeconds: DRILL_LEASE }),
})

const beat = setInterval(sending.wake, 1_000)
process.once('disconnect', () => {
  clearInterval(beat)
  void sending.stop().then(() => process.exit(0))
})
sending.wake()
