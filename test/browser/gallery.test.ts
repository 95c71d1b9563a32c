import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { ShownView } from '../../sandbox/demo/gallery.ts'
import { inBrowser } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { phone } from '../support/look.ts'

const exhibits = (page: Page) => page.getByRole('main').getByRole('article')
const counted = (page: Page) => page.getByRole('banner').getByRole('status')

inBrowser('the gallery', async ({ open }) => {
  const { sandboxUrl } = await startJourney()
  const answer = await fetch(`${sandboxUrl}/control/gallery`)
  const { views } = (await answer.json()) as { readonly views: readonly ShownView[] }
  const count = (wanted: (view: ShownView) => boolean): number => views.filter(wanted).length

  const visited = async (place = '', look = {}): Promise<Page> => {
    const page = await open(`${sandboxUrl}/gallery${place}`, look)
    await exhibits(page).first().waitFor()
    return page
  }

  test('it lists every view of the product, and what the list is made of', async () => {
    const page = await visited()
    expect(views.length).toBeGreaterThan(100)
    expect(await exhibits(page).count()).toBe(views.length)
    expect(await counted(page).textContent()).toBe(`${views.length} views`)
    const contents = page.getByRole('navigation', { name: 'Contents' }).getByRole('link')
    const ids = await contents.allTextContents()
    expect(ids.toSorted()).toEqual([...new Set(views.map(({ id }) => id))].toSorted())
  })

  test('it keeps what has the words, is of the kind and of the size', async () => {
    const page = await visited()
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('windows')
    const windows = count(({ kind }) => kind === 'modal')
    await expect.poll(() => counted(page).textContent()).toBe(`${windows} of ${views.length} views`)

    await page.getByRole('combobox', { name: 'Size' }).selectOption('largest')
    const largest = count(({ kind, size }) => kind === 'modal' && size === 'largest')
    await expect.poll(() => exhibits(page).count()).toBe(largest)

    await page.getByRole('searchbox', { name: 'Words' }).fill('RECORDED assessment.result')
    const about = count(
      (view) =>
        view.id === 'assessment.result' && view.size === 'largest' && /recorded/i.test(view.name + view.outline),
    )
    await expect.poll(() => exhibits(page).count()).toBe(about)
    expect(about).toBeGreaterThan(0)

    await page.getByRole('searchbox', { name: 'Words' }).fill('xyzzy')
    await page.getByRole('button', { name: 'Show every view' }).click()
    await expect.poll(() => exhibits(page).count()).toBe(views.length)
  })

  test('it leads to the view that the address names', async () => {
    const last = views.at(-1)
    if (!last) throw new Error('The gallery is empty.')
    const page = await visited(`#${last.anchor}`)
    const article = page.locator(`[id="${last.anchor}"]`)
    await expect.poll(() => isOnScreen(page, last.anchor)).toBe(true)
    await article.getByRole('heading', { name: 'Size', exact: true }).waitFor()

    await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'assessment.result' }).click()
    await expect.poll(() => isOnScreen(page, 'assessment.result')).toBe(true)
    expect(await isOnScreen(page, last.anchor)).toBe(false)
  })

  test('it can draw each of them, and none is too wide for a phone', async () => {
    const page = await visited('', phone)
    await drawEverything(page)
    expect(await page.locator('.exhibit-coming').count()).toBe(0)
    expect(await page.getByText(/does not draw/).allTextContents()).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await page.evaluate(TOO_WIDE)).toEqual([])
  })
})

const isOnScreen = (page: Page, id: string): Promise<boolean> =>
  page.evaluate(`(() => {
    const { top } = document.getElementById(${JSON.stringify(id)}).getBoundingClientRect()
    return top >= 0 && top < innerHeight
  })()`)

/** Views are drawn when they come near: this one walks past all of them, a frame for each screenful of a tall screen. */
const drawEverything = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 390, height: 20_000 })
  await page.evaluate(`(async () => {
    for (let left; (left = document.querySelector('.exhibit-coming')); ) {
      left.scrollIntoView()
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  })()`)
}

/** Frames that hold more than they are wide; what scrolls by itself, such as a table, may. */
const TOO_WIDE = `[...document.querySelectorAll('.frame')]
  .filter((frame) => frame.scrollWidth > frame.clientWidth)
  .map((frame) => frame.closest('.exhibit').id)`
