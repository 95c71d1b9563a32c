import { expect, test } from 'vitest'
import type { Json } from '../../sandbox/json.ts'
import type { Stage } from '../sandbox/bot.ts'
import { actions, button, field, plain } from '../sandbox/windows.ts'
import { expectNoSeriousAxe } from '../support/axe.ts'
import { inBrowser } from '../support/browser.ts'
import { type Look, phone } from '../support/look.ts'
import {
  ADA,
  fruit,
  fruits,
  HEBREW,
  HOSTILE,
  kept,
  LONG,
  listed,
  pressed,
  type Shown,
  stageForTest,
  windowBefore,
} from './shown-window.ts'
import { addressFor, workspaceOn } from './workspace-page.ts'

const confirm = {
  title: plain('Are you sure?'),
  text: plain(`This cannot be undone: ${HOSTILE}`),
  confirm: plain('Do it'),
  deny: plain('Better not'),
}

inBrowser('what an app draws', ({ open }) => {
  const shown = async (blocks: readonly Json[], stage?: Stage, look?: Look): Promise<Shown> =>
    windowBefore(open, stage ?? (await stageForTest()), blocks, look)

  test('a question comes first where the app wants one, and a no reaches nobody', async () => {
    const { page, window, press, stage, saved } = await shown([
      actions(button('drop', 'Drop it', { style: 'danger', value: 'all', confirm }), {
        type: 'static_select',
        action_id: 'pick',
        placeholder: plain('Pick one'),
        options: fruit,
        confirm,
      }),
    ])
    await press('Drop it')
    await window.getByText(`This cannot be undone: ${HOSTILE}`).waitFor()
    await press('Better not')
    await page.getByRole('button', { name: 'Drop it' }).click()
    await window.getByRole('heading', { name: 'Are you sure?' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(1)
    const pick = window.getByRole('combobox', { name: 'Pick one' })
    await pick.selectOption('banana')
    await press('Better not')
    await expect.poll(() => pick.inputValue()).toBe('')
    expect(pressed(stage)).toEqual([])

    await press('Drop it')
    await press('Do it')
    await expect.poll(() => pressed(stage)).toEqual([{ action_id: 'drop', value: 'all' }])
    await pick.selectOption('banana')
    await press('Do it')
    await expect.poll(() => pressed(stage)).toHaveLength(2)
    expect(pressed(stage).at(-1)).toMatchObject({ action_id: 'pick', selected_option: fruits('banana')[0] })
    expect(await saved()).toMatchObject({ actions: { selected_option: fruits('banana')[0] } })
  })

  test('three dots and a link do what they say, and tell the app', async () => {
    const stage = await stageForTest()
    const address = `${stage.sandbox.url}/gallery`
    const { page, window } = await shown(
      [
        {
          type: 'section',
          block_id: 'about',
          text: plain('A pair'),
          accessory: { type: 'overflow', action_id: 'more', options: fruit },
        },
        actions(button('read', 'Read about it', { url: address, value: 'seven' })),
      ],
      stage,
    )
    const dots = window.getByRole('button', { name: 'More: A pair' })
    await dots.click()
    await page.getByRole('menuitem', { name: 'Banana' }).click()
    await expect.poll(() => pressed(stage)).toEqual([{ action_id: 'more', selected_option: fruits('banana')[0] }])
    await dots.click()
    await page.getByRole('menuitem', { name: 'Apple' }).waitFor()
    await dots.focus()
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect.poll(() => pressed(stage).at(-1)).toEqual({ action_id: 'more', selected_option: fruits('damson')[0] })

    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      window.getByRole('link', { name: 'Read about it' }).click(),
    ])
    await opened.getByRole('heading', { name: 'Gallery' }).waitFor()
    expect(opened.url()).toBe(address)
    await expect.poll(() => pressed(stage).at(-1)).toEqual({ action_id: 'read', value: 'seven' })
  })

  test.each([
    ['a message', 'messages'],
    ['the Home tab', 'home'],
  ])('in %s each choice is told at once', async (_, at) => {
    const stage = await stageForTest()
    const blocks = [
      {
        type: 'section',
        block_id: 'several',
        text: plain('Several'),
        accessory: { type: 'multi_users_select', action_id: 'people', placeholder: plain('Choose people') },
      },
      actions(
        { type: 'users_select', action_id: 'person', placeholder: plain('Choose a person') },
        { type: 'datepicker', action_id: 'day', placeholder: plain('A day'), initial_date: '2026-11-23' },
        { type: 'radio_buttons', action_id: 'one', options: fruit },
        { type: 'checkboxes', action_id: 'some', options: fruit.slice(0, 1) },
        button('press', HOSTILE),
      ),
    ]
    const answer =
      at === 'home'
        ? await stage.bot.call('views.publish', { user_id: ADA, view: { type: 'home', blocks } })
        : await stage.bot.call('chat.postMessage', { channel: ADA, text: HOSTILE, blocks })
    expect(answer).toMatchObject({ ok: true })
    const { page } = workspaceOn(await open(addressFor(stage.sandbox.url, ADA, at)))
    const after = async (deed: () => Promise<unknown>, told: Json) => {
      await deed()
      await expect.poll(() => pressed(stage).at(-1)).toEqual(told)
    }
    await page.getByRole('combobox', { name: 'Choose people' }).click()
    await after(() => listed(page, HEBREW).click(), {
      action_id: 'people',
      placeholder: kept({ text: plain('Choose people') }).text,
      selected_users: ['U0HEBREW0'],
    })
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Choose a person' }).click()
    await listed(page, HOSTILE).waitFor()
    await expectNoSeriousAxe(page)
    await after(() => listed(page, HOSTILE).click(), {
      action_id: 'person',
      placeholder: kept({ text: plain('Choose a person') }).text,
      selected_user: 'U0HOSTILE',
    })
    await after(() => page.getByLabel('A day').fill('2026-11-24'), {
      action_id: 'day',
      placeholder: kept({ text: plain('A day') }).text,
      selected_date: '2026-11-24',
    })
    await after(() => page.getByRole('radio', { name: 'Banana' }).check(), {
      action_id: 'one',
      selected_option: fruits('banana')[0],
    })
    await after(() => page.getByRole('checkbox', { name: 'Apple' }).check(), {
      action_id: 'some',
      selected_options: fruits('apple'),
    })
    await after(() => page.getByRole('button', { name: HOSTILE }).click(), { action_id: 'press' })
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  })

  test('a chart tells its numbers to who does not see it', async () => {
    const stage = await stageForTest()
    const data = (values: readonly number[]) => values.map((value, at) => ({ label: `Q${at + 1}`, value }))
    const chart = {
      type: 'bar',
      series: [
        { name: 'Junior', data: data([4, 2]) },
        { name: HEBREW, data: data([1, 3]) },
      ],
      axis_config: { categories: ['Q1', 'Q2'] },
    }
    const { ok } = await stage.bot.call('chat.postMessage', {
      channel: ADA,
      text: 'How people moved',
      blocks: [{ type: 'data_visualization', title: HOSTILE, chart }],
    })
    expect(ok).toBe(true)
    const { messages } = workspaceOn(await open(addressFor(stage.sandbox.url, ADA, 'messages')))
    const figure = messages.getByRole('figure', { name: HOSTILE })
    await figure.getByRole('img', { name: `${HOSTILE}: a bar chart, its numbers follow` }).waitFor()
    await figure.getByText('The numbers').click()
    const rows = figure.getByRole('row')
    await rows.first().waitFor()
    const table = await Promise.all((await rows.all()).map((row) => row.locator('th, td').allTextContents()))
    expect(table.map(([, ...cells]) => cells)).toEqual([
      ['Junior', HEBREW],
      ['4', '1'],
      ['2', '3'],
    ])
  })

  test('whatever an app writes stays words, and nothing of it is wider than a phone', async () => {
    const { page, window } = await shown(
      [
        { type: 'header', text: plain(HOSTILE) },
        { type: 'section', text: { type: 'mrkdwn', text: `${HOSTILE} <javascript:alert(1)|here> ${'w'.repeat(200)}` } },
        {
          type: 'section',
          fields: [plain(HOSTILE), { type: 'mrkdwn', text: `*${HEBREW}*` }],
          accessory: button('b', LONG.slice(0, 75)),
        },
        { type: 'context', elements: [{ type: 'mrkdwn', text: '<@U0HOSTILE> and <@U0LONG000>' }] },
        field('one', HOSTILE, { type: 'radio_buttons', options: fruit }, { hint: plain(HOSTILE) }),
        field('list', LONG, {
          type: 'multi_static_select',
          placeholder: plain(HOSTILE),
          options: fruit,
          initial_options: fruit,
        }),
        field('text', HEBREW, { type: 'plain_text_input', initial_value: HOSTILE, placeholder: plain(HOSTILE) }),
        field('people', 'People', {
          type: 'multi_users_select',
          initial_users: ['U0HOSTILE', 'U0LONG000', 'U0HEBREW0'],
        }),
      ],
      undefined,
      phone,
    )
    await window.getByRole('heading', { name: HOSTILE }).waitFor()
    await window.getByRole('button', { name: `Remove ${LONG}` }).waitFor()
    expect(await page.locator('img[src="x"], a[href^="javascript"]').count()).toBe(0)
    expect(await window.getByText('here').count()).toBe(1)
    expect(await page.title()).toBe('Ada Small · sandbox')
    expect(await page.evaluate(RIGHT_TO_LEFT)).toContain(HEBREW)
    expect(await page.evaluate(TOO_WIDE)).toEqual([])
    await expectNoSeriousAxe(page)
  })
})

/** Words of the window that begin at the right. */
const RIGHT_TO_LEFT = `[...document.querySelectorAll('.window-body [dir]')]
  .filter((node) => getComputedStyle(node).direction === 'rtl')
  .map((node) => node.textContent.trim())`

/** What sticks out of the window’s content. */
const TOO_WIDE = `[document.documentElement, ...document.querySelectorAll('.window-body, .window-body .bk-block')]
  .filter((node) => node.scrollWidth > node.clientWidth)
  .map((node) => node.className + ' ' + node.textContent.slice(0, 40))`
