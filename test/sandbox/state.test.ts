import { describe, expect, it } from 'vitest'
import { initialValues, keptValues, type Values } from '../../sandbox/views/state.ts'
import { actions, button, field, option, plain } from './windows.ts'

const options = [option('a', 'One'), option('b', 'Two')]
const radio = field('level', 'Level', { type: 'radio_buttons', options })
const note = field('note', 'Note', { type: 'plain_text_input' })

const chose = (value: string): Values => ({
  level: { 'level.value': { type: 'radio_buttons', selected_option: option(value, value === 'a' ? 'One' : 'Two') } },
})

describe('the state of a fresh view', () => {
  it('holds null where nothing was entered, and an empty list where several may be', () => {
    const blocks = [
      radio,
      note,
      field('topics', 'Topics', { type: 'checkboxes', options }),
      field('who', 'Who', { type: 'users_select' }),
      field('team', 'Team', { type: 'multi_users_select' }),
      field('day', 'Day', { type: 'datepicker' }),
      field('files', 'Files', { type: 'file_input' }),
    ]
    expect(initialValues(blocks)).toEqual({
      level: { 'level.value': { type: 'radio_buttons', selected_option: null } },
      note: { 'note.value': { type: 'plain_text_input', value: null } },
      topics: { 'topics.value': { type: 'checkboxes', selected_options: [] } },
      who: { 'who.value': { type: 'users_select', selected_user: null } },
      team: { 'team.value': { type: 'multi_users_select', selected_users: [] } },
      day: { 'day.value': { type: 'datepicker', selected_date: null } },
      files: { 'files.value': { type: 'file_input', files: [] } },
    })
  })

  it('begins with what the app filled in', () => {
    const blocks = [
      field('note', 'Note', { type: 'plain_text_input', initial_value: 'As before' }),
      field('level', 'Level', { type: 'radio_buttons', options, initial_option: option('b', 'Two') }),
      field('time', 'Time', { type: 'timepicker', initial_time: '09:00' }),
    ]
    expect(initialValues(blocks)).toEqual({
      note: { 'note.value': { type: 'plain_text_input', value: 'As before' } },
      level: { 'level.value': { type: 'radio_buttons', selected_option: option('b', 'Two') } },
      time: { 'time.value': { type: 'timepicker', selected_time: '09:00' } },
    })
  })

  it('holds lists beside a text and among buttons too, but no button', () => {
    const blocks = [
      { type: 'section', block_id: 's', text: plain('Who?'), accessory: { type: 'users_select', action_id: 'who' } },
      actions(
        button('go', 'Go'),
        { type: 'static_select', action_id: 'role', options },
        { type: 'overflow', action_id: 'more', options },
      ),
    ]
    expect(initialValues(blocks)).toEqual({
      s: { who: { type: 'users_select', selected_user: null } },
      actions: { role: { type: 'static_select', selected_option: null } },
    })
  })
})

describe('the state after a redraw', () => {
  it('keeps what was entered while block and action keep their names', () => {
    expect(keptValues([radio], chose('b'), [note, radio])).toMatchObject(chose('b'))
  })

  it('keeps an emptied field empty, whatever its new initial value', () => {
    const filled = field('note', 'Note', { type: 'plain_text_input', initial_value: 'New' })
    const emptied = { note: { 'note.value': { type: 'plain_text_input', value: null } } }
    expect(keptValues([note], emptied, [filled])).toEqual(emptied)
  })

  it('begins anew under another block id', () => {
    const renamed = field('level#2', 'Level', {
      type: 'radio_buttons',
      action_id: 'level.value',
      options,
      initial_option: option('a', 'One'),
    })
    expect(keptValues([radio], chose('b'), [renamed])).toEqual({
      'level#2': { 'level.value': { type: 'radio_buttons', selected_option: option('a', 'One') } },
    })
  })

  it('begins anew under another action id', () => {
    const renamed = field('level', 'Level', { type: 'radio_buttons', action_id: 'other', options })
    expect(keptValues([radio], chose('b'), [renamed])).toEqual({
      level: { other: { type: 'radio_buttons', selected_option: null } },
    })
  })

  it('begins anew when the field became another kind of field', () => {
    const list = field('level', 'Level', { type: 'static_select', options })
    expect(keptValues([radio], chose('b'), [list])).toEqual({
      level: { 'level.value': { type: 'static_select', selected_option: null } },
    })
  })

  it('loses an option that is no longer offered', () => {
    const shorter = field('level', 'Level', {
      type: 'radio_buttons',
      options: [option('a', 'One')],
      initial_option: option('a', 'One'),
    })
    expect(keptValues([radio], chose('b'), [shorter])).toEqual(chose('a'))
  })

  it('keeps those of several choices that are still offered', () => {
    const before = field('topics', 'Topics', { type: 'checkboxes', options })
    const after = field('topics', 'Topics', { type: 'checkboxes', options: [option('b', 'Two')] })
    const both = { topics: { 'topics.value': { type: 'checkboxes', selected_options: options } } }
    expect(keptValues([before], both, [after])).toEqual({
      topics: { 'topics.value': { type: 'checkboxes', selected_options: [option('b', 'Two')] } },
    })
  })
})
