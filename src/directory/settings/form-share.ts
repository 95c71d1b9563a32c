import { dayOf } from '../../calendar.ts'
import { checkboxes, context, datepicker, input, multiUsersSelect, section } from '../../slack/kit.ts'
import { fieldValue, fieldValues } from '../../slack/payloads.ts'
import { changeOpenings, type OpeningProblem } from './flow.ts'
import { type Form, readDay } from './form.ts'
import { bounds, daysAfter, type TypedOpening, type UntilProblem } from './rules.ts'
import { dayInWords, openingLine, type Reading } from './views.ts'
import { peopleSentence } from './views-people.ts'

const fields = {
  people: 'directory.settings.share.people',
  until: 'directory.settings.share.until',
  everybody: 'directory.settings.share.everybody',
} as const

const forEverybody = 'everybody'

export const shareForm: Form<TypedOpening, OpeningProblem> = {
  topic: 'share',
  firstField: fields.people,
  draw: ({ openings }, reading, typed) => [
    ...(openings.length > 0
      ? [section(['*Open to*', ...openings.map((each) => `• ${openingLine(each, reading)}`)].join('\n'))]
      : []),
    input(
      {
        blockId: fields.people,
        label: 'People who may see my level',
        optional: true,
        hint: `Up to ${bounds.openings}. Whoever is taken off the list sees nothing from then on.`,
      },
      multiUsersSelect(
        fields.people,
        'Choose people',
        bounds.openings,
        typed?.chosen ?? openings.map(({ slackId }) => slackId),
      ),
    ),
    input(
      { blockId: fields.until, label: 'Until', optional: true, hint: 'That day is part of it.' },
      datepicker(
        fields.until,
        'Choose a day',
        typed?.until ?? daysAfter(dayOf(reading.now, reading.zone), bounds.opening),
      ),
    ),
    ...(openings.length > 0
      ? [
          input(
            { blockId: fields.everybody, label: 'This day counts for', optional: true },
            checkboxes(
              fields.everybody,
              [
                {
                  value: forEverybody,
                  text: 'Everybody on the list',
                  description: 'Otherwise for those who are new on it; the others keep theirs',
                },
              ],
              typed?.forEverybody ? [forEverybody] : [],
            ),
          ),
        ]
      : []),
    context('They see level, items and topics, never your notes or your history. You can see who looked.'),
  ],
  read: (values) => ({
    chosen: [...new Set(fieldValues(values, fields.people, fields.people))],
    until: readDay(fieldValue(values, fields.until, fields.until)),
    forEverybody: fieldValues(values, fields.everybody, fields.everybody).includes(forEverybody),
  }),
  change: changeOpenings,
  errors: (found, reading) =>
    found.field === 'people'
      ? { [fields.people]: peopleSentence(found.problem, 'open') }
      : { [fields.until]: sentence(found.problem, reading) },
}

function sentence(problem: UntilProblem, reading: Reading): string {
  switch (problem.kind) {
    case 'missing':
      return 'Choose the last day; every opening has an end.'
    case 'over':
      return `That day (${dayInWords(problem.until, reading)}) is over already.`
    case 'too-far':
      return `That is more than a year ahead; the last day that can be chosen is ${dayInWords(problem.latest, reading)}.`
  }
}
