import type { ManagerLink } from '../../../src/directory/managers/rules.ts'
import type { Settings } from '../../../src/directory/settings/flow.ts'
import { type Form, formWindow } from '../../../src/directory/settings/form.ts'
import { awayForm } from '../../../src/directory/settings/form-away.ts'
import { hoursForm } from '../../../src/directory/settings/form-hours.ts'
import { managerForm } from '../../../src/directory/settings/form-manager.ts'
import { messagesForm } from '../../../src/directory/settings/form-messages.ts'
import { neverForm } from '../../../src/directory/settings/form-never.ts'
import { shareForm } from '../../../src/directory/settings/form-share.ts'
import { bounds } from '../../../src/directory/settings/rules.ts'
import {
  fetching,
  formSentence,
  hubSentence,
  hubWindow,
  joinedMessage,
  leftMessage,
  nothingToSet,
  notInMessage,
  notSavedSlowly,
  type SkillShown,
  saving,
  staleForm,
  type Topic,
  topics,
} from '../../../src/directory/settings/views.ts'
import { notForThemSentence } from '../../../src/directory/views.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, place, type Subject, zone } from './subjects.ts'

/** What somebody meets who sets something for themselves, and who joins or leaves the check-in. */
export const directorySettings: readonly Situation[] = [
  { name: 'Settings', draw: (of) => hubWindow(settingsOf(of), skillsOf(of), reading) },
  {
    name: 'Settings, in no check-in',
    draw: (of) => hubWindow({ ...settingsOf(of), enrolledIn: [] }, skillsOf(of), reading),
  },
  {
    name: 'Settings, a manager who waits for a yes',
    draw: (of) =>
      hubWindow({ ...settingsOf(of), manager: { ...manager(of), waiting: link('waiting') } }, skillsOf(of), reading),
  },
  {
    name: 'Settings, a manager who was denied',
    draw: (of) =>
      hubWindow({ ...settingsOf(of), manager: { ...noManager, disputed: link('disputed') } }, skillsOf(of), reading),
  },
  { name: 'Settings, fetching', draw: () => hubSentence(fetching) },
  { name: 'Settings, after erasing', draw: ({ known }) => hubSentence(nothingToSet(known.profile.command)) },
  { name: 'Settings, not for them', draw: ({ workspace }) => hubSentence(notForThemSentence(workspace)) },
  form('Hours and days', hoursForm),
  form('Hours and days, again', hoursForm, { typed: { start: '17:00', end: '16:00', days: 0 } }),
  form('Days off', awayForm),
  form('Manager', managerForm),
  form('Who may see my level', shareForm),
  form('Never pair me with', neverForm),
  form('Never pair me with, again', neverForm, { typed: [], notice: 'Slack no longer knows one of these people.' }),
  form('Messages', messagesForm),
  ...topics.flatMap((topic): Situation[] => [
    { name: `A form, ${topic}, fetching`, draw: () => formSentence(topic, fetching) },
    { name: `A form, ${topic}, saving`, draw: () => formSentence(topic, saving) },
    { name: `A form, ${topic}, not saved`, draw: () => formSentence(topic, notSavedSlowly('K7QX-24')) },
    { name: `A form, ${topic}, of before an erasure`, draw: () => formSentence(topic, staleForm) },
    {
      name: `A form, ${topic}, after erasing`,
      draw: ({ known }) => formSentence(topic, nothingToSet(known.profile.command)),
    },
    {
      name: `A form, ${topic}, not for them`,
      draw: ({ workspace }) => formSentence(topic, notForThemSentence(workspace)),
    },
  ]),
  { name: 'Join', draw: () => joinedMessage(true) },
  { name: 'Join, in already', draw: () => joinedMessage(false) },
  { name: 'Leave', draw: (of) => leftMessage(skill(of)) },
  { name: 'Leave, not in', draw: (of) => notInMessage(skill(of)) },
]

const reading = { zone, now }

function form<Typed, Problem>(
  name: string,
  { topic, draw }: Form<Typed, Problem> & { readonly topic: Topic },
  again: { readonly typed?: Typed; readonly notice?: string } = {},
): Situation {
  const carried = { personId: anyId, hubId: 'V0SETTINGS' }
  return {
    name: `Settings, ${name.toLowerCase()}`,
    draw: (of) => formWindow(topic, draw(settingsOf(of), reading, again.typed), carried, again.notice),
  }
}

function settingsOf(of: Subject): Settings {
  const count = { smallest: 0, usual: 2, largest: bounds.openings }[of.size]
  return {
    hours: { smallest: usual, usual, largest: { from: 0, to: 1_440, days: 0b1010101 } }[of.size],
    hasOwnHours: of.size === 'largest',
    zone,
    isOwnZone: of.size !== 'smallest',
    absences: Array.from({ length: count }, (_, at) => ({
      id: anyId,
      kind: at % 2 === 0 ? ('day-off' as const) : ('pause' as const),
      firstDay: '2026-12-21',
      lastDay: at === 2 ? '2026-12-21' : '2027-01-04',
    })),
    manager: manager(of),
    openings: Array.from({ length: count }, (_, at) => ({ ...somebodyAt(at), viewerId: anyId, until: '2027-02-21' })),
    exclusions: Array.from({ length: { smallest: 0, usual: 1, largest: bounds.exclusions }[of.size] }, (_, at) => ({
      ...somebodyAt(at),
      otherId: anyId,
    })),
    notesToManager: of.size !== 'smallest',
    notesToMentor: of.size === 'largest',
    enrolledIn: of.size === 'smallest' ? [] : [of.known.profile.skill],
  }
}

const usual = { from: 540, to: 1_020, days: 31 }
const noManager = { inForce: undefined, waiting: undefined, disputed: undefined }

function manager({ size }: Subject): Settings['manager'] {
  return size === 'smallest' ? noManager : { ...noManager, inForce: link('in-force') }
}

function link(state: ManagerLink['state']): ManagerLink {
  const person = { ...place, id: anyId, slackId: 'U0IVANPET', zone, homeOpened: true }
  const lead = { ...person, slackId: 'U0ANNALIND' }
  return { personId: anyId, managerId: anyId, source: 'csv', state, since: longAgo, person, manager: lead }
}

function somebodyAt(at: number): { readonly slackId: string } {
  return { slackId: `U0PERSON${String(at).padStart(2, '0')}` }
}

/** Several where there are several: each button then says which check-in it is about. */
function skillsOf(of: Subject): readonly SkillShown[] {
  const { skill: own, label } = of.known.profile
  return of.size === 'largest'
    ? [
        { skill: own, label },
        { skill: 'bread', label: 'Bread' },
      ]
    : [skill(of)]
}

function skill({ known: { profile }, size }: Subject): SkillShown {
  return { skill: profile.skill, label: size === 'largest' ? profile.label : undefined }
}
