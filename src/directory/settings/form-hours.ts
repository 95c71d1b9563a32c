import { checkboxes, context, input, timepicker } from '../../slack/kit.ts'
import { fieldValue, fieldValues } from '../../slack/payloads.ts'
import { chosenDays, dayChoices, daysOf, pickedTime } from '../views-hours.ts'
import { changeHours } from './flow.ts'
import type { Form } from './form.ts'
import { bounds, type HoursProblem, type TypedHours } from './rules.ts'

const fields = {
  start: 'directory.settings.hours.start',
  end: 'directory.settings.hours.end',
  days: 'directory.settings.hours.days',
} as const

export const hoursForm: Form<TypedHours, HoursProblem> = {
  topic: 'hours',
  firstField: fields.start,
  draw: ({ hours, zone, isOwnZone }, _, typed) => [
    input(
      { blockId: fields.start, label: 'Start' },
      timepicker(fields.start, 'Choose a time', typed?.start ?? pickedTime(hours.from)),
    ),
    input(
      { blockId: fields.end, label: 'End' },
      timepicker(fields.end, 'Choose a time', typed?.end ?? pickedTime(hours.to)),
    ),
    input(
      { blockId: fields.days, label: 'Days' },
      checkboxes(fields.days, dayChoices, chosenDays(typed?.days || hours.days)),
    ),
    context(
      `By the clock of ${zone}, ${isOwnZone ? 'the zone of your Slack profile' : 'the workspace’s zone'}. Messages that you did not ask for come in these hours only.`,
    ),
  ],
  read: (values) => ({
    start: fieldValue(values, fields.start, fields.start),
    end: fieldValue(values, fields.end, fields.end),
    days: daysOf(fieldValues(values, fields.days, fields.days)),
  }),
  change: changeHours,
  errors: (problem) => ({ [fields[problem.field]]: hoursSentence(problem) }),
}

/** What is wrong with hours, beside the field that it stands in. */
export function hoursSentence(problem: HoursProblem): string {
  switch (problem.kind) {
    case 'missing':
      return problem.field === 'days' ? 'Choose one day at least.' : 'Choose a time.'
    case 'before-start':
      return problem.start === problem.end
        ? `The end (${problem.end}) is the start too; choose a later one.`
        : `The end (${problem.end}) is before the start (${problem.start}).`
    case 'too-short':
      return `From start to end are ${problem.minutes} minutes; ${bounds.shortestDay} at least are needed, so that a message finds its time.`
  }
}
