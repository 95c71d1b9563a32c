import { dayOf } from '../../calendar.ts'
import { button, context, datepicker, input, section, select } from '../../slack/kit.ts'
import { fieldValue } from '../../slack/payloads.ts'
import { addAway } from './flow.ts'
import { type Form, readDay } from './form.ts'
import { type AwayKind, type AwayProblem, bounds, type TypedAway } from './rules.ts'
import { absenceLine, dayInWords, type Reading } from './views.ts'

const fields = {
  kind: 'directory.settings.away.kind',
  first: 'directory.settings.away.first',
  last: 'directory.settings.away.last',
} as const

/** The button beside each of those that stand already. */
export const takeBackId = 'directory.settings.away.take-back'

export const awayForm: Form<TypedAway, AwayProblem> = {
  topic: 'away',
  firstField: fields.kind,
  draw: ({ absences }, reading, typed) => [
    ...absences.map((away) => section(absenceLine(away, reading), button(takeBackId, 'Take back', { value: away.id }))),
    input(
      { blockId: fields.kind, label: 'Days off or a pause' },
      select(
        fields.kind,
        'Choose what',
        kinds.map(({ kind, text, description }) => ({ value: kind, text, description })),
        typed?.kind ?? 'day-off',
      ),
    ),
    input(
      { blockId: fields.first, label: 'First day' },
      datepicker(fields.first, 'Choose a day', typed?.firstDay ?? dayOf(reading.now, reading.zone)),
    ),
    input(
      {
        blockId: fields.last,
        label: 'Last day',
        hint: `It is part of it. A pause lasts ${bounds.longestPause} days at most.`,
      },
      datepicker(fields.last, 'Choose a day', typed?.lastDay ?? undefined),
    ),
    context(
      'On these days nothing comes that you did not ask for; what waits comes in the first working hour after them.',
    ),
  ],
  read: (values) => ({
    kind: fieldValue(values, fields.kind, fields.kind),
    firstDay: readDay(fieldValue(values, fields.first, fields.first)),
    lastDay: readDay(fieldValue(values, fields.last, fields.last)),
  }),
  change: addAway,
  errors: (problem, reading) => ({ [fields[problem.field]]: sentence(problem, reading) }),
}

const kinds: readonly { readonly kind: AwayKind; readonly text: string; readonly description: string }[] = [
  { kind: 'day-off', text: 'Days off', description: 'A holiday, parental leave, a day of your own' },
  { kind: 'pause', text: 'Pause everything', description: 'At work, but left alone by this app for a while' },
]

function sentence(problem: AwayProblem, reading: Reading): string {
  switch (problem.kind) {
    case 'missing':
      return problem.field === 'kind' ? 'Choose days off or a pause.' : 'Choose the last day; every absence has an end.'
    case 'too-far':
      return `That is more than a year ahead; the last day that can be chosen is ${dayInWords(problem.latest, reading)}.`
    case 'before-first':
      return `The last day (${dayInWords(problem.lastDay, reading)}) is before the first (${dayInWords(problem.firstDay, reading)}).`
    case 'over':
      return `The last day (${dayInWords(problem.lastDay, reading)}) is over already.`
    case 'too-long':
      return `That would be ${problem.days} days; a pause lasts ${bounds.longestPause} at most, here until ${dayInWords(problem.latest, reading)}.`
    case 'too-many':
      return `${bounds.absences} absences stand here already; take one of them back first.`
  }
}
