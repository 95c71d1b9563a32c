import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchChromium, noChromium } from './chromium.ts'
import type { Look } from './look.ts'

/** One browser for a file of tests, and its ears. */
export interface WatchedBrowser {
  /** A new window with nothing remembered, at this address. Closed after the test. */
  readonly open: (url: string, look?: Look) => Promise<Page>
  /** What the browser complained of so far; reading it says that it was expected. */
  readonly takeComplaints: () => readonly string[]
}

/**
 * What a file of browser tests holds; a journey is started inside. After each test nothing unexpected may be left over:
 * no error in the console, no request that failed or that would have left this machine. Without a Chromium the tests are
 * skipped and say why; under `CI` that is a failure.
 */
export function inBrowser(title: string, tests: (browser: WatchedBrowser) => void | Promise<void>): void {
  const executable = findChromium()
  if (executable) describe(title, () => watch(executable, tests))
  else if (process.env.CI) test(title, () => expect.fail(`${noChromium}.`))
  else test.skip(`${title} (skipped: ${noChromium})`)
}

async function watch(executable: string, tests: (browser: WatchedBrowser) => void | Promise<void>): Promise<void> {
  const complaints: string[] = []
  const windows: Page[] = []
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launchChromium(executable)
  })
  afterAll(() => browser?.close())
  await tests({
    open: async (url, look = {}) => {
      if (!browser) throw new Error('There is no browser yet; a page is opened inside a test.')
      const page = await openWindow(browser, look, complaints)
      windows.push(page)
      await page.goto(url)
      return page
    },
    takeComplaints: () => complaints.splice(0),
  })
  // Told last, so done first: no window is open any more when a journey looks at what is left over.
  afterEach(async ({ task }) => {
    const found = complaints.splice(0)
    const open = windows.splice(0)
    if (task.result?.state === 'fail' || found.length > 0) await keepPictures(task.name, open)
    await Promise.all(open.map((page) => page.context().close()))
    // Taking a picture is not something a page’s policy allows: what it says of that is not the next test’s.
    complaints.length = 0
    expect(found).toEqual([])
  })
}

async function openWindow(browser: Browser, look: Look, complaints: string[]): Promise<Page> {
  const { width = 1280, height = 800, dark = false } = look
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
  })
  context.setDefaultTimeout(5_000)
  listen(context, (complaint) => complaints.push(complaint))
  await stayHere(context, (complaint) => complaints.push(complaint))
  return context.newPage()
}

type Complain = (complaint: string) => void

function listen(context: BrowserContext, complain: Complain): void {
  context.on('console', (message) => {
    const { url, lineNumber } = message.location()
    if (message.type() === 'error') complain(`console: ${message.text()} (${url}:${lineNumber})`)
  })
  context.on('weberror', (thrown) => complain(`uncaught: ${thrown.error().stack ?? thrown.error().message}`))
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'no reason given'
    // What the page itself no longer waits for has not failed.
    if (why !== 'net::ERR_ABORTED') complain(`request: ${request.method()} ${request.url()} failed: ${why}`)
  })
  context.on('page', (page) => page.on('crash', () => complain(`the window at ${page.url()} crashed`)))
}

/** Nothing leaves this machine: whatever would is told, and not sent. */
async function stayHere(context: BrowserContext, complain: Complain): Promise<void> {
  await context.route(isElsewhere, async (route) => {
    complain(`request: ${route.request().url()} is not on this machine`)
    await route.abort('blockedbyclient')
  })
  await context.routeWebSocket(isElsewhere, async (socket) => {
    complain(`socket: ${socket.url()} is not on this machine`)
    await socket.close()
  })
}

function isElsewhere({ protocol, hostname }: URL): boolean {
  return ['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && hostname !== '127.0.0.1'
}

async function keepPictures(title: string, pages: readonly Page[]): Promise<void> {
  if (pages.length === 0) return
  const folder = await mkdtemp(join(tmpdir(), 'nats-level-screen-'))
  for (const [index, page] of pages.entries()) {
    const path = join(folder, `window-${index + 1}.png`)
    // A window that has crashed has no picture; the failure itself is what matters.
    const saved = await page.screenshot({ path }).then(
      () => true,
      () => false,
    )
    if (saved) console.log(`“${title}” failed; what stood on the screen: ${path}`)
  }
}
