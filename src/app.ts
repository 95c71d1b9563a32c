import type { App, Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import { assessmentErasure, assessmentExport } from './assessment/own-data.ts'
import type { AssessmentRoom } from './assessment/room.ts'
import { assessmentWords, bindAssessment, meSection, openFromCommand } from './assessment/slack.ts'
import { ids as assessment } from './assessment/views-parts.ts'
import type { Catalog } from './catalog/flow.ts'
import type { DirectoryRoom } from './directory/room.ts'
import { askFromClick, bindDirectory, directoryWords, exportFromClick } from './directory/slack-own-data.ts'
import type { HomeRoom } from './home/flow.ts'
import { bindHome, ids as home, homeMenu, type MenuLine, renewErasedHome, renewHome } from './home/slack.ts'
import { type ClickAsk, type Doors, openDoors, showWindow } from './slack/doors.ts'
import type { Identity } from './slack/identity.ts'
import { actions, button, escaped, type Message, mention, modal, section, unmarked } from './slack/kit.ts'
import { boltLogger } from './slack/receiver.ts'
import { StrictApp } from './slack/strict-app.ts'
import { bindCommand, type Command, helpMessage, homeLink } from './slack/words.ts'
import type { World } from './world.ts'

export interface AppOptions {
  readonly world: World
  readonly catalog: Catalog
  readonly receiver: Receiver
  readonly identity: Identity
  readonly clientOptions: WebClientOptions
  /** Slack id of somebody who answers questions about the programme. */
  readonly contact: string | undefined
}

export interface Built {
  readonly app: App
  readonly doors: Doors
}

/** Hangs every room on the Bolt app, in the order in which help lists them. Nothing listens yet. */
export function buildApp({ world, catalog, receiver, identity, clientOptions, contact }: AppOptions): Built {
  const app = new StrictApp({
    receiver,
    authorize: identity.authorize,
    clientOptions,
    convoStore: false,
    logger: boltLogger(world.log),
  })
  const asked = contact === undefined ? undefined : mention(contact)
  const admin = asked ?? 'whoever runs this app'
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
    exports: [assessmentExport],
    erasures: [assessmentErasure],
    exporting: new Set(),
    afterErased: [(ask, person) => renewErasedHome(homeRoom, ask, person)],
  }
  const commands = catalog.profiles.map(
    (profile): Command => ({
      name: profile.command,
      bare: { does: 'records your level', answer: (ask) => openFromCommand(assessmentRoom, ask, profile) },
      words: [...assessmentWords(assessmentRoom, profile), ...directoryWords(directoryRoom)],
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
  for (const command of commands) bindCommand(doors, command)
  bindTheRest(doors, directoryRoom.command)
  return { app, doors }
}

/** The same list as after the word, for readers of the Home tab. */
async function helpInWindow(ask: ClickAsk, commands: readonly Command[]): Promise<void> {
  await ask.ack()
  const blocks = commands.flatMap((command) => helpMessage(command, homeLink(ask)).blocks)
  await showWindow(ask, modal({ callbackId: 'slack.help', title: 'Help', blocks }))
}

/** What nobody has bound, most often something of an older release: never silence, always a way on. */
function bindTheRest(doors: Doors, command: string): void {
  const older = 'This button belongs to an older message.'
  const window = (ask: Asking, what: string) =>
    modal({ callbackId: 'slack.moved', title: 'Moved', blocks: moved(ask, command, what).blocks })

  doors.otherwise({
    command: async (ask) => {
      await ask.ack()
      await ask.reply(moved(ask, command, `\`${escaped(ask.command)}\` is not a command of this app any more.`))
    },
    click: async (ask) => {
      await ask.ack()
      if (ask.messageTs === undefined) await showWindow(ask, window(ask, ask.view?.kind === 'modal' ? outdated : older))
      else await ask.reply(moved(ask, command, older))
    },
    submission: (ask) => ask.ack({ update: window(ask, outdated) }),
    shortcut: async (ask) => {
      await ask.ack()
      await showWindow({ ...ask, view: undefined }, window(ask, 'This shortcut belongs to an older release.'))
    },
  })
}

type Asking = Pick<ClickAsk, 'workspaceId' | 'appId'>

const outdated = 'This window was opened before an update, and nothing in it was recorded.'

function moved(ask: Asking, command: string, what: string): Message {
  return {
    text: `${unmarked(what)} Type ${command}, or open the app’s Home tab, to go on.`,
    blocks: [
      section(`${what} Here is where that lives now:`),
      actions(
        button(assessment.open, 'Update my level'),
        ...(ask.appId ? [button(home.open, 'Open Home', { url: homeLink(ask) })] : []),
      ),
    ],
  }
}
