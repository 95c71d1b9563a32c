import type { Locator, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { Company } from '../../sandbox/company.ts'
import { type Json, record, records } from '../../sandbox/json.ts'
import { type Stage, startStage } from '../sandbox/bot.ts'
import { smallCompany } from '../sandbox/company.ts'
import { openWindow, option, plain, windowOf } from '../sandbox/windows.ts'
import type { WatchedBrowser } from '../support/browser.ts'
import type { Look } from '../support/look.ts'
import { addressFor, type WorkspacePage, workspaceOn } from './workspace-page.ts'

export const ADA = 'U0ADA'

/** Words that would do harm, run from right to left, or do not end. */
export const HOSTILE = '<img src=x onerror="document.title=1">'
export const HEBREW = 'שלום עולם'
export const LONG = 'An uncommonly long name, going on and on until it is eighty letters from end to end'.slice(0, 80)

const company: Company = {
  ...smallCompany,
  people: [
    ...smallCompany.people,
    { id: 'U0HOSTILE', handle: 'hostile', realName: HOSTILE, tz: 'Europe/Berlin' },
    { id: 'U0HEBREW0', handle: 'hebrew', realName: HEBREW, tz: 'Europe/Berlin' },
    { id: 'U0LONG000', handle: 'long', realName: LONG, tz: 'Europe/Berlin' },
  ],
}

export const fruit = [
  option('apple', 'Apple'),
  option('banana', 'Banana'),
  option('cherry', HOSTILE),
  option('damson', 'Damson', { description: plain(`<b>${HEBREW}</b>`) }),
]

/** An option as Slack hands it back. */
export const kept = ({ value, text, description }: Json): Json => ({
  value,
  text: { ...record(text), emoji: true },
  ...(description ? { description: { ...record(description), emoji: true } } : {}),
})

export const fruits = (...values: readonly string[]): readonly Json[] =>
  fruit.filter(({ value }) => values.includes(String(value))).map(kept)

export interface Shown extends WorkspacePage {
  readonly stage: Stage
  /** Saves the window; what the bot is told stands in each field, by block id. */
  readonly saved: () => Promise<Json>
}

/** A workspace for one test, with a bot that may read files. */
export async function stageForTest(): Promise<Stage> {
  const stage = await startStage({ company, scopes: ['files:read'] })
  onTestFinished(() => stage.close())
  return stage
}

/** Ada looks at a window of the app. */
export async function windowBefore(
  open: WatchedBrowser['open'],
  stage: Stage,
  blocks: readonly Json[],
  look: Look = {},
): Promise<Shown> {
  const { view, ...rest } = await openWindow(stage, ADA, windowOf(blocks))
  expect(view, JSON.stringify(rest)).not.toBeNull()
  const workspace = workspaceOn(await open(addressFor(stage.sandbox.url, ADA), look))
  await workspace.window.waitFor()
  return { ...workspace, stage, saved: () => save(workspace, stage) }
}

async function save({ press, window }: WorkspacePage, stage: Stage): Promise<Json> {
  await press(/^Save$/)
  await window.waitFor({ state: 'detached' })
  const submissions = heard(stage, 'view_submission')
  expect(submissions).toHaveLength(1)
  const values = record(record(record(submissions[0]?.view).state).values)
  return Object.fromEntries(
    Object.entries(values).map(([block, byAction]) => [block, Object.values(record(byAction)).at(-1)]),
  )
}

/** Payloads of a kind that reached the bot. */
export const heard = ({ bot }: Stage, kind: string): readonly Json[] =>
  bot.received.filter((each) => each.kind === kind).map(({ payload }) => payload)

/** What was pressed or picked, in order: the action’s id and what it carried. */
export const pressed = (stage: Stage): readonly Json[] =>
  heard(stage, 'block_actions')
    .flatMap((payload) => records(payload.actions))
    .map(
      ({ type: _type, block_id: _block, action_ts: _at, text: _text, style: _style, confirm: _asked, ...action }) =>
        action,
    )

/** What the open list offers; the menus of the browser’s own are not meant. */
export const listed = (page: Page, name?: string): Locator =>
  page.getByRole('listbox').getByRole('option', name === undefined ? {} : { name })
