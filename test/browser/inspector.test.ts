import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { startStage } from '../sandbox/bot.ts'
import { windowOf } from '../sandbox/windows.ts'
import { inBrowser } from '../support/browser.ts'
import { fillForm } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { addressFor, type WorkspacePage, workspaceOn } from './workspace-page.ts'

const IVAN = 'U0IVANPET'
const HANNAH = 'U0HANNAHVO'
const MARIA = 'U0MARIAKOW'

interface Inspecting extends WorkspacePage {
  readonly inspector: Locator
  /** What happened, a line for each deed. */
  readonly stories: () => Promise<readonly string[]>
}

async function inspecting(page: Page): Promise<Inspecting> {
  const workspace = workspaceOn(page)
  await workspace.sideBar.getByRole('button', { name: 'Inspector' }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const lines = inspector.getByRole('log', { name: 'What happened' }).locator('.inspector-story > summary')
  await inspector.getByRole('log').waitFor()
  return {
    ...workspace,
    inspector,
    stories: async () => (await lines.allTextContents()).map((line) => line.replace(/\s+/g, ' ').trim()),
  }
}

inBrowser('the inspector', async ({ open }) => {
  const { sandboxUrl, as } = await startJourney({ slackClock: movedClock(Date.UTC(2026, 10, 23, 9)) })
  const at = async (user: string) => inspecting(await open(addressFor(sandboxUrl, user)))

  test('it tells what came of a command, and can be read while the window is open', async () => {
    const { page, inspector, stories, send, window, press } = await at(IVAN)
    await send('/nats-level')
    await window.getByRole('heading', { name: 'Your NATS level' }).waitFor()
    await expect
      .poll(async () => (await stories()).at(-1))
      .toMatch(/^[\d:]+ Ivan \S+ typed \/nats-level → acked in \d+ ms → opened “[^”]+” → redrew “Your NATS level”$/)

    await inspector.getByText('Payload', { exact: true }).click()
    await inspector.getByRole('group', { name: 'Payload' }).getByText('"command": "/nats-level"').waitFor()
    expect(await page.getByRole('main').getAttribute('inert')).not.toBeNull()
    await inspector.getByRole('searchbox').fill('nobody did this')
    await inspector.getByText('Nothing like that happened.').waitFor()
    await inspector.getByRole('searchbox').fill('OPENED')
    await expect.poll(stories).toHaveLength(1)

    await press('Cancel')
    await window.waitFor({ state: 'detached' })
    await inspector.getByRole('searchbox').fill('')
    await expect.poll(async () => (await stories()).at(-1)).toContain('closed the window')
    await inspector.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(stories).toEqual([])
    await inspector.getByText('Cleared. What happens next is told here.').waitFor()
  })

  test('it lets the next submission come twice, and says so', async () => {
    const { inspector, stories, send, window, press } = await at(HANNAH)
    await send('/nats-level')
    await window.getByRole('combobox', { name: 'Your role' }).selectOption({ label: 'Backend Developer (Elixir)' })
    await window.getByLabel(/^Middle/).check()
    await window.getByText('What Middle asks').waitFor()
    await inspector.getByText('Make Slack misbehave').click()
    await inspector.getByRole('button', { name: 'Next submission: sent twice' }).click()
    const armed = inspector.getByRole('list', { name: 'Armed faults' })
    expect(await armed.textContent()).toBe('view_submission: delivered twice, once')

    await press('Next')
    await window.getByText('Step 2 of 3').waitFor()
    await expect
      .poll(async () => (await stories()).at(-1))
      .toMatch(/Hannah \S+ submitted the window → fault: duplicate, asked for → acked in \d+ ms → ack: update/)
    await armed.waitFor({ state: 'detached' })
    await press('Close')
  })

  test('it lets the next post be one too many, and shows the problems alone to whoever wants', async () => {
    await fillForm(as(MARIA))
    await as(MARIA).close()
    const { inspector, stories, send, messages } = await at(MARIA)
    await inspector.getByRole('checkbox', { name: 'Only Maria' }).check()
    await send('/nats-level help')
    await messages.getByText('Only visible to you').waitFor()
    await inspector.getByText('Make Slack misbehave').click()
    await inspector.getByRole('button', { name: 'Next message: too many calls (429)' }).click()
    await inspector.getByText('1 armed').waitFor()
    await send('/nats-level export')

    await inspector.getByRole('checkbox', { name: 'Only problems' }).check()
    await expect.poll(async () => (await stories()).join('\n')).toMatch(/fault: 429, asked for → sent a message$/)
    expect(await stories()).toHaveLength(1)
    await inspector.getByRole('checkbox', { name: 'Only problems' }).uncheck()
    await expect.poll(async () => (await stories()).join('\n')).toContain('typed /nats-level help')
  })
})

inBrowser('an inspector with much to tell', async ({ open }) => {
  const stage = await startStage()

  test('it stays at its end while the means to misbehave open and close', async () => {
    const { inspector, stories, send } = await inspecting(await open(addressFor(stage.sandbox.url, IVAN)))
    for (let line = 1; line <= 40; line += 1) await send(`/nats-level ${line}`)
    await expect.poll(async () => (await stories()).length).toBe(40)
    const log = inspector.getByRole('log')
    const isAtEnd = () => log.evaluate((each) => each.scrollHeight - each.scrollTop - each.clientHeight < 24)
    await expect.poll(isAtEnd).toBe(true)
    for (const _ of ['open', 'close']) {
      await inspector.getByText('Make Slack misbehave').click()
      await expect.poll(isAtEnd).toBe(true)
    }
    expect(await inspector.getByRole('button', { name: 'To the newest' }).count()).toBe(0)
  })
})

inBrowser('the inspector beside a careless bot', async ({ open, takeComplaints }) => {
  const stage = await startStage()

  test('it says why a call was refused', async () => {
    const view = windowOf([], { title: { type: 'plain_text', text: 'A title that is much too long for it' } })
    stage.bot.answers(
      'command',
      async ({ trigger_id }) => void (await stage.bot.call('views.open', { trigger_id, view })),
    )
    const { inspector, stories, send } = await inspecting(await open(addressFor(stage.sandbox.url, IVAN)))
    await send('/nats-level')
    await expect.poll(async () => (await stories()).at(-1)).toMatch(/ → refused: invalid_arguments$/)
    await inspector.getByText('must be less than 25 characters, found 36').waitFor()
  })

  test('it arms what the form asks for, and says what is wrong with it', async () => {
    const { page, inspector, stories, send, messages } = await inspecting(
      await open(addressFor(stage.sandbox.url, HANNAH)),
    )
    await inspector.getByText('Make Slack misbehave').click()
    await inspector.getByLabel('About').selectOption('a payload to the bot')
    await inspector.getByLabel('Which').fill('command')
    await inspector.getByRole('combobox', { name: 'How' }).selectOption('connection reset before it is read')
    await inspector.getByLabel('How often').fill('often')
    await inspector.getByRole('button', { name: 'Arm' }).click()
    await expect.poll(() => inspector.getByRole('alert').textContent()).toMatch(/“times” is "often"/)
    expect(takeComplaints()).toEqual([expect.stringContaining('status of 400')])
    await expect.poll(async () => (await stories()).at(-1)).toMatch(/Fault asked for: .* → refused with 400$/)
    expect(await inspector.getByRole('alert').textContent()).not.toBe('')

    await inspector.getByLabel('How often').fill('1')
    await page.keyboard.press('Enter')
    await inspector.getByText('command: connection reset before it is read, once').waitFor()
    expect(await inspector.getByRole('alert').textContent()).toBe('')

    await send('/nats-level')
    await messages.getByText(/failed/).waitFor()
    await expect
      .poll(async () => (await stories()).at(-1))
      .toMatch(/fault: reset_before, asked for → not reached: .*trouble/)
    await inspector.getByRole('list', { name: 'Armed faults' }).waitFor({ state: 'detached' })
  })
})
