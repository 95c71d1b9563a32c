import { describe, expect, test } from 'vitest'
import { startStage } from '../sandbox/bot.ts'
import { actions, button, nameField, windowOf } from '../sandbox/windows.ts'
import { expectNoSeriousAxe } from '../support/axe.ts'
import { inBrowser } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { phone } from '../support/look.ts'
import { addressFor, workspaceOn } from './workspace-page.ts'

const IVAN = 'U0IVANPET'

const LOOKS = [
  ['in the light', {}],
  ['in the dark', { dark: true }],
  ['on a phone', phone],
  ['on a phone in the dark', { ...phone, dark: true }],
] as const

inBrowser('everybody gets in', async ({ open }) => {
  const { sandboxUrl, as } = await startJourney()
  const at = async (look: (typeof LOOKS)[number][1], place = '') =>
    workspaceOn(await open(addressFor(sandboxUrl, IVAN, place), look))

  describe.each(LOOKS)('%s', (_, look) => {
    test('to the workspace, with an answer in it', async () => {
      const { page, messages, send } = await at(look)
      await send('/nats-level help')
      await messages.getByText('Only visible to you').last().waitFor()
      await expectNoSeriousAxe(page)
    })

    test('to a window, and to a field that is wrong in it', async () => {
      const { page, window, send, press } = await at(look)
      await send('/nats-level')
      await window.getByRole('radiogroup').waitFor()
      await expectNoSeriousAxe(page)
      await press('Next')
      await window.getByText('Please complete this required field.').first().waitFor()
      await expectNoSeriousAxe(page)
      await as(IVAN).close()
    })

    test('to the Home tab', async () => {
      const { page } = await at(look, 'home')
      await page.getByRole('button', { name: 'Set my level' }).waitFor()
      await expectNoSeriousAxe(page)
    })

    test('to the inspector, with a fault armed', async () => {
      const { page, send, sideBar } = await at(look)
      await send('/nats-level show')
      const menu = page.getByRole('button', { name: 'Open the menu' })
      if (await menu.isVisible()) await menu.click()
      await sideBar.getByRole('button', { name: 'Inspector' }).click()
      const inspector = page.getByRole('complementary', { name: 'Inspector' })
      await inspector.getByText('typed /nats-level show').first().waitFor()
      await inspector.getByText('Make Slack misbehave').click()
      await inspector.getByRole('button', { name: 'Next message: too many calls (429)' }).click()
      await inspector.getByRole('button', { name: 'Disarm all' }).waitFor()
      await expectNoSeriousAxe(page)
      await inspector.getByRole('button', { name: 'Disarm all' }).click()
    })

    test('to the gallery', async () => {
      const page = await open(`${sandboxUrl}/gallery#assessment.result`, look)
      await page.getByRole('heading', { name: 'assessment.result', exact: true }).waitFor()
      // A thousand views that are still to be drawn are a thousand times the same.
      await page.getByRole('searchbox', { name: 'Words' }).fill('assessment.result')
      await expect.poll(() => page.getByRole('article').count()).toBeLessThan(100)
      await expectNoSeriousAxe(page)
    })
  })
})

inBrowser('a window upon a window', async ({ open }) => {
  const stage = await startStage()
  const pushing = windowOf([nameField, actions(button('more', 'More'))], {
    title: { type: 'plain_text', text: 'Below' },
  })
  const pushed = windowOf([actions(button('more', 'Even more'))], {
    title: { type: 'plain_text', text: 'Above' },
    submit: undefined,
  })

  test.each(LOOKS)('keeps nobody out and leads back, %s', async (_, look) => {
    stage.bot.answers(
      'command',
      async ({ trigger_id }) => void (await stage.bot.call('views.open', { trigger_id, view: pushing })),
    )
    stage.bot.answers(
      'block_actions',
      async ({ trigger_id }) => void (await stage.bot.call('views.push', { trigger_id, view: pushed })),
    )
    const { page, window, send, press } = workspaceOn(await open(addressFor(stage.sandbox.url, IVAN), look))
    await send('/nats-level')
    await window.getByLabel(/^Your name/).fill('Ivan')
    await press('More')
    await window.getByRole('heading', { name: 'Above' }).waitFor()
    await window.getByText('window 2 of 2').waitFor()
    await expectNoSeriousAxe(page)
    await press('Even more')
    await window.getByText('window 3 of 3').waitFor()
    await press('Back to Above')
    await press('Back to Below')
    await window.getByRole('heading', { name: 'Below' }).waitFor()
    expect(await window.getByLabel(/^Your name/).inputValue()).toBe('Ivan')
    await press('Close')
    await window.waitFor({ state: 'detached' })
  })
})
