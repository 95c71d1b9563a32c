import { describe, expect, it, test } from 'vitest'
import { readCarried, readDay, readRowId } from '../../src/directory/settings/form.ts'
import { awayForm } from '../../src/directory/settings/form-away.ts'
import { hoursForm } from '../../src/directory/settings/form-hours.ts'
import { shareForm } from '../../src/directory/settings/form-share.ts'
import type { AwayProblem, HoursProblem, PeopleProblem, UntilProblem } from '../../src/directory/settings/rules.ts'
import { peopleSentence } from '../../src/directory/settings/views-people.ts'

const reading = { zone: 'Europe/Berlin', now: new Date('2026-11-23T09:00:00Z') }

describe('what does not fit is told beside its field', () => {
  const hours: readonly [HoursProblem, string][] = [
    [{ field: 'start', kind: 'missing' }, 'Choose a time.'],
    [{ field: 'days', kind: 'missing' }, 'Choose one day at least.'],
    [
      { field: 'end', kind: 'before-start', start: '17:00', end: '16:00' },
      'The end (16:00) is before the start (17:00).',
    ],
    [
      { field: 'end', kind: 'before-start', start: '17:00', end: '17:00' },
      'The end (17:00) is the start too; choose a later one.',
    ],
    [
      { field: 'end', kind: 'too-short', minutes: 30 },
      'From start to end are 30 minutes; 60 at least are needed, so that a message finds its time.',
    ],
  ]
  test.each(hours)('of the hours: %j', (problem, sentence) => {
    expect(hoursForm.errors(problem, reading)).toEqual({ [`directory.settings.hours.${problem.field}`]: sentence })
  })

  const away: readonly [AwayProblem, string][] = [
    [{ field: 'kind', kind: 'missing' }, 'Choose days off or a pause.'],
    [{ field: 'last', kind: 'missing' }, 'Choose the last day; every absence has an end.'],
    [{ field: 'last', kind: 'over', lastDay: '2026-11-20' }, 'The last day (Fri 20 Nov) is over already.'],
    [
      { field: 'first', kind: 'too-far', latest: '2027-11-23' },
      'That is more than a year ahead; the last day that can be chosen is Tue 23 Nov 2027.',
    ],
    [
      { field: 'last', kind: 'too-long', days: 181, latest: '2027-05-21' },
      'That would be 181 days; a pause lasts 180 at most, here until Fri 21 May 2027.',
    ],
    [{ field: 'kind', kind: 'too-many' }, '20 absences stand here already; take one of them back first.'],
  ]
  test.each(away)('of the days off: %j', (problem, sentence) => {
    expect(awayForm.errors(problem, reading)).toEqual({ [`directory.settings.away.${problem.field}`]: sentence })
  })

  const until: readonly [UntilProblem, string][] = [
    [{ kind: 'missing' }, 'Choose the last day; every opening has an end.'],
    [{ kind: 'over', until: '2026-11-20' }, 'That day (Fri 20 Nov) is over already.'],
    [
      { kind: 'too-far', latest: '2027-11-23' },
      'That is more than a year ahead; the last day that can be chosen is Tue 23 Nov 2027.',
    ],
  ]
  test.each(until)('of an opening’s end: %j', (problem, sentence) => {
    expect(shareForm.errors({ field: 'until', problem }, reading)).toEqual({
      'directory.settings.share.until': sentence,
    })
  })

  const rest = 'Take them off the list; everybody else can stay.'
  const people: readonly [PeopleProblem, string][] = [
    [{ kind: 'too-many', count: 21, most: 20 }, '21 people; 20 fit.'],
    [{ kind: 'oneself' }, 'You are on the list yourself; you see your level anyway.'],
    [{ kind: 'unknown' }, `Slack no longer knows one of these people. ${rest}`],
    [{ kind: 'forgotten', name: 'R&amp;D Ana' }, `R&D Ana cannot be chosen here. ${rest}`],
    [
      { kind: 'not-a-member', what: 'bot', name: 'Deploys' },
      `Deploys is an app; only members of this workspace can be chosen. ${rest}`,
    ],
  ]
  test.each(people)('of a list of people: %j', (problem, sentence) => {
    expect(peopleSentence(problem, 'open')).toBe(sentence)
  })
})

describe('what a form carries, and what stands in its fields,', () => {
  it('is read as it was drawn', () => {
    const of = '0193b7f0-0000-7000-8000-000000000001'
    expect(readCarried(JSON.stringify({ of, hub: 'V1' }))).toEqual({ personId: of, hubId: 'V1' })
    expect(readCarried(JSON.stringify({ of }))).toEqual({ personId: of, hubId: undefined })
    expect(readDay('2028-02-29')).toBe('2028-02-29')
    expect(readRowId(of)).toBe(of)
  })

  test.each(['', '{', '{}', '{"of":"U0IVANPET"}', '{"of":7,"hub":"V1"}', 'null'])('is none in %s', (metadata) => {
    expect(readCarried(metadata)).toBeUndefined()
  })

  test.each([null, '', '2027-02-29', '2026-13-01', '20261123', 'tomorrow'])('is no day in %s', (day) => {
    expect(readDay(day)).toBeNull()
  })

  it('is no row in anything but our own ids', () => {
    expect([undefined, '', 'U1', `'; drop table away`].map(readRowId)).toEqual(Array(4).fill(undefined))
  })
})
