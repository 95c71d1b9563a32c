import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Json, record, records } from '../../sandbox/json.ts'
import type { Stage } from '../sandbox/bot.ts'
import { field, option } from '../sandbox/windows.ts'
import { inBrowser } from '../support/browser.ts'
import {
  ADA,
  fruit,
  fruits,
  HEBREW,
  HOSTILE,
  heard,
  LONG,
  listed,
  type Shown,
  stageForTest,
  windowBefore,
} from './shown-window.ts'

inBrowser('the fields of a window', ({ open }) => {
  const shown = async (blocks: readonly Json[], stage?: Stage): Promise<Shown> =>
    windowBefore(open, stage ?? (await stageForTest()), blocks)

  test('lists of several are searched, picked from and emptied by mouse', async () => {
    const { page, window, saved } = await shown([
      field('fruit', 'Fruit', { type: 'multi_static_select', options: fruit, max_selected_items: 3 }),
      field('people', 'People', { type: 'multi_users_select' }),
      field('person', 'Person', { type: 'users_select' }, { optional: true }),
      field('channel', 'Channel', { type: 'channels_select' }),
      field('place', 'Place', { type: 'conversations_select', filter: { include: ['private'] } }),
    ])
    const choose = async (label: string, ...names: readonly string[]) => {
      await window.getByRole('combobox', { name: label }).click()
      for (const name of names) await listed(page, name).click()
      await page.keyboard.press('Escape')
      await page.getByRole('listbox').waitFor({ state: 'detached' })
    }
    await choose('Fruit', 'Apple', HOSTILE, 'Banana')
    await window.getByRole('combobox', { name: 'Fruit' }).click()
    await page.getByText('That is all: at most 3 can be chosen here.').last().waitFor()
    expect(await listed(page, 'Damson').getAttribute('aria-disabled')).toBe('true')
    await window.getByRole('button', { name: 'Remove Apple' }).click()
    await page.getByRole('listbox').waitFor({ state: 'detached' })

    await choose('People', HEBREW, LONG)
    await window.getByRole('combobox', { name: /^Person/ }).click()
    await listed(page, 'Cleo Small').click()
    await window.getByRole('button', { name: 'Empty this field' }).click()
    await window.getByRole('combobox', { name: 'Channel' }).click()
    expect(await listed(page).allTextContents()).toEqual(['#general', '#outside'])
    await listed(page, '#outside').click()
    await window.getByRole('combobox', { name: 'Place' }).click()
    await listed(page, '#inner').click()

    expect(await saved()).toEqual({
      fruit: { type: 'multi_static_select', selected_options: [...fruits('cherry'), ...fruits('banana')] },
      people: { type: 'multi_users_select', selected_users: ['U0HEBREW0', 'U0LONG000'] },
      person: { type: 'users_select', selected_user: null },
      channel: { type: 'channels_select', selected_channel: 'C0OUTSIDE0' },
      place: { type: 'conversations_select', selected_conversation: 'C0INNER000' },
    })
  })

  test('lists are walked by keyboard, and Escape closes a list before it closes a window', async () => {
    const { page, window, saved } = await shown([
      field('fruit', 'Fruit', { type: 'multi_static_select', options: fruit }),
      field('person', 'Person', { type: 'users_select' }),
    ])
    const keys = page.keyboard
    const combobox = window.getByRole('combobox', { name: 'Fruit' })
    await combobox.focus()
    await keys.type('ban')
    await expect.poll(() => listed(page).allTextContents()).toEqual(['Banana'])
    await keys.press('ArrowDown')
    await keys.press('Enter')
    await window.getByRole('button', { name: 'Remove Banana' }).waitFor()
    await keys.press('End')
    await expect.poll(() => reached(page)).toContain('Damson')
    await keys.press('ArrowUp')
    await expect.poll(() => reached(page)).toBe(HOSTILE)
    await keys.press('Enter')
    await window.getByRole('button', { name: `Remove ${HOSTILE}` }).waitFor()
    await keys.press('Backspace')
    await window.getByRole('button', { name: `Remove ${HOSTILE}` }).waitFor({ state: 'detached' })
    await keys.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    expect(await combobox.getAttribute('aria-expanded')).toBe('false')
    expect(await window.isVisible()).toBe(true)

    await window.getByRole('combobox', { name: 'Person' }).focus()
    await keys.type('@cle')
    await keys.press('ArrowDown')
    await keys.press('Enter')
    await expect.poll(() => window.getByRole('combobox', { name: 'Person' }).inputValue()).toBe('Cleo Small')
    expect(await saved()).toEqual({
      fruit: { type: 'multi_static_select', selected_options: fruits('banana') },
      person: { type: 'users_select', selected_user: 'U0CLEO' },
    })
  })

  test('a list of the app’s own is asked for, at once or from the second letter', async () => {
    const stage = await stageForTest()
    const all = [option('utc', 'UTC'), option('berlin', 'Berlin'), option('bern', 'Bern'), option('x', HOSTILE)]
    stage.bot.answers('block_suggestion', ({ value }) => ({
      options: all.filter((each) => JSON.stringify(each).toLowerCase().includes(String(value))),
    }))
    const { page, window, saved } = await shown(
      [
        field('zone', 'Zone', { type: 'external_select', min_query_length: 0 }),
        field('cities', 'Cities', { type: 'multi_external_select', min_query_length: 2 }),
      ],
      stage,
    )
    await window.getByRole('combobox', { name: 'Zone' }).click()
    await listed(page, HOSTILE).waitFor()
    expect(await listed(page).count()).toBe(4)
    await listed(page, 'UTC').click()

    const cities = window.getByRole('combobox', { name: 'Cities' })
    await cities.click()
    await page.getByText('Type 2 more letters.').last().waitFor()
    await page.keyboard.type('ber')
    await expect.poll(() => listed(page).allTextContents()).toEqual(['Berlin', 'Bern'])
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await window.getByRole('button', { name: 'Remove Bern' }).waitFor()
    await page.keyboard.type('img')
    await listed(page, HOSTILE).click()
    await window.getByRole('button', { name: `Remove ${HOSTILE}` }).waitFor()

    expect(await saved()).toEqual({
      zone: { type: 'external_select', selected_option: all[0] },
      cities: { type: 'multi_external_select', selected_options: [all[2], all[3]] },
    })
    const asked = heard(stage, 'block_suggestion').map(({ action_id, value }) => `${action_id}: ${value}`)
    expect([...new Set(asked)]).toEqual(['zone.value: ', 'cities.value: ber', 'cities.value: img'])
  })

  test('boxes are ticked by mouse and by keyboard', async () => {
    const { page, window, saved } = await shown([
      field('one', 'One of them', { type: 'radio_buttons', options: fruit }),
      field('some', 'Some of them', { type: 'checkboxes', options: fruit }),
      field('none', 'None of them', { type: 'checkboxes', options: fruit.slice(0, 1) }, { optional: true }),
    ])
    const one = window.getByRole('radiogroup', { name: 'One of them' })
    await one.getByText('Apple').click()
    await expect.poll(() => one.getByLabel('Apple').isChecked()).toBe(true)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => one.getByLabel(HOSTILE, { exact: true }).isChecked()).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    const some = window.getByRole('group', { name: 'Some of them' })
    await some.getByText('Damson').click()
    await expect.poll(() => some.getByLabel('Damson').isChecked()).toBe(true)
    expect(await some.getByLabel('Banana').isChecked()).toBe(true)
    expect(await saved()).toEqual({
      one: { type: 'radio_buttons', selected_option: fruits('cherry')[0] },
      some: { type: 'checkboxes', selected_options: fruits('banana', 'damson') },
      none: { type: 'checkboxes', selected_options: [] },
    })
  })

  test('text is kept as it is typed, and what is no number, address or link is said at its field', async () => {
    const { window, press, saved, stage } = await shown([
      field('line', 'A line', { type: 'plain_text_input', max_length: 80 }),
      field('lines', 'Some lines', { type: 'plain_text_input', multiline: true }),
      field('number', 'A number', { type: 'number_input', is_decimal_allowed: false, max_value: '10' }),
      field('email', 'An address', { type: 'email_text_input' }),
      field('url', 'A link', { type: 'url_text_input' }),
    ])
    const typed = (label: string) => window.getByRole('textbox', { name: label })
    await typed('A line').fill(HOSTILE)
    await typed('Some lines').fill(`${HEBREW}\n${HOSTILE}\n${LONG}`)
    await typed('A number').fill('1.5')
    await typed('An address').fill('ada at home')
    await typed('A link').fill('somewhere')
    await press('Save')
    for (const label of ['A number', 'An address', 'A link'])
      await expect.poll(() => typed(label).getAttribute('aria-invalid')).toBe('true')
    expect(await typed('A line').getAttribute('aria-invalid')).toBeNull()
    expect(heard(stage, 'view_submission')).toEqual([])

    await typed('A number').fill('7')
    await typed('An address').fill('ada@small.example')
    await typed('A link').fill('https://small.example/?a=<b>')
    expect(await saved()).toEqual({
      line: { type: 'plain_text_input', value: HOSTILE },
      lines: { type: 'plain_text_input', value: `${HEBREW}\n${HOSTILE}\n${LONG}` },
      number: { type: 'number_input', value: '7' },
      email: { type: 'email_text_input', value: 'ada@small.example' },
      url: { type: 'url_text_input', value: 'https://small.example/?a=<b>' },
    })
  })

  test('a day, a time and a moment are picked, the moment by the clock of who picks', async () => {
    const { page, window, saved } = await shown([
      field('day', 'A day', { type: 'datepicker' }),
      field('time', 'A time', { type: 'timepicker' }),
      field('moment', 'A moment', { type: 'datetimepicker' }),
      field('later', 'Later', { type: 'datepicker', initial_date: '2026-11-23' }, { optional: true }),
    ])
    await window.getByLabel('A day').focus()
    await page.keyboard.type('111120269')
    await window.getByLabel('A time').fill('09:30')
    await window.getByLabel('A moment').fill('2026-07-01T12:00')
    await window.getByLabel('Later').fill('')
    expect(await saved()).toEqual({
      day: { type: 'datepicker', selected_date: '2026-11-11' },
      time: { type: 'timepicker', selected_time: '09:30' },
      moment: { type: 'datetimepicker', selected_date_time: Date.UTC(2026, 6, 1, 10) / 1000 },
      later: { type: 'datepicker', selected_date: null },
    })
  })

  test('files come from the disk, and one that does not fit is not taken', async () => {
    const { window, stage, saved } = await shown([
      field('files', 'Tables', { type: 'file_input', filetypes: ['csv'], max_files: 2 }),
    ])
    const file = (name: string, words: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(words) })
    const input = window.getByLabel('Tables')
    await input.setInputFiles([file('a.csv', 'x'), file('b.csv', 'y'), file('c.csv', 'z')])
    await window.getByText('At most 2 files here.').waitFor()
    await input.setInputFiles(file('team.csv', 'person,manager\n'))
    await window.getByRole('button', { name: 'Remove team.csv' }).click()
    await window.getByText('team.csv').waitFor({ state: 'detached' })
    await input.setInputFiles([file('first.csv', 'first'), file(`${HEBREW}.csv`, 'second')])
    await window.getByText(`${HEBREW}.csv`).waitFor()

    const files = records(record((await saved()).files).files)
    expect(files.map(({ name, size }) => [name, size])).toEqual([
      ['first.csv', 5],
      [`${HEBREW}.csv`, 6],
    ])
    const address = `${stage.sandbox.url}/control/file?user=${ADA}&file=${files[1]?.id}`
    expect(await (await fetch(address)).json()).toMatchObject({ text: 'second' })
  })
})

/** The option that the arrows have reached. */
const reached = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const active = document.activeElement.getAttribute('aria-activedescendant')
    return document.getElementById(active)?.textContent.trim() ?? ''
  })()`)
