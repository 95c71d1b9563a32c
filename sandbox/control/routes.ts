import type { Json } from '../json.ts'
import type { Slack } from '../slack.ts'
import { clickElement } from './click.ts'
import { moveClock, readClock } from './clock.ts'
import { typeCommand, useShortcut } from './command.ts'
import { deliverAsGiven } from './deliver.ts'
import { armFault, disarmFaults, listFaults } from './faults.ts'
import { openFile } from './files.ts'
import { changeScopes, readScopes, reinstallApp, uninstallApp } from './installing.ts'
import { changeLimits, readLimits } from './limits.ts'
import { changePeople } from './people.ts'
import { readConversation, sayMessage } from './saying.ts'
import { disturbSockets, listSockets } from './sockets.ts'
import { submitView } from './submit.ts'
import {
  closeView,
  openHome,
  raiseEvent,
  readGallery,
  readJournal,
  readMessages,
  readState,
  readView,
  readVisitor,
  resetWorkspace,
} from './surfaces.ts'
import { readOptions, typeIntoField } from './typing.ts'

type Answering = (slack: Slack, query: URLSearchParams, body: unknown, gone: AbortSignal) => Json | Promise<Json>

/**
 * By HTTP method. `body` is parsed JSON, undefined when there was none or it was malformed; `gone` ends when nobody waits
 * for the answer any more.
 */
export type ControlRoute = Readonly<Partial<Record<'GET' | 'POST' | 'DELETE', Answering>>>

/** What a person can do and see, over HTTP. */
export const CONTROL: ReadonlyMap<string, ControlRoute> = new Map<string, ControlRoute>(
  Object.entries({
    '/control/command': { POST: (slack, _query, body) => typeCommand(slack, body) },
    '/control/shortcut': { POST: (slack, _query, body) => useShortcut(slack, body) },
    '/control/submit': { POST: (slack, _query, body) => submitView(slack, body) },
    '/control/click': { POST: (slack, _query, body) => clickElement(slack, body) },
    '/control/close': { POST: (slack, _query, body) => closeView(slack, body) },
    '/control/type': { POST: (slack, _query, body) => typeIntoField(slack, body) },
    '/control/options': { POST: (slack, _query, body) => readOptions(slack, body) },
    '/control/say': { POST: (slack, _query, body) => sayMessage(slack, body) },
    '/control/read': { POST: (slack, _query, body) => readConversation(slack, body) },
    '/control/event': { POST: (slack, _query, body) => raiseEvent(slack, body) },
    '/control/deliver': { POST: (slack, _query, body) => deliverAsGiven(slack, body) },
    '/control/faults': {
      GET: (slack) => listFaults(slack),
      POST: (slack, _query, body) => armFault(slack, body),
      DELETE: (slack) => disarmFaults(slack),
    },
    '/control/sockets': {
      GET: (slack) => listSockets(slack),
      POST: (slack, _query, body) => disturbSockets(slack, body),
    },
    '/control/people': { POST: (slack, _query, body) => changePeople(slack, body) },
    '/control/scopes': {
      GET: (slack) => readScopes(slack),
      POST: (slack, _query, body) => changeScopes(slack, body),
    },
    '/control/limits': {
      GET: (slack) => readLimits(slack),
      POST: (slack, _query, body) => changeLimits(slack, body),
    },
    '/control/clock': {
      GET: (slack, query, _body, gone) => readClock(slack, query, gone),
      POST: (slack, _query, body) => moveClock(slack, body),
    },
    '/control/uninstall': { POST: (slack, _query, body) => uninstallApp(slack, body) },
    '/control/reinstall': { POST: (slack) => reinstallApp(slack) },
    '/control/file': { GET: openFile },
    '/control/reset': { POST: (slack) => resetWorkspace(slack) },
    '/control/view': { GET: readView },
    '/control/home': { GET: openHome },
    '/control/messages': { GET: readMessages },
    '/control/journal': { GET: readJournal },
    '/control/visitor': { GET: readVisitor },
    '/control/gallery': { GET: (slack) => readGallery(slack) },
    '/control/state': { GET: (slack) => readState(slack) },
  } satisfies Record<string, ControlRoute>),
)
