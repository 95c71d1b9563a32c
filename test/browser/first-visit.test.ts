import { expect, test } from 'vitest'
import { startStage } from '../sandbox/bot.ts'
import { expectNoSeriousAxe } from '../support/axe.ts'
import { inBrowser } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { phone } from '../support/look.ts'
import { addressFor, workspaceOn } from './workspace-page.ts'

inBrowser('the first visit', async ({ open }) => {
  const { sandboxUrl } = await startJourney()

  test('it opens the first channel for somebody of the company, and says what to type', async () => {
    const { page, heading, sideBar, messages } = workspaceOn(await open(sandboxUrl))
    await heading.waitFor()
    expect(await heading.textContent()).toBe('# general')
    expect(await page.title()).toMatch(/^\p{L}+ .+ · sandbox$/u)
    expect(await sideBar.getByRole('button', { name: /^Acting as/ }).isVisible()).toBe(true)
    expect(await messages.textContent()).toContain('Type /nats-level below and press Enter')
  })

  test('it opens the form for the command that it proposes', async () => {
    const { send, window, press } = workspaceOn(await open(sandboxUrl))
    await send('/nats-level')
    await window.getByRole('heading', { name: 'Your NATS level' }).waitFor()
    await window.getByText('Which level describes most of your working days?').waitFor()
    expect(await window.getByRole('radio').count()).toBe(5)
    await press('Cancel')
    await window.waitFor({ state: 'detached' })
  })

  test('it writes the command that it proposes, for Enter to send', async () => {
    const { page, messages, composer, window, press } = workspaceOn(await open(sandboxUrl))
    await messages.getByRole('button', { name: '/nats-level' }).click()
    expect(await composer.inputValue()).toBe('/nats-level')
    await page.keyboard.press('Enter')
    await window.getByRole('heading', { name: 'Your NATS level' }).waitFor()
    await press('Cancel')
    await window.waitFor({ state: 'detached' })
  })

  test('it lets one be somebody else, and walk into the app', async () => {
    const { actAs, go, sideBar, heading } = workspaceOn(await open(sandboxUrl))
    await actAs('Marcus')
    await sideBar.getByRole('button', { name: 'Acting as Marcus Hallowell' }).waitFor()
    await go('NATS Level')
    await heading.filter({ hasText: 'NATS Level' }).waitFor()
  })

  test('it fits a phone: nothing has to be scrolled sideways', async () => {
    const { page, heading } = workspaceOn(await open(sandboxUrl, phone))
    await heading.waitFor()
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  })

  test.each([
    ['light', {}],
    ['dark', { dark: true }],
    ['light on a phone', phone],
  ])('it keeps nobody out, in the %s', async (_, look) => {
    const { page, heading } = workspaceOn(await open(sandboxUrl, look))
    await heading.waitFor()
    await expectNoSeriousAxe(page)
  })
})

inBrowser('an address that somebody was sent', async ({ open, takeComplaints }) => {
  const stage = await startStage()

  test('it says so when nobody has the address, and leads to somebody', async () => {
    const page = await open(addressFor(stage.sandbox.url, 'U0NOBODY'))
    await page.getByText('Nobody here has this address.').waitFor()
    await page.getByRole('link', { name: 'Choose somebody else' }).click()
    await workspaceOn(page).heading.waitFor()
    expect(takeComplaints().every((each) => each.includes('404'))).toBe(true)
  })
})
