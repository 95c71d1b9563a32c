import { createHash } from 'node:crypto'
import type { KnownBlock, ModalView } from '@slack/types'
import { knownZone } from '../../calendar.ts'
import {
  checkboxes,
  context,
  input,
  mention,
  modal,
  multiUsersSelect,
  searchSelect,
  section,
  textArea,
  textLine,
  timepicker,
  usersSelect,
} from '../../slack/kit.ts'
import { fieldValue, fieldValues, type OpenView } from '../../slack/payloads.ts'
import { mostAdmins } from '../admins/rules.ts'
import { hoursSentence } from '../settings/form-hours.ts'
import { readHours } from '../settings/rules.ts'
import { chosenDays, dayChoices, daysOf, pickedTime } from '../views-hours.ts'
import { asDrawn, type Part, type Present, type Wish } from './flow.ts'
import { mostHolidays, writeHolidays } from './rules.ts'

/** The forms of the hub, by the part that each changes. */
export const saveIds: Readonly<Record<Part, string>> = {
  contact: 'directory.programme.contact.save',
  admins: 'directory.programme.admins.save',
  calendar: 'directory.programme.calendar.save',
  holidays: 'directory.programme.holidays.save',
  'manager-field': 'directory.programme.manager-field.save',
}

export const fields = {
  person: 'directory.programme.contact.person',
  people: 'directory.programme.admins.people',
  zone: 'directory.programme.calendar.zone',
  start: 'directory.programme.calendar.start',
  end: 'directory.programme.calendar.end',
  days: 'directory.programme.calendar.days',
  dates: 'directory.programme.holidays.dates',
  label: 'directory.programme.manager-field.label',
} as const

type Field = (typeof fields)[keyof typeof fields]

const titles: Readonly<Record<Part, string>> = {
  contact: 'Contact',
  admins: 'Admins',
  calendar: 'Working time and zone',
  holidays: 'Company holidays',
  'manager-field': 'Manager field',
}

/** Where a sentence about the whole form stands. */
export const firstFields: Readonly<Record<Part, Field>> = {
  contact: fields.person,
  admins: fields.people,
  calendar: fields.zone,
  holidays: fields.dates,
  'manager-field': fields.label,
}

/** `notice`: why it is drawn again. */
export function formWindow(part: Part, present: Present, notice?: string): ModalView {
  const stamp = stampOf(asDrawn(part, present))
  return modal({
    callbackId: saveIds[part],
    title: titles[part],
    submit: 'Save',
    close: 'Cancel',
    blocks: [...(notice ? [section(notice)] : []), ...drawings[part](present, stamp)],
    metadata: stamp,
  })
}

/** Whether the form was drawn from this text. */
export function isDrawnFrom(view: OpenView, text: string): boolean {
  return view.metadata === stampOf(text)
}

export type Read =
  | { readonly kind: 'read'; readonly wish: Wish }
  | { readonly kind: 'refused'; readonly errors: Readonly<Record<string, string>> }

export function readForm(part: Part, view: OpenView): Read {
  switch (part) {
    case 'contact':
      return read({ part, slackId: one(view, fields.person) ?? undefined })
    case 'admins':
      return read({ part, slackIds: many(view, fields.people) })
    case 'calendar':
      return readCalendar(view)
    case 'holidays':
      return read({ part, text: one(view, fields.dates) ?? '' })
    case 'manager-field':
      return read({ part, label: one(view, fields.label) ?? '' })
  }
}

/** A sentence beside one of the form’s fields. */
export function errorAt(view: OpenView, field: Field, sentence: string): Readonly<Record<string, string>> {
  return { [blockIdOf(field, view.metadata)]: sentence }
}

function readCalendar(view: OpenView): Read {
  const hours = readHours({
    start: one(view, fields.start),
    end: one(view, fields.end),
    days: daysOf(many(view, fields.days)),
  })
  if (hours.kind === 'problem') {
    const { problem } = hours
    return { kind: 'refused', errors: errorAt(view, fields[problem.field], hoursSentence(problem)) }
  }
  const zone = knownZone(one(view, fields.zone) ?? undefined)
  if (zone === undefined)
    return {
      kind: 'refused',
      errors: errorAt(view, fields.zone, 'Choose a zone from the list that appears while typing.'),
    }
  return read({ part: 'calendar', zone, hours: hours.value })
}

const drawings: Readonly<Record<Part, (present: Present, stamp: string) => readonly KnownBlock[]>> = {
  contact: ({ contact }, stamp) => [
    input(
      {
        blockId: blockIdOf(fields.person, stamp),
        label: 'Who answers questions about the programme?',
        hint: 'Named in help, on the Home tab, and where something needs a person.',
        optional: true,
      },
      usersSelect(fields.person, 'Choose somebody', contact),
    ),
  ],
  admins: ({ admins }, stamp) => {
    const named = admins.filter(({ isNamed }) => isNamed).map(({ slackId }) => mention(slackId))
    const appointed = admins.filter(({ isNamed }) => !isNamed).map(({ slackId }) => slackId)
    return [
      input(
        {
          blockId: blockIdOf(fields.people, stamp),
          label: 'Who runs the programme?',
          hint: 'Whoever comes new to this list is told in their working hours.',
          optional: true,
        },
        multiUsersSelect(fields.people, 'Choose people', mostAdmins, appointed),
      ),
      ...(named.length > 0
        ? [context(`Admins as well, since they are named where the app runs (ADMIN_USER_IDS): ${named.join(', ')}.`)]
        : []),
    ]
  },
  calendar: ({ zone, hours }, stamp) => [
    input(
      {
        blockId: blockIdOf(fields.zone, stamp),
        label: 'Zone',
        hint: 'Type two letters of a city, such as “be” for Berlin.',
      },
      searchSelect(fields.zone, 'Type a city', { value: zone, text: zone }),
    ),
    input(
      { blockId: blockIdOf(fields.days, stamp), label: 'Working days' },
      checkboxes(fields.days, dayChoices, chosenDays(hours.days)),
    ),
    input(
      { blockId: blockIdOf(fields.start, stamp), label: 'Start' },
      timepicker(fields.start, 'Choose a time', pickedTime(hours.from)),
    ),
    input(
      { blockId: blockIdOf(fields.end, stamp), label: 'End' },
      timepicker(fields.end, 'Choose a time', pickedTime(hours.to)),
    ),
    context('Holds for people who have set no hours of their own, or whose zone Slack does not tell.'),
  ],
  holidays: ({ holidays }, stamp) => [
    input(
      {
        blockId: blockIdOf(fields.dates, stamp),
        label: 'One date a line, with its name',
        hint: `Such as 2026-12-25 Christmas Day; up to ${mostHolidays}. Nothing that people did not ask for reaches them on these days.`,
        optional: true,
      },
      textArea(fields.dates, 3_000, writeHolidays(holidays)),
    ),
  ],
  'manager-field': ({ managerField }, stamp) => [
    input(
      {
        blockId: blockIdOf(fields.label, stamp),
        label: 'Profile field that names somebody’s manager',
        hint: 'Its label as it stands in the profile, such as Manager, or its id. Empty: profiles are not read.',
        optional: true,
      },
      textLine(fields.label, 80, managerField),
    ),
  ],
}

function read(wish: Wish): Read {
  return { kind: 'read', wish }
}

function one(view: OpenView, field: Field): string | null {
  return fieldValue(view.values, blockIdOf(field, view.metadata), field)
}

function many(view: OpenView, field: Field): readonly string[] {
  return fieldValues(view.values, blockIdOf(field, view.metadata), field)
}

/** Slack keeps what was typed in a block that it knows: what is drawn anew from other values gets other blocks. */
function blockIdOf(field: Field, stamp: string): string {
  return `${field}#${stamp}`
}

/** Tells two drawings apart; says nothing of what they hold. */
function stampOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
