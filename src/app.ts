import type { App, Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import { assessmentErasure, assessmentExport } from './assessment/own-data.ts'
import type { AssessmentRoom } from './assessment/room.ts'
import { assessmentWords, bindAssessment, meSection, openFromCommand } from './assessment/slack.ts'
import { ids as assessment } from './assessment/views-parts.ts'
import type { Catalog } from './catalog/flow.ts'
import type { AdminId } from './config.ts'
import { welcomeLetter } from './directory/flow-welcome.ts'
import type { DirectoryRoom } from './directory/room.ts'
import { isAdmin } from './directory/rules.ts'
import { askFromClick, bindDirectory, directoryWords, exportFromClick } from './directory/slack-own-data.ts'
import type { HomeRoom } from './home/flow.ts'
import { bindTheRest } from './home/moved.ts'
import { bindHome, ids as home, homeMenu, type MenuLine, renewErasedHome, renewHome } from './home/slack.ts'
import { overdueLetter } from './ops/flow-overdue.ts'
import type { LetterNames, OpsRoom } from './ops/room.ts'
import { adminWord, bindOps } from './ops/slack.ts'
import type { LetterKind } from './outbox/kinds.ts'
import { letterErasure, letterExport } from './outbox/own-data.ts'
import { type ClickAsk, type Doors, openDoors, showWindow } from './slack/doors.ts'
import { anybody } from './slack/guard.ts'
import type { Identity } from './slack/identity.ts'
import { mention } from './slack/kit.ts'
import { boltLogger } from './slack/receiver.ts'
import { StrictApp } from './slack/strict-app.ts'
import { asReadBy, bindCommand, type Command, helpWindow, homeLink } from './slack/words.ts'
import type { World } from './world.ts'

export interface AppOptions {
  readonly world: World
  readonly catalog: Catalog
  readonly receiver: Receiver
  readonly identity: Identity
  readonly clientOptions: WebClientOptions
  /** Slack id of somebody who answers questions about the programme. */
  readonly contact: string | undefined
  /** Who runs the programme; nobody when absent. */
  readonly adminIds?: readonly AdminId[]
  /** Told when there may be letters to send that were not there a moment ago. */
  readonly wake?: () => void
}

export interface Built {
  readonly app: App
  readonly doors: Doors
}

/** Hangs every room on the Bolt app, in the order in which help lists them. Nothing listens yet. */
export function buildApp(options: AppOptions): Built {
  const { world, catalog, receiver, identity, clientOptions, contact, adminIds = [], wake = () => {} } = options
  const app = new StrictApp({
    receiver,
    authorize: identity.authorize,
    clientOptions,
    convoStore: false,
    logger: boltLogger(world.log),
  })
  const asked = contact === undefined ? undefined : mention(contact)
  const admin = asked ?? anybody
  const doors = openDoors(app, world.log, { admin })

  const homeRoom: HomeRoom = {
    world,
    contact: asked,
    sections: [(person, now) => meSection(assessmentRoom, person, now, [homeMenu(menu)])],
  }
  const assessmentRoom: AssessmentRoom = {
    world,
    catalog,
    afterRecorded: [(ask, person) => renewHome(homeRoom, ask, person)],
  }
  const directoryRoom: DirectoryRoom = {
    world,
    command: catalog.profiles[0]?.command ?? '',
    admin,
    home: home.open,
    exports: [assessmentExport, letterExport],
    erasures: [assessmentErasure, letterErasure],
    exporting: new Set(),
    afterErased: [(ask, person) => renewErasedHome(homeRoom, ask, person)],
  }
  const opsRoom: OpsRoom = {
    world,
    isAdmin: (workspaceId, slackId) => isAdmin(adminIds, workspaceId, slackId),
    admin,
    letterNames,
    wake,
  }
  const commands = catalog.profiles.map(
    (profile): Command => ({
      name: profile.command,
      bare: { does: 'records your level', answer: (ask) => openFromCommand(assessmentRoom, ask, profile) },
      words: [...assessmentWords(assessmentRoom, profile), ...directoryWords(directoryRoom), adminWord(opsRoom)],
      help: { update: { actionId: assessment.open, value: profile.skill }, home: home.open, contact: asked },
    }),
  )
  const menu: readonly MenuLine[] = [
    { value: 'export:me', text: 'Export my data', answer: (ask) => exportFromClick(directoryRoom, ask) },
    { value: 'forget:me', text: 'Erase my data', answer: (ask) => askFromClick(directoryRoom, ask) },
    { value: 'help:me', text: 'Help', answer: (ask) => helpInWindow(ask, commands) },
  ]
  bindDirectory(doors, directoryRoom)
  bindAssessment(doors, assessmentRoom)
  bindHome(doors, homeRoom, menu)
  bindOps(doors, opsRoom)
  for (const command of commands) bindCommand(doors, command)
  bindTheRest(doors, directoryRoom.command)
  return { app, doors }
}

/** Every kind of letter there is, for whoever sends them. */
export function letterKinds({ profiles: [first] }: Catalog): readonly LetterKind[] {
  return [
    welcomeLetter({
      command: first?.command ?? '',
      browse: { actionId: assessment.browse, value: first?.skill ?? '' },
    }),
    overdueLetter({ retention: { what: 'The nightly clean-up', holds: 'Nothing has been deleted.' } }),
  ]
}

/** The same, as an admin reads of them. */
const letterNames: LetterNames = {
  'directory.welcome': () => 'welcome',
  'schedules.overdue': () => 'a notice that something has not started',
}

async function helpInWindow(ask: ClickAsk, commands: readonly Command[]): Promise<void> {
  await ask.ack()
  const read = commands.map((command) => asReadBy(ask, command))
  await showWindow(ask, helpWindow(read, homeLink(ask)))
}
