import type { Json } from '../json.ts'
import type { Slack } from '../slack.ts'
import { clickElement } from './click.ts'
import { typeCommand, useShortcut } from './command.ts'
import { submitView } from './submit.ts'
import {
  closeView,
  openHome,
  raiseEvent,
  readJournal,
  readMessages,
  readState,
  readView,
  resetWorkspace,
} from './surfaces.ts'

export interface ControlRoute {
  readonly method: 'GET' | 'POST'
  /** `body` is parsed JSON, undefined when there was none or it was malformed. */
  readonly answer: (slack: Slack, query: URLSearchParams, body: unknown) => Json | Promise<Json>
}

/** What a person can do and see, over HTTP. */
export const CONTROL: ReadonlyMap<string, ControlRoute> = new Map<string, ControlRoute>(
  Object.entries({
    '/control/command': { method: 'POST', answer: (slack, _query, body) => typeCommand(slack, body) },
    '/control/shortcut': { method: 'POST', answer: (slack, _query, body) => useShortcut(slack, body) },
    '/control/submit': { method: 'POST', answer: (slack, _query, body) => submitView(slack, body) },
    '/control/click': { method: 'POST', answer: (slack, _query, body) => clickElement(slack, body) },
    '/control/close': { method: 'POST', answer: (slack, _query, body) => closeView(slack, body) },
    '/control/event': { method: 'POST', answer: (slack, _query, body) => raiseEvent(slack, body) },
    '/control/reset': { method: 'POST', answer: (slack) => resetWorkspace(slack) },
    '/control/view': { method: 'GET', answer: readView },
    '/control/home': { method: 'GET', answer: openHome },
    '/control/messages': { method: 'GET', answer: readMessages },
    '/control/journal': { method: 'GET', answer: readJournal },
    '/control/state': { method: 'GET', answer: (slack) => readState(slack) },
  } satisfies Record<string, ControlRoute>),
)
