import type { Locator, Page } from 'playwright-core'

/** The workspace as somebody finds their way in it: by what things are, and what they are called. */
export interface WorkspacePage {
  readonly page: Page
  /** Writes a line where one is, and sends it. */
  readonly send: (line: string) => Promise<void>
  readonly composer: Locator
  readonly messages: Locator
  readonly sideBar: Locator
  /** The app’s topmost window, or whatever else asks for an answer first. */
  readonly window: Locator
  readonly heading: Locator
  /** Opens a channel or the app from the side bar; on a phone the menu first. */
  readonly go: (name: string) => Promise<void>
  /** Presses a button of the topmost window. */
  readonly press: (name: string | RegExp) => Promise<void>
  /** Becomes somebody else in the same window. */
  readonly actAs: (name: string) => Promise<void>
}

/** The address at which a window shows this person, at a channel’s id, `home` or `messages`. */
export function addressFor(sandboxUrl: string, user: string, at = ''): string {
  return `${sandboxUrl}/#/${user}/${at}`
}

export function workspaceOn(page: Page): WorkspacePage {
  const window = page.getByRole('dialog').last()
  const sideBar = page.getByRole('navigation', { name: 'Workspace' })
  const composer = page.getByRole('textbox', { name: /^Message / })
  const openSideBar = async () => {
    const menu = page.getByRole('button', { name: 'Open the menu' })
    await page.getByRole('main').waitFor()
    if (await menu.isVisible()) await menu.click()
  }
  return {
    page,
    composer,
    messages: page.getByRole('log', { name: /^Messages in / }),
    sideBar,
    window,
    heading: page.getByRole('main').getByRole('heading', { level: 1 }),
    send: async (line) => {
      await composer.fill(line)
      await composer.press('Enter')
    },
    go: async (name) => {
      await openSideBar()
      await sideBar.getByRole('button', { name }).click()
    },
    press: (name) => window.getByRole('button', { name }).click(),
    actAs: async (name) => {
      await openSideBar()
      await sideBar.getByRole('button', { name: /^Acting as/ }).click()
      await window.getByRole('searchbox', { name: 'Find a person' }).fill(name)
      await window.getByRole('searchbox').press('Enter')
    },
  }
}
