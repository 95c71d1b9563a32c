import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { inBrowser } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { phone } from '../support/look.ts'
import { journal } from '../support/person.ts'
import { addressFor, workspaceOn } from './workspace-page.ts'

const IVAN = 'U0IVANPET'
const MARIA = 'U0MARIAKOW'

inBrowser('two people at once', async ({ open }) => {
  const { sandboxUrl, as } = await startJourney()
  const say = (text: string): Promise<unknown> =>
    fetch(`${sandboxUrl}/control/say`, {
      method: 'POST',
      body: JSON.stringify({ user: MARIA, channel: 'C0GENERAL', text, wait: 'ack' }),
    })

  test('each sees their own windows, and both what is said', async () => {
    const ivan = workspaceOn(await open(addressFor(sandboxUrl, IVAN, 'C0PLATFORM')))
    const maria = workspaceOn(await open(addressFor(sandboxUrl, MARIA, 'C0PLATFORM')))
    await maria.heading.waitFor()
    await ivan.send('/nats-level')
    await ivan.window.getByRole('heading', { name: 'Your NATS level' }).waitFor()
    await ivan.press('Cancel')
    await ivan.window.waitFor({ state: 'detached' })
    await ivan.send('Reviewed it, @maria :wave:')
    const said = maria.messages.getByText('Reviewed it,')
    await said.waitFor()
    await expect.poll(() => said.textContent()).toContain('👋')
    expect(await maria.page.getByRole('dialog').count()).toBe(0)

    await ivan.send('/nats-level help')
    await ivan.messages.getByText('Only visible to you').waitFor()
    await maria.send('Thanks')
    await ivan.messages.getByText('Thanks').waitFor()
    expect(await maria.messages.getByText('Only visible to you').count()).toBe(0)
  })

  test('a click on a name says who that is, and leads to being them', async () => {
    const { page, messages, window, sideBar } = workspaceOn(await open(addressFor(sandboxUrl, IVAN, 'C0PLATFORM')))
    await messages.getByRole('button', { name: '@Maria Kowalczuk' }).click()
    await window.getByText('Engineering manager, Platform').waitFor()
    await window.getByRole('button', { name: 'Act as Maria Kowalczuk' }).click()
    await expect.poll(() => sideBar.getByRole('button', { name: /^Acting as/ }).textContent()).toContain('Maria')
    expect(page.url()).toContain(MARIA)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('the person is chosen from a list, in which those who cannot be anybody say why', async () => {
    const { page, sideBar, window, actAs } = workspaceOn(await open(addressFor(sandboxUrl, IVAN)))
    await sideBar.getByRole('button', { name: /^Acting as/ }).click()
    const olga = window.getByRole('button', { name: /Olga Sidorchuk/ })
    expect(await olga.isDisabled()).toBe(true)
    expect(await olga.textContent()).toContain('deactivated')
    await page.keyboard.press('Escape')
    await actAs('Priya')
    await expect.poll(() => page.title()).toBe('Priya Ramanujan · sandbox')
  })

  test('what one has not read is marked until one looks', async () => {
    const ivan = workspaceOn(await open(addressFor(sandboxUrl, IVAN)))
    await ivan.heading.waitFor()
    await as(IVAN).command('/nats-level')
    await as(IVAN).close()
    await as(IVAN).command('/nats-level export')
    const app = ivan.sideBar.getByRole('button', { name: /NATS Level/ })
    await expect.poll(() => app.textContent()).toContain('1 unread')
    await expect.poll(() => ivan.page.title()).toMatch(/^\(1\)/)
    await app.click()
    await ivan.messages.getByText('nats-level-export').waitFor()
    await expect.poll(() => app.textContent()).not.toContain('unread')
    await ivan.page.getByText('Sending messages to this app has been turned off.').waitFor()
  })

  test('a long conversation stays at its end, and says when something new came below', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `Line ${index + 1}`)
    for (const line of lines) await say(line)
    const ivan = workspaceOn(await open(addressFor(sandboxUrl, IVAN, 'C0GENERAL'), phone))
    await ivan.messages.getByText('Line 60').waitFor()
    expect(await inSight(ivan, 'Line 60')).toBe(true)
    await ivan.messages.focus()
    await ivan.page.keyboard.press('Home')
    await expect.poll(() => inSight(ivan, 'Line 1')).toBe(true)
    await say('The newest')
    await ivan.page.getByRole('button', { name: 'New messages ↓' }).click()
    await expect.poll(() => inSight(ivan, 'The newest')).toBe(true)
  })

  test('on a phone the keyboard goes into the menu and the inspector, and comes back', async () => {
    const { page, sideBar } = workspaceOn(await open(addressFor(sandboxUrl, IVAN), phone))
    const menu = page.getByRole('button', { name: 'Open the menu' })
    const hasKeyboard = (button: Locator): Promise<boolean> =>
      button.evaluate((each) => each === each.ownerDocument.activeElement)
    await menu.click()
    await expect.poll(() => hasKeyboard(sideBar.getByRole('button', { name: 'Close the menu' }))).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => hasKeyboard(menu)).toBe(true)
    await menu.click()
    await sideBar.getByRole('button', { name: 'Inspector' }).click()
    const close = page.getByRole('button', { name: 'Close the inspector' })
    await expect.poll(() => hasKeyboard(close)).toBe(true)
    await close.click()
    await expect.poll(() => hasKeyboard(menu)).toBe(true)
  })

  test('on a phone the menu closes when somebody was chosen, even whom one is already', async () => {
    const { sideBar, actAs } = workspaceOn(await open(addressFor(sandboxUrl, IVAN), phone))
    await actAs('Ivan Petr')
    await sideBar.waitFor({ state: 'hidden' })
    await actAs('Maria')
    await sideBar.waitFor({ state: 'hidden' })
  })

  test('a link of the app to its Home leads there, and the bot hears of the press', async () => {
    const { page, messages, send } = workspaceOn(await open(addressFor(sandboxUrl, IVAN)))
    await send('/nats-level help')
    await messages.getByRole('link', { name: 'Open Home' }).last().click()
    await page.getByRole('region', { name: 'Home of NATS Level' }).waitFor()
    const pressed = async () =>
      (await journal(sandboxUrl)).some(({ kind, what }) => kind === 'delivery' && what === 'block_actions home.open')
    await expect.poll(pressed).toBe(true)
    expect(page.context().pages()).toHaveLength(1)
  })

  test('a line that was begun is still there when one comes back, and Enter sends it though a name is offered', async () => {
    const ivan = workspaceOn(await open(addressFor(sandboxUrl, IVAN, 'C0PLATFORM')))
    await ivan.composer.fill('Ask @maria')
    await ivan.go('general')
    await expect.poll(() => ivan.composer.inputValue()).toBe('')
    await ivan.page.goBack()
    await expect.poll(() => ivan.composer.inputValue()).toBe('Ask @maria')
    await ivan.composer.press('Enter')
    await ivan.messages.getByText('Ask @Maria Kowalczuk').waitFor()
  })

  test('a conversation one is not in says so', async () => {
    const { page } = workspaceOn(await open(addressFor(sandboxUrl, IVAN, 'C0PAYMENTS')))
    await page.getByText('You are not in this conversation.').waitFor()
  })

  test('the global shortcut opens the form from wherever one is', async () => {
    const ivan = workspaceOn(await open(addressFor(sandboxUrl, IVAN, 'home'), { dark: true }))
    await ivan.page.getByRole('button', { name: 'Set my level' }).waitFor()
    await ivan.go('general')
    await ivan.page.getByRole('button', { name: 'Shortcuts' }).click()
    await ivan.window.getByRole('button', { name: /^Update my NATS level/ }).click()
    await ivan.window.getByRole('heading', { name: 'Your NATS level' }).waitFor()
    await ivan.page.keyboard.press('Escape')
    await ivan.window.waitFor({ state: 'detached' })
  })

  test('a line that broke comes back, with what happened meanwhile', async () => {
    const ivan = workspaceOn(await open(addressFor(sandboxUrl, IVAN, 'C0GENERAL')))
    await ivan.messages.waitFor()
    await ivan.page.context().setOffline(true)
    await ivan.page.evaluate('dispatchEvent(new Event("offline"))')
    await say('Said meanwhile')
    await ivan.page.context().setOffline(false)
    await ivan.messages.getByText('Said meanwhile').waitFor()
  })
})

const inSight = async ({ messages }: { readonly messages: Locator }, text: string): Promise<boolean> => {
  const [box, line] = await Promise.all([
    messages.boundingBox(),
    messages.getByText(text, { exact: true }).boundingBox(),
  ])
  return box !== null && line !== null && line.y >= box.y && line.y + line.height <= box.y + box.height + 1
}
