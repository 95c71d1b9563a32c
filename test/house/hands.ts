import { pino } from 'pino'
import { buildApp } from '../../src/app.ts'
import { catalogOf } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { connect } from '../../src/db/connection.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import type { Bound } from '../../src/slack/doors.ts'
import { identityByToken } from '../../src/slack/identity.ts'
import { httpReceiver } from '../../src/slack/receiver.ts'
import { realWorld } from '../../src/world.ts'

/** The app as it is built, on nothing: what it has a hand for. */
export function boundHands(): Bound {
  const log = pino({ level: 'silent' })
  const clientOptions = clientOptionsFor('http://127.0.0.1:9/api/', log)
  const { doors } = buildApp({
    world: realWorld(connect('postgresql://127.0.0.1:9/none'), log),
    catalog: catalogOf(shippedProfiles()),
    receiver: httpReceiver('a signing secret of tests', [], log),
    identity: identityByToken('xoxb-nobody', clientOptions, log),
    clientOptions,
    contact: undefined,
  })
  return doors.bound
}
