import { homeInvitation, homeSection } from '../../../src/assessment/views.ts'
import { nobodyElse } from '../../../src/directory/rules.ts'
import { invitationToJoin } from '../../../src/directory/settings/views.ts'
import { gone, movedMessage, movedWindow } from '../../../src/home/moved.ts'
import { homeMenu } from '../../../src/home/slack.ts'
import { guestHome, homeOf } from '../../../src/home/views.ts'
import { failureHome } from '../../../src/slack/kinds.ts'
import type { Situation } from './situations.ts'
import { failure } from './slack.ts'
import { longAgo, place, type Subject, standingAt, zone } from './subjects.ts'

/** The Home tab, and where old buttons and windows lead. */
export const home: readonly Situation[] = [
  { name: 'Home, first visit', draw: ({ known, contact }) => homeOf([homeInvitation(known.profile), toJoin], contact) },
  {
    name: 'Home, first visit of somebody enrolled',
    draw: ({ known, seenBy, contact }) => homeOf([homeInvitation(known.profile, seenBy)], contact),
  },
  { name: 'Home, on record', draw: (of) => own(of, of) },
  {
    name: 'Home, on record and not enrolled',
    draw: ({ known, contact, standing }) =>
      homeOf([homeSection(known.profile, { standing, seenBy: nobodyElse, zone }, [menu]), toJoin], contact),
  },
  {
    name: 'Home, on record, not enrolled, and opened to somebody',
    draw: ({ known, contact, standing }) =>
      homeOf(
        [
          homeSection(known.profile, { standing, seenBy: { ...nobodyElse, openedTo: 1 }, zone }, [menu]),
          invitationToJoin(skill, 1),
        ],
        contact,
      ),
  },
  {
    name: 'Home, confirmed since',
    draw: (of) => own(of, { standing: { ...of.standing, givenAt: longAgo } }),
  },
  { name: 'Home, nothing missing', draw: (of) => own(of, { standing: standingAt(of, 1, 2) }) },
  {
    name: 'Home, the last level',
    draw: (of) => own(of, { standing: standingAt(of, of.known.profile.levels.length, 1) }),
  },
  {
    name: 'Home, two skills, one on record',
    draw: ({ known: { profile }, standing, seenBy, contact }) =>
      homeOf([[...homeSection(profile, { standing, seenBy, zone }, [menu]), ...homeInvitation(profile)]], contact),
  },
  { name: 'Home, guest of a workspace without a known name', draw: (of) => guestHome(undefined, of.contact) },
  { name: 'Home, guest', draw: (of) => guestHome(of.workspace, of.contact) },
  { name: 'Home, guest who was a member', draw: (of) => guestHome(of.workspace, of.contact, { stored: true }) },
  { name: 'Home, failed', draw: (of) => failureHome(failure(of, new Error('anything'))) },
  { name: 'Moved, an old button', draw: ({ known }) => movedMessage(place, known.profile.command, gone.button) },
  {
    name: 'Moved, an old button of an app without an id',
    draw: ({ known }) => movedMessage({ ...place, appId: '' }, known.profile.command, gone.button),
  },
  {
    name: 'Moved, an old command',
    draw: ({ known, size }) =>
      movedMessage(place, known.profile.command, gone.command({ smallest: '/n', usual: '/nats', largest }[size])),
  },
  {
    name: 'Moved, an old window',
    draw: ({ known }) => movedWindow(place, known.profile.command, gone.window),
  },
  {
    name: 'Moved, an old button on Home',
    draw: ({ known }) => movedWindow(place, known.profile.command, gone.button),
  },
  {
    name: 'Moved, an old shortcut',
    draw: ({ known }) => movedWindow(place, known.profile.command, gone.shortcut),
  },
]

const skill = { skill: 'nats-jetstream', label: undefined }
const toJoin = invitationToJoin(skill, 0)

const largest = `/${'x'.repeat(31)}`

// As the app hands them over.
const menu = homeMenu([
  { value: 'settings:me', text: 'Settings' },
  { value: 'export:me', text: 'Export my data' },
  { value: 'forget:me', text: 'Erase my data' },
  { value: 'help:me', text: 'Help' },
])

function own({ known, contact, seenBy }: Subject, { standing }: Pick<Subject, 'standing'>) {
  return homeOf([homeSection(known.profile, { standing, seenBy, zone }, [menu])], contact)
}
