import type { Page } from 'playwright-core'
import { addressFor, type WorkspacePage, workspaceOn } from '../../test/browser/workspace-page.ts'
import { type Look, phone } from '../../test/support/look.ts'

/** One picture: who looks at what, on which screen. */
export interface Screen {
  readonly name: string
  readonly look: Look
  readonly show: (page: Page, sandboxUrl: string) => Promise<void>
}

// A window stays open until somebody closes it: whoever opens one has a picture of their own.
const ivan = 'U0IVANPET'
const tomas = 'U0TOMASREG'
const devon = 'U0DEVONCAR'
const jonas = 'U0JONASWEB'
const leila = 'U0LEILAHAD'
const grace = 'U0GRACEOKO'

/** In the order in which they are taken: each begins in what the ones before have left. */
export const screens: readonly Screen[] = [
  {
    name: 'form',
    look: {},
    show: async (page, sandboxUrl) => {
      await openForm(page, sandboxUrl, ivan)
    },
  },
  {
    name: 'result',
    look: {},
    show: async (page, sandboxUrl) => {
      await save(await openForm(page, sandboxUrl, tomas))
    },
  },
  {
    name: 'home',
    look: {},
    show: (page, sandboxUrl) => openHome(page, sandboxUrl, devon),
  },
  {
    name: 'gallery',
    look: {},
    show: async (page, sandboxUrl) => {
      await page.goto(`${sandboxUrl}/gallery`)
      const views = page.getByRole('main', { name: 'Views' })
      await views.getByRole('heading', { name: 'assessment.loading' }).waitFor()
      await page.getByLabel('Words').fill('assessment.result')
      await page.getByLabel('Size').selectOption('usual')
      await views.getByRole('heading', { name: 'assessment.loading' }).waitFor({ state: 'detached' })
      await page.waitForLoadState('networkidle')
    },
  },
  {
    name: 'inspector',
    look: {},
    show: async (page, sandboxUrl) => {
      await page.goto(addressFor(sandboxUrl, jonas))
      const workspace = workspaceOn(page)
      await workspace.sideBar.getByRole('button', { name: 'Inspector' }).click()
      await page.request.post(`${sandboxUrl}/control/faults`, { data: { method: 'views.open', kind: '500' } })
      await workspace.send('/nats-level')
      await page.getByRole('log', { name: 'What happened' }).getByText('views.open').first().waitFor()
      await page.waitForLoadState('networkidle')
    },
  },
  {
    name: 'dark',
    look: { dark: true },
    show: async (page, sandboxUrl) => {
      await page.goto(addressFor(sandboxUrl, leila))
      const workspace = workspaceOn(page)
      await workspace.go('platform')
      await workspace.send('/nats-level help')
      await workspace.messages.getByRole('button').first().waitFor()
    },
  },
  {
    name: 'phone',
    look: phone,
    show: async (page, sandboxUrl) => {
      await openForm(page, sandboxUrl, grace)
    },
  },
]

async function openForm(page: Page, sandboxUrl: string, user: string): Promise<WorkspacePage> {
  await page.goto(addressFor(sandboxUrl, user))
  const workspace = workspaceOn(page)
  await workspace.send('/nats-level')
  await workspace.window.getByRole('button', { name: 'Next' }).waitFor()
  return workspace
}

/** Through the remaining steps, with the answers that stand there already. */
async function save({ window, press }: WorkspacePage): Promise<void> {
  await press('Next')
  await window.getByText('Step 2 of 3').waitFor()
  await press('Next')
  await window.getByText('Step 3 of 3').waitFor()
  await press('Save')
  await window.getByText('is on record').waitFor()
}

async function openHome(page: Page, sandboxUrl: string, user: string): Promise<void> {
  await page.goto(addressFor(sandboxUrl, user, 'home'))
  await page
    .getByRole('region', { name: /^Home of / })
    .getByRole('button')
    .first()
    .waitFor()
}
