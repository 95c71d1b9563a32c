import { afterAll, beforeEach, expect, test } from 'vitest'
import { startStage } from '../sandbox/bot.ts'
import { actions, button, nameField, windowOf } from '../sandbox/windows.ts'
import { inBrowser } from '../support/browser.ts'
import { addressFor, type WorkspacePage, workspaceOn } from './workspace-page.ts'

const IVAN = 'U0IVANPET'

inBrowser('in a window', async ({ open }) => {
  const stage = await startStage()
  const titled = (text: string) => ({ title: { type: 'plain_text', text } })
  const form = windowOf([nameField, actions(button('more', 'More'))], titled('Form'))
  const above = windowOf([actions(button('more', 'More'))], { ...titled('Above'), submit: undefined })

  afterAll(() => stage.close())

  beforeEach(() => {
    stage.bot.answers('command', async ({ trigger_id }) => {
      await stage.bot.call('views.open', { trigger_id, view: form })
      return undefined
    })
    stage.bot.answers('block_actions', async ({ trigger_id }) => {
      await stage.bot.call('views.push', { trigger_id, view: above })
      return undefined
    })
  })

  const openForm = async (): Promise<WorkspacePage> => {
    const workspace = workspaceOn(await open(addressFor(stage.sandbox.url, IVAN)))
    await workspace.send('/nats-level')
    await workspace.window.getByRole('heading', { name: 'Form' }).waitFor()
    return workspace
  }

  test('Enter in a field of one line submits what was typed the moment before', async () => {
    const { window, page } = await openForm()
    await window.getByLabel(/^Your name/).fill('Ivan')
    await page.keyboard.press('Enter')
    await window.waitFor({ state: 'detached' })
    const submitted = stage.bot.received.findLast(({ kind }) => kind === 'view_submission')
    expect(JSON.stringify(submitted?.payload)).toContain('"value":"Ivan"')
  })

  test('Back pressed twice in a hurry leads one window back', async () => {
    const { window, press } = await openForm()
    for (const count of ['window 2 of 2', 'window 3 of 3']) {
      await press('More')
      await window.getByText(count).waitFor()
    }
    await window.getByRole('button', { name: 'Back to Above' }).evaluate((back: HTMLElement) => {
      back.click()
      back.click()
    })
    await window.getByText('window 2 of 2').waitFor()
    await press('Back to Form')
    await window.getByRole('heading', { name: 'Form' }).waitFor()
    await press('Close')
    await window.waitFor({ state: 'detached' })
  })

  test('the keyboard stays when one clicks beside it, and Escape still closes it', async () => {
    const { window, page, composer } = await openForm()
    const main = await page.getByRole('main').boundingBox()
    await page.mouse.click((main?.x ?? 0) + 10, (main?.y ?? 0) + 200)
    await page.keyboard.type('Iv')
    expect(await window.getByLabel(/^Your name/).inputValue()).toBe('Iv')
    await page.keyboard.press('Escape')
    await window.waitFor({ state: 'detached' })
    await expect.poll(() => composer.evaluate((each) => each === each.ownerDocument.activeElement)).toBe(true)
  })
})
