import type { App, Receiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { AssessmentRoom } from './assessment/room.ts'
import { assessmentWords, bindAssessment, meSection, openFromCommand } from './assessment/slack.ts'
import { peopleWithLevel } from './assessment/store-recorded.ts'
import { ids as assessment } from './assessment/views-parts.ts'
import type { Catalog } from './catalog/flow.ts'
import { firstOpening } from './check-in/admin/first-opening.ts'
import { reportLetters } from './check-in/admin/flow-reports.ts'
import { testLetter } from './check-in/admin/flow-test.ts'
import { scheduleIds as schedule } from './check-in/admin/ids.ts'
import { overdueRound } from './check-in/admin/overdue.ts'
import type { AdminRoom } from './check-in/admin/room.ts'
import { bindRounds, roundAdminWords } from './check-in/admin/slack.ts'
import { type AnswerRoom, countInRecord } from './check-in/flow-answers.ts'
import { checkInLetters } from './check-in/letters-words.ts'
import { bindAnswers, dueSection, nextQuestionLines } from './check-in/slack.ts'
import { wordingAsked } from './check-in/store-answers.ts'
import type { AdminId } from './config.ts'
import { actingAdmin, howToBecomeAdmin, isAdmin } from './directory/admins/flow.ts'
import { appointedLetter } from './directory/admins/flow-appoint.ts'
import { adminsAdminWords } from './directory/admins/slack.ts'
import { auditAdminWords, auditWords, bindAudit } from './directory/audit/slack.ts'
import { enrolIds as enrol } from './directory/enrolment/ids.ts'
import { bindEnrolment, enrolmentAdminWords } from './directory/enrolment/slack.ts'
import { bindPeople, peopleAdminWords } from './directory/enrolment/slack-people.ts'
import { welcomeLetter } from './directory/flow-welcome.ts'
import { ids as managers } from './directory/managers/form-import.ts'
import { managerAskedLetter, managerToldLetter } from './directory/managers/letters.ts'
import { bindManagers, managerSection } from './directory/managers/slack.ts'
import { bindImports, importAdminWords } from './directory/managers/slack-import.ts'
import { contactsOf } from './directory/programme/flow-contact.ts'
import { bindProgramme, programmeAdminWords } from './directory/programme/slack.ts'
import type { DirectoryRoom } from './directory/room.ts'
import { bindSettings, enrolmentSection, openSettings, settingsWords } from './directory/settings/slack.ts'
import { askFromClick, bindDirectory, directoryWords, exportFromClick } from './directory/slack-own-data.ts'
import { bindSync } from './directory/sync/slack.ts'
import type { HomeRoom } from './home/flow.ts'
import { bindTheRest } from './home/moved.ts'
import { bindHome, ids as home, homeMenu, type MenuLine, renewErasedHome, renewHome } from './home/slack.ts'
import { overdueLetter } from './ops/flow-overdue.ts'
import { ids as undelivered } from './ops/form-letters.ts'
import { erasures, exportParts } from './ops/own-data.ts'
import { reasonWords } from './ops/reasons.ts'
import type { LetterNames, OpsRoom } from './ops/room.ts'
import { adminWord, bindOps } from './ops/slack.ts'
import type { LetterKind } from './outbox/kinds.ts'
import { type ClickAsk, type Doors, openDoors, showWindow } from './slack/doors.ts'
import type { Identity } from './slack/identity.ts'
import { boltLogger } from './slack/receiver.ts'
import { StrictApp } from './slack/strict-app.ts'
import { asReadBy, bindCommand, type Command, helpWindow, homeLink } from './slack/words.ts'
import type { World } from './world.ts'

export interface AppOptions {
  readonly world: World
  readonly catalog: Catalog
  readonly receiver: Receiver
  readonly identity: Identity
  readonly clientOptions: WebClientOptions
  /** Slack id of somebody who answers questions about the programme. */
  readonly contact: string | undefined
  /** Who runs the programme; nobody when absent. */
  readonly adminIds?: readonly AdminId[]
  /** Told when there may be letters to send that were not there a moment ago. */
  readonly wake?: () => void
}

export interface Built {
  readonly app: App
  readonly doors: Doors
}

/** Hangs every room on the Bolt app, in the order in which help lists them. Nothing listens yet. */
export function buildApp(options: AppOptions): Built {
  const { world, catalog, receiver, identity, clientOptions, contact, adminIds = [], wake = () => {} } = options
  const app = new StrictApp({
    receiver,
    authorize: identity.authorize,
    clientOptions,
    convoStore: false,
    logger: boltLogger(world.log),
  })
  const contacts = contactsOf(world, contact)
  const { adminOf } = contacts
  const doors = openDoors(app, world.log, (workspaceId) => ({ admin: contacts.lastAdminOf(workspaceId) }))

  // Of the rooms above the directory: mentors and proposed partners, once there are some.
  const relations: DirectoryRoom['relations'] = []
  const homeRoom: HomeRoom = {
    world,
    contactOf: contacts.of,
    sections: [
      (person, now) => dueSection(answerRoom, person, now),
      (person, now) =>
        meSection(assessmentRoom, person, now, [homeMenu(menu)], (of, skill) =>
          nextQuestionLines(answerRoom, of, skill, now),
        ),
      (person, now) => enrolmentSection(directoryRoom, person, now),
      (person) => managerSection(directoryRoom, person),
    ],
  }
  const assessmentRoom: AssessmentRoom = {
    world,
    catalog,
    sight: { adminIds, relations },
    inRecord: [countInRecord],
    askedIn: (...whom) => wordingAsked(world.db, ...whom),
    afterRecorded: [async () => wake(), (ask, person) => renewHome(homeRoom, ask, person)],
  }
  const directoryRoom: DirectoryRoom = {
    world,
    command: catalog.profiles[0]?.command ?? '',
    skills: catalog.profiles.map(({ skill }) => skill),
    labels: Object.fromEntries(catalog.profiles.map(({ skill, label }) => [skill, label])),
    adminOf,
    adminIds,
    relations,
    recorded: peopleWithLevel,
    home: home.open,
    exports: exportParts,
    erasures,
    exporting: new Set(),
    wake,
    afterChanged: [(ask, person) => renewHome(homeRoom, ask, person)],
    afterErased: [(ask, person) => renewErasedHome(homeRoom, ask, person)],
  }
  const answerRoom: AnswerRoom = { world, catalog, wake, assessment: assessmentRoom, directory: directoryRoom }
  const rounds: AdminRoom = {
    world,
    catalog,
    directory: directoryRoom,
    undelivered: undelivered.open,
    reasonWords,
    wake,
  }
  const opsRoom: OpsRoom = {
    world,
    isAdmin: (who) => isAdmin(world.db, adminIds, who),
    actingAdmin: (ask) => actingAdmin(directoryRoom, ask),
    adminOf,
    letterNames,
    wake,
  }
  const commands = catalog.profiles.map(
    (profile): Command => ({
      name: profile.command,
      bare: { does: 'records your level', answer: (ask) => openFromCommand(assessmentRoom, ask, profile) },
      words: [
        ...assessmentWords(assessmentRoom, profile),
        ...settingsWords(directoryRoom, profile.skill),
        ...auditWords(directoryRoom),
        ...directoryWords(directoryRoom),
        adminWord(opsRoom, [
          ...peopleAdminWords(directoryRoom, profile.skill),
          ...enrolmentAdminWords(directoryRoom, profile.skill),
          ...importAdminWords(directoryRoom, profile.skill),
          ...roundAdminWords(rounds, profile.skill),
          ...adminsAdminWords(directoryRoom),
          ...programmeAdminWords(directoryRoom),
          ...auditAdminWords(directoryRoom),
        ]),
      ],
      help: {
        update: { actionId: assessment.open, value: profile.skill },
        home: home.open,
        contactFor: ({ workspaceId }) => contacts.of(workspaceId),
        noticeFor: (reader) => howToBecomeAdmin(world, adminIds, reader),
      },
    }),
  )
  const menu: readonly MenuLine[] = [
    { value: 'settings:me', text: 'Settings', answer: (ask) => openSettings(directoryRoom, ask) },
    { value: 'export:me', text: 'Export my data', answer: (ask) => exportFromClick(directoryRoom, ask) },
    { value: 'forget:me', text: 'Erase my data', answer: (ask) => askFromClick(directoryRoom, ask) },
    { value: 'help:me', text: 'Help', answer: (ask) => helpInWindow(ask, commands) },
  ]
  bindDirectory(doors, directoryRoom)
  bindAudit(doors, directoryRoom)
  bindSettings(doors, directoryRoom)
  bindProgramme(doors, directoryRoom)
  bindPeople(doors, directoryRoom)
  bindEnrolment(doors, directoryRoom)
  bindSync(doors, directoryRoom)
  bindManagers(doors, directoryRoom)
  bindImports(doors, directoryRoom)
  bindAssessment(doors, assessmentRoom)
  bindAnswers(doors, answerRoom)
  bindRounds(doors, rounds)
  bindHome(doors, homeRoom, menu)
  bindOps(doors, opsRoom)
  for (const command of commands) bindCommand(doors, command)
  bindTheRest(doors, directoryRoom.command)
  return { app, doors }
}

/** Every kind of letter there is, for whoever sends them. */
export function letterKinds(catalog: Catalog): readonly LetterKind[] {
  const [first] = catalog.profiles
  return [
    ...checkInLetters(catalog),
    ...reportLetters({ catalog, undelivered: undelivered.open, reasonWords }),
    testLetter(catalog),
    welcomeLetter({
      command: first?.command ?? '',
      people: { actionId: enrol.open, value: first?.skill ?? '' },
      managers: { actionId: managers.open, value: first?.skill ?? '' },
      schedule: { actionId: schedule.open, value: first?.skill ?? '' },
      firstOpening: (tx, workspaceId, now) => firstOpening(tx, workspaceId, first?.skill ?? '', now),
      browse: { actionId: assessment.browse, value: first?.skill ?? '' },
    }),
    managerToldLetter(),
    managerAskedLetter(),
    appointedLetter(first?.command ?? ''),
    overdueLetter({
      retention: { what: 'The nightly clean-up', holds: 'Nothing has been deleted.' },
      round: overdueRound(catalog),
      sync: { what: 'The nightly look into Slack’s directory', holds: 'Changes still arrive as they happen.' },
    }),
  ]
}

/** The same, as an admin reads of them. */
const letterNames: LetterNames = {
  'check-in.question': () => 'check-in',
  'check-in.opened': () => 'report that a check-in is open',
  'check-in.closed': () => 'report on a check-in',
  'check-in.not-opened': () => 'report that a check-in was not opened',
  'check-in.test': () => 'test of the check-in’s question',
  'check-in.reminder': () => 'reminder of the check-in',
  'directory.welcome': () => 'welcome',
  'directory.appointed': () => 'word that they run the programme',
  'directory.manager-told': () => 'who is their manager here',
  'directory.manager-asked': () => 'a question whether somebody reports to them',
  'schedules.overdue': () => 'a notice that something has not started',
}

async function helpInWindow(ask: ClickAsk, commands: readonly Command[]): Promise<void> {
  await ask.ack()
  const read = await Promise.all(commands.map((command) => asReadBy(ask, command)))
  await showWindow(ask, helpWindow(read, homeLink(ask)))
}
