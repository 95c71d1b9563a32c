import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Json, record } from '../../sandbox/json.ts'
import { startStage } from '../sandbox/bot.ts'
import { field, openWindow, option, windowOf } from '../sandbox/windows.ts'
import { inBrowser } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { addressFor, type WorkspacePage, workspaceOn } from './workspace-page.ts'

const PAVEL = 'U0PAVELDOR'
const HANNAH = 'U0HANNAHVO'
const RAFAEL = 'U0RAFAELNU'

/** What has the keyboard, in a few words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const { activeElement: at } = document
    const label = at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent
    return at.tagName.toLowerCase() + ' ' + label.trim().replace(/\\s+/g, ' ')
  })()`)

inBrowser('the whole form', async ({ open }) => {
  const { sandboxUrl, as } = await startJourney()

  test('it is filled by mouse, with a mistake on the way, and looked at on Home', async () => {
    const workspace = workspaceOn(await open(addressFor(sandboxUrl, PAVEL)))
    const { page, window, press, go, send } = workspace
    await send('/nats-level')
    await window.getByRole('combobox', { name: 'Your role' }).selectOption({ label: 'Backend Developer (Go)' })

    await press('Next')
    await window.getByText('Please complete this required field.').waitFor()
    const level = window.getByRole('radiogroup', { name: /^Which level/ })
    expect(await level.getAttribute('aria-invalid')).toBe('true')
    await window.getByLabel(/^Junior \(1 of 5\)/).check()
    await window.getByText('What Junior asks of Go developers').waitFor()
    await press('Next')

    await window.getByText('Step 2 of 3').waitFor()
    for (const item of await window.getByRole('radiogroup').all()) await item.getByLabel('With help').check()
    await press('Next')

    await window.getByText('Step 3 of 3').waitFor()
    for (const topic of await window.getByRole('combobox').all()) await topic.selectOption({ label: '2 · With help' })
    await window.getByLabel(/^Note or link/).fill('Reading about streams. <b>Not bold</b>')
    await press('Save')

    await window.getByRole('heading', { name: 'Junior · Go is on record' }).waitFor()
    await press('Done')
    await window.waitFor({ state: 'detached' })

    await go('NATS Level')
    const home = page.getByRole('region', { name: 'Home of NATS Level' })
    await home.getByText('Junior (1 of 5)').waitFor()
    const { responses } = await as(PAVEL).command('/nats-level show')
    expect(JSON.stringify(responses)).toContain('<b>Not bold</b>')
  })

  test('it is filled without a mouse, and the keyboard never loses its place', async () => {
    const { page, composer, window } = workspaceOn(await open(addressFor(sandboxUrl, HANNAH)))
    const keys = page.keyboard
    await composer.focus()
    await keys.type('/na')
    await page.getByRole('option', { name: /^\/nats-level/ }).waitFor()
    await keys.press('Tab')
    expect(await composer.inputValue()).toBe('/nats-level ')
    await keys.press('Enter')

    await window.getByRole('combobox', { name: 'Your role' }).waitFor()
    await expect.poll(() => focused(page)).toMatch(/^select Your role/)
    await keys.press('ArrowDown')
    await window.getByText('Simple tasks from templates').waitFor()
    await keys.press('Tab')
    await expect.poll(() => focused(page)).toMatch(/^input Junior/)
    await keys.press('Space')
    await window.getByText('What Junior asks').waitFor()
    expect(await focused(page)).toMatch(/^input Junior/)
    await keys.press('ArrowDown')
    await window.getByText('What Middle asks').waitFor()
    expect(await focused(page)).toMatch(/^input Middle/)
    await keys.press('Enter')

    await window.getByText('Step 2 of 3').waitFor()
    await expect.poll(() => focused(page)).toBe('input On my own')
    for (const _ of Array.from({ length: 6 })) {
      await keys.press('Space')
      await keys.press('Tab')
    }
    await keys.press('Shift+Tab')
    await keys.press('Enter')

    await window.getByText('Step 3 of 3').waitFor()
    await expect.poll(() => focused(page)).toMatch(/^select Pub\/sub/)
    for (const _ of Array.from({ length: 5 })) {
      await keys.type('3')
      await keys.press('Tab')
    }
    await expect.poll(() => focused(page)).toMatch(/^textarea Note or link/)
    await keys.type('All by keyboard.')
    await keys.press('Control+Enter')

    await window.getByRole('heading', { name: 'Middle · Elixir is on record' }).waitFor()
    await keys.press('Escape')
    await window.waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toMatch(/^textarea Message #general/)
  })

  test('it is still there when the page is loaded again, with what was typed the moment before', async () => {
    const { page, composer, window, press, send } = workspaceOn(await open(addressFor(sandboxUrl, PAVEL)))
    await send('/nats-level')
    for (const step of ['Step 2 of 3', 'Step 3 of 3']) {
      await press('Next')
      await window.getByText(step).waitFor()
    }
    const note = window.getByLabel(/^Note or link/)
    await note.fill('Typed just now.')
    await page.reload()
    await window.getByText('Step 3 of 3').waitFor()
    await expect.poll(() => note.inputValue()).toBe('Typed just now.')
    await press('Cancel')
    await window.waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toMatch(/^textarea Message #general/)
    expect(await composer.inputValue()).toBe('')
  })

  test('it keeps what was typed when one goes back and forth, and says at the field what is too long', async () => {
    const { page, window, press, send } = workspaceOn(await open(addressFor(sandboxUrl, RAFAEL)))
    await send('/nats-level')
    await window.getByRole('combobox', { name: 'Your role' }).selectOption({ label: 'Backend Developer (Elixir)' })
    await window.getByLabel(/^Principal/).check()
    await window.getByText('What Principal asks').waitFor()
    await press('Next')
    await window.getByText('Step 2 of 3').waitFor()
    for (const item of await window.getByRole('radiogroup').all()) await item.getByLabel('On my own').check()
    await press('Next')
    const note = window.getByLabel(/^Note or link/)
    await note.fill('x'.repeat(1_001))
    for (const topic of await window.getByRole('combobox').all())
      await topic.selectOption({ label: '4 · Could teach it' })
    await press('Save')
    await expect.poll(() => note.getAttribute('aria-invalid')).toBe('true')
    expect(await focused(page)).toMatch(/^textarea Note or link/)

    await note.fill('Short enough.')
    await press('Back')
    await window.getByText('Step 2 of 3').waitFor()
    expect(await window.getByLabel('On my own').first().isChecked()).toBe(true)
    await press('Next')
    await window.getByText('Step 3 of 3').waitFor()
    expect(await note.inputValue()).toBe('Short enough.')
    await press('Save')
    await window.getByRole('heading', { name: 'Principal · Elixir is on record' }).waitFor()
  })
})

inBrowser('a form that is drawn anew', async ({ open, takeComplaints }) => {
  const stage = await startStage()
  const roles = [option('go', 'Go'), option('rust', 'Rust')]
  const levels = [option('junior', 'Junior'), option('middle', 'Middle')]
  const formOf = (draw: number, chosen = {}) => {
    const role = { type: 'radio_buttons', action_id: 'role', options: roles, ...chosen }
    const level = { type: 'radio_buttons', action_id: 'level', options: levels }
    return windowOf([
      field(`role#${draw}`, 'Role', role, { dispatch_action: true }),
      field(`level#${draw}`, 'Level', level),
    ])
  }
  /** The form is there; the role is chosen, and the level before the page has heard what became of the window. */
  const chooseBoth = async (becomes: Json): Promise<WorkspacePage> => {
    const { view } = await openWindow(stage, PAVEL, formOf(1))
    stage.bot.answers(
      'block_actions',
      async () => void (await stage.bot.call('views.update', { view_id: view?.id, view: becomes })),
    )
    const workspace = workspaceOn(await open(addressFor(stage.sandbox.url, PAVEL)))
    await workspace.window.getByLabel('Middle').waitFor()
    await workspace.page.evaluate(`(() => {
      const role = new XMLHttpRequest()
      role.open('POST', '/control/click', false)
      role.send(JSON.stringify({ user: '${PAVEL}', action: 'role', value: 'go' }))
      document.querySelector('.window input[value=middle]').click()
    })()`)
    return workspace
  }

  test('it records a level that is chosen in the same breath as the role', async () => {
    const { window, press } = await chooseBoth(formOf(2, { initial_option: roles[0] }))
    await expect.poll(() => window.getByLabel('Middle').isChecked()).toBe(true)
    expect(await window.getByRole('alert').count()).toBe(0)
    await press('Save')
    await window.waitFor({ state: 'detached' })
    const { payload } = stage.bot.received.at(-1) ?? {}
    expect(JSON.stringify(record(record(record(payload).view).state).values)).toMatch(/"level#2":.*"value":"middle"/)
    expect(takeComplaints()).toEqual([expect.stringContaining('status of 400')])
  })

  test('it asks to choose again when there is no such level any more', async () => {
    const { window, press } = await chooseBoth(windowOf([field('note', 'Note', { type: 'plain_text_input' })]))
    await window.getByLabel(/^Note/).waitFor()
    await expect
      .poll(() => window.getByRole('alert').allTextContents())
      .toEqual(['The window changed meanwhile. Please choose again.'])
    expect(takeComplaints()).toEqual([expect.stringContaining('status of 400')])
    await press('Cancel')
    await window.waitFor({ state: 'detached' })
  })
})
