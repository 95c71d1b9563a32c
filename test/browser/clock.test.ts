import { pino } from 'pino'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, expect, test } from 'vitest'
import { followClock } from '../../src/clock.ts'
import { startStage } from '../sandbox/bot.ts'
import { expectNoSeriousAxe } from '../support/axe.ts'
import { inBrowser } from '../support/browser.ts'
import { phone } from '../support/look.ts'
import { reset } from '../support/person.ts'
import { addressFor, workspaceOn } from './workspace-page.ts'

const IVAN = 'U0IVANPET'

inBrowser('the clock in the side bar', async ({ open, takeComplaints }) => {
  const stage = await startStage({ limits: { off: true } })
  const { url } = stage.sandbox
  const move = (body: object) => fetch(`${url}/control/clock`, { method: 'POST', body: JSON.stringify(body) })
  afterEach(() => reset(url))
  afterAll(() => stage.close())

  /** Opens the menu where there is one, and the clock in it. */
  async function clockOn(page: Page) {
    const { sideBar } = workspaceOn(page)
    await page.getByRole('main').waitFor()
    const menu = page.getByRole('button', { name: 'Open the menu' })
    if (await menu.isVisible()) await menu.click()
    const clock = sideBar.getByRole('region', { name: 'Time' })
    const face = clock.getByRole('button', { name: /^Time/ })
    await face.click()
    return {
      face,
      said: clock.getByRole('status'),
      press: (name: string) => clock.getByRole('button', { name, exact: true }).click(),
      choose: (wall: string) => clock.getByLabel(/^Day and time/).fill(wall),
    }
  }

  test('is frozen, set and moved on, and says what becomes of it', async () => {
    const { face, said, press, choose } = await clockOn(await open(addressFor(url, IVAN)))
    await expect.poll(() => face.textContent()).toContain('real time')
    await press('Freeze')
    await expect.poll(() => face.textContent()).toContain('frozen')
    await choose('2027-01-01T10:30')
    await press('Set')
    await expect.poll(() => face.textContent()).toMatch(/Fri,? 1 Jan 2027.*10:30:00/)
    await expect.poll(() => said.textContent()).toBe('Done; an app that follows this clock has caught up.')
    await press('+1 hour')
    await expect.poll(() => face.textContent()).toContain('11:30:00')
    await press('+1 day')
    await expect.poll(() => face.textContent()).toContain('2 Jan 2027')
    await press('Next morning')
    await expect.poll(() => face.textContent()).toContain('4 Jan 2027')
    await press('Next quarter')
    await expect.poll(() => face.textContent()).toContain('1 Apr 2027')
    await choose('2027-01-01T10:30')
    await press('Play until')
    await expect.poll(() => said.textContent()).toContain('expected an instant after')
    expect(takeComplaints()).toEqual([expect.stringContaining('400 (Bad Request)')])
  })

  test('ticks as fast as it runs, on every page at once', async () => {
    const pages = [await open(addressFor(url, IVAN)), await open(addressFor(url, 'U0MARIAKOW'))]
    const [one, other] = await Promise.all(pages.map(clockOn))
    await one?.press('3600×')
    await expect.poll(() => other?.face.textContent()).toContain('3600×')
    const before = await other?.face.textContent()
    await expect.poll(() => other?.face.textContent()).not.toBe(before)
    await other?.press('1×')
    await expect.poll(() => one?.face.textContent()).toContain('moved')
  })

  test('gives its day to messages and to the clocks on people’s walls', async () => {
    await move({ rate: 0 })
    await move({ set: '2027-01-01T08:00:00Z' })
    const { page, messages, send, sideBar, window } = workspaceOn(await open(addressFor(url, IVAN, 'C0GENERAL')))
    await send('A good new year')
    await messages.getByText('A good new year').waitFor()
    await messages.getByText(/Friday,? 1 January 2027/).waitFor()
    await sideBar.getByRole('button', { name: /^Acting as/ }).click()
    const shown = await window.getByRole('button', { name: /Maria Kowalczuk/ }).textContent()
    expect(shown).toContain('09:00')
    await page.keyboard.press('Escape')
  })

  test('plays through what the app has planned', async () => {
    const dues = ['2027-01-04T08:00:00Z', '2027-01-05T08:00:00Z'].map((each) => Date.parse(each))
    const sent = new Set<number>()
    await move({ rate: 0 })
    await move({ set: '2027-01-01T08:00:00Z' })
    const { stop } = followClock(`${url}/control/clock`, {
      log: pino({ level: 'silent' }),
      work: async (now) => {
        for (const due of dues.filter((each) => each <= now.getTime() && !sent.has(each))) {
          await stage.bot.call('chat.postMessage', { channel: 'C0GENERAL', text: `A letter of ${now.toISOString()}` })
          sent.add(due)
        }
        const next = dues.find((due) => !sent.has(due))
        return next === undefined ? undefined : new Date(next)
      },
    })
    const page = await open(addressFor(url, IVAN, 'C0GENERAL'))
    const { face, said, press, choose } = await clockOn(page)
    await choose('2027-01-08T10:00')
    await press('Play until')
    await expect.poll(() => said.textContent(), { timeout: 10_000 }).toMatch(/^Played/)
    const { messages } = workspaceOn(page)
    await messages.getByText('A letter of 2027-01-04T08:00:00.000Z').waitFor()
    await messages.getByText('A letter of 2027-01-05T08:00:00.000Z').waitFor()
    await messages.getByText(/Tuesday,? 5 January 2027/).waitFor()
    await press('Play until a round has closed')
    await expect.poll(() => face.textContent(), { timeout: 10_000 }).toMatch(/16 Jan 2027.*09:00/)
    await stop()
  })

  test.each([
    ['in the light', {}],
    ['in the dark', { dark: true }],
    ['on a phone', phone],
    ['on a phone in the dark', { ...phone, dark: true }],
  ] as const)('keeps nobody out, %s', async (_, look) => {
    const page = await open(addressFor(url, IVAN), look)
    const { press, face } = await clockOn(page)
    await press('60×')
    await expect.poll(() => face.textContent()).toContain('60×')
    await expectNoSeriousAxe(page)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })
})
