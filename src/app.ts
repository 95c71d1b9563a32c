import { App, type Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { AssessmentRoom } from './assessment/room.ts'
import { assessmentWords, bindAssessment, meSection, openFromCommand } from './assessment/slack.ts'
import { ids as assessment } from './assessment/views-parts.ts'
import type { Catalog } from './catalog/flow.ts'
import type { HomeRoom } from './home/flow.ts'
import { bindHome, ids as home, renewHome } from './home/slack.ts'
import { type ClickAsk, type Doors, openDoors, showWindow } from './slack/doors.ts'
import type { Identity } from './slack/identity.ts'
import { actions, button, type Message, mention, modal, section } from './slack/kit.ts'
import { boltLogger } from './slack/receiver.ts'
import { bindCommand, homeLink } from './slack/words.ts'
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
  const app = new App({
    receiver,
    authorize: identity.authorize,
    clientOptions,
    convoStore: false,
    logger: boltLogger(world.log),
  })
  const asked = contact === undefined ? undefined : mention(contact)
  const doors = openDoors(app, world.log, { admin: asked ?? 'whoever runs this app' })

  const homeRoom: HomeRoom = {
    world,
    contact: asked,
    sections: [(person, now) => meSection(assessmentRoom, person, now)],
  }
  const assessmentRoom: AssessmentRoom = {
    world,
    catalog,
    afterRecorded: [(ask, person) => renewHome(homeRoom, ask, person)],
  }
  bindAssessment(doors, assessmentRoom)
  bindHome(doors, homeRoom)
  for (const profile of catalog.profiles) {
    bindCommand(doors, {
      name: profile.command,
      bare: { does: 'records your level', answer: (ask) => openFromCommand(assessmentRoom, ask, profile) },
      words: assessmentWords(assessmentRoom, profile),
      help: { update: { actionId: assessment.open, value: profile.skill }, home: home.open, contact: asked },
    })
  }
  bindTheRest(doors, catalog.profiles[0]?.command ?? '')
  return { app, doors }
}

/** Buttons of older messages and windows of an older release: never silence, always a way on. */
function bindTheRest(doors: Doors, command: string): void {
  const moved = (ask: Pick<ClickAsk, 'workspaceId' | 'appId'>): Message => ({
    text: `This button belongs to an older message. Type ${command}, or open the app’s Home tab, to go on.`,
    blocks: [
      section('This button belongs to an older message. Here is where that lives now:'),
      actions(
        button(assessment.open, 'Update my level'),
        ...(ask.appId ? [button(home.open, 'Open Home', { url: homeLink(ask) })] : []),
      ),
    ],
  })
  const window = (ask: Pick<ClickAsk, 'workspaceId' | 'appId'>) =>
    modal({ callbackId: 'slack.moved', title: 'Moved', blocks: moved(ask).blocks })

  doors.otherwise({
    click: async (ask) => {
      await ask.ack()
      if (ask.messageTs === undefined) await showWindow(ask, window(ask))
      else await ask.reply(moved(ask))
    },
    submission: (ask) => ask.ack({ update: window(ask) }),
    shortcut: async (ask) => {
      await ask.ack()
      await showWindow({ ...ask, view: undefined }, window(ask))
    },
  })
}
