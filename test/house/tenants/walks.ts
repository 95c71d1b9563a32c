import * as assessment from '../../../src/assessment/store.ts'
import * as assessmentOwnData from '../../../src/assessment/store-own-data.ts'
import * as assessmentRecorded from '../../../src/assessment/store-recorded.ts'
import * as assessmentRetention from '../../../src/assessment/store-retention.ts'
import { dayAround } from '../../../src/calendar.ts'
import * as catalog from '../../../src/catalog/store.ts'
import * as roundsAdmin from '../../../src/check-in/admin/store.ts'
import * as roundsSchedule from '../../../src/check-in/admin/store-schedule.ts'
import * as checkIn from '../../../src/check-in/store.ts'
import * as checkInAnswers from '../../../src/check-in/store-answers.ts'
import * as checkInOwnData from '../../../src/check-in/store-own-data.ts'
import * as plan from '../../../src/check-in/store-plan.ts'
import * as reminders from '../../../src/check-in/store-reminders.ts'
import * as checkInRetention from '../../../src/check-in/store-retention.ts'
import * as rounds from '../../../src/check-in/store-rounds.ts'
import { sql } from '../../../src/db/sql.ts'
import * as admins from '../../../src/directory/admins/store.ts'
import * as audit from '../../../src/directory/audit/store.ts'
import * as enrolment from '../../../src/directory/enrolment/store.ts'
import * as enrolmentList from '../../../src/directory/enrolment/store-list.ts'
import * as enrolmentPeople from '../../../src/directory/enrolment/store-people.ts'
import * as managers from '../../../src/directory/managers/store.ts'
import * as managersImport from '../../../src/directory/managers/store-import.ts'
import * as programme from '../../../src/directory/programme/store.ts'
import * as settings from '../../../src/directory/settings/store.ts'
import * as sight from '../../../src/directory/sight/store.ts'
import * as directory from '../../../src/directory/store.ts'
import * as directoryKnown from '../../../src/directory/store-known.ts'
import * as directoryOwnData from '../../../src/directory/store-own-data.ts'
import * as directoryOwnRows from '../../../src/directory/store-own-rows.ts'
import * as directoryReader from '../../../src/directory/store-reader.ts'
import * as directoryRetention from '../../../src/directory/store-retention.ts'
import * as directoryWelcome from '../../../src/directory/store-welcome.ts'
import * as sync from '../../../src/directory/sync/store.ts'
import * as opsLetters from '../../../src/ops/store-letters.ts'
import * as opsOverdue from '../../../src/ops/store-overdue.ts'
import * as outbox from '../../../src/outbox/store.ts'
import * as attention from '../../../src/outbox/store-attention.ts'
import * as outboxOwnData from '../../../src/outbox/store-own-data.ts'
import * as sending from '../../../src/outbox/store-sending.ts'
import * as schedules from '../../../src/schedules/store.ts'
import * as installations from '../../../src/slack/store-installations.ts'
import {
  awayOfIvan,
  closedRound,
  failedLetter,
  letterToIvan,
  managersList,
  openRound,
  peopleList,
} from '../../support/filled.ts'
import {
  accountOf,
  asks,
  everywhere,
  type Here,
  lease,
  locks,
  newId,
  registered,
  skill,
  type Walk,
  walksOf,
  writes,
} from './walk.ts'

const later = new Date('2027-06-01T00:00:00Z')
const tomorrow = new Date('2026-11-21T10:00:00Z')
const day = '2026-11-20'
const given = { role: 'go', rank: 2, answers: new Map(), ratings: new Map(), note: 'A word.' }
const saving = { form: 'draft:x:tenants', content: 'draft:x:tenants:1', via: 'home' } as const
const claimed = `update letter set lease = '${lease}', free_at = clock_timestamp() + interval '1 minute'
  where id = '${letterToIvan}'`
const underWay = `${claimed}; update letter set state = 'sending' where id = '${letterToIvan}'`
const edited = `${claimed}; update letter set state = 'sent', lane = 'edit', channel = 'D1', ts = '1.1', sent_at = now(), shown = 1, revision = 2
  where id = '${letterToIvan}'`
const walking = `update directory_sync set lease = '${lease}', free_at = clock_timestamp() + interval '1 minute'`
const gone = `update person set active = false where slack_id = 'U3'`
const round = '00000000-0000-7000-8000-0000000004ff'
const asking = `delete from round;
  insert into round (workspace_id, id, skill, name, state, profile_version, opens_at, closes_at, settings)
    select id, '${round}', '${skill}', '2026-Q4', 'open', 1, '2026-11-19', '2026-12-03', '{"reminders": [3]}' from workspace;
  insert into check_in (workspace_id, round_id, person_id, state, ask_at)
    select workspace_id, '${round}', id, 'waiting', '2026-11-19' from person where slack_id = 'U1'`
const letter = ({ workspaceId, ivan }: Here) => ({
  workspaceId,
  key: 'new',
  kind: 'test',
  personId: ivan.id,
  notBefore: tomorrow,
})
const held = ({ workspaceId }: Here) => ({ workspaceId, id: letterToIvan, lease })
const of = ({ workspaceId }: Here) => ({
  workspaceId,
  skill,
  today: day,
  recorded: assessmentRecorded.peopleWithLevel(workspaceId, skill),
})
const named = (here: Here) => ({ slackId: here.leo.slackId, name: 'Renamed', zone: 'Asia/Tokyo' })
const readable = `update import set started_by = '00000000-0000-7000-8000-000000000002', state = 'dry-run',
  rows = case kind when 'managers' then '[[1, 0, "mark"], [2, "U1", "U2"]]' else '[{"slackId": "U3", "name": "Leo", "zone": null}]' end::jsonb,
  refused = '[]'`

const theRound = ({ workspaceId }: Here): rounds.Round => ({
  workspaceId,
  id: openRound,
  skill,
  name: '2026-Q4',
  state: 'open',
  profileVersion: 1,
  opensAt: new Date('2026-11-19T09:00:00Z'),
  closesAt: new Date('2026-12-03T09:00:00Z'),
  closedAt: undefined,
  settledAt: undefined,
  settings: { reminders: [3, 7, 12] },
  plannedTo: undefined,
})
const noRound = 'delete from round'
const noParts = 'delete from check_in'
const planned = ({ ana, now }: Here) => [
  { personId: ana.id, askAt: now, leftOut: null, remindAt: later, questionOnly: false },
]
const question = (here: Here) => ({
  workspaceId: here.workspaceId,
  kind: 'test',
  subject: openRound,
  expiresAt: later,
  keysBegin: 'new:',
})
const about = `update letter set subject = '${openRound}'`

/** How each function of each store is walked through, by its file. Another one fails until it has a line. */
export const walks: Readonly<Record<string, Readonly<Record<string, Walk>>>> = {
  'assessment/store.ts': walksOf(assessment, {
    onRecord: asks(async (tx, here) => (await assessment.onRecord(tx, registered, here.ivan, here.now)).standing),
    entriesOf: asks((tx, here) => assessment.entriesOf(tx, registered, here.ivan)),
    record: writes((tx, here) => assessment.record(tx, registered, here.ivan, given, { ...saving, now: here.now })),
    confirm: writes((tx, here) => assessment.confirm(tx, registered, here.ivan, { ...saving, now: here.now })),
    saveDraft: writes((tx, here) =>
      assessment.saveDraft(tx, registered, here.ivan, given, { step: 3, expiresAt: later, form: saving.form }),
    ),
    rewordedItems: everywhere('the wordings are of the release'),
    forgetExpired: everywhere('what nobody went on with ends everywhere'),
  }),
  'assessment/store-own-data.ts': walksOf(assessmentOwnData, {
    amountsOf: asks((tx, here) => assessmentOwnData.amountsOf(tx, here.ivan)),
    eraseAll: writes((tx, here) => assessmentOwnData.eraseAll(tx, here.ivan)),
    everythingOf: asks(async (tx, here) => {
      const { assessments, standings, drafts } = await assessmentOwnData.everythingOf(tx, here.ivan)
      return { assessments, standings, drafts }
    }),
  }),
  'assessment/store-recorded.ts': walksOf(assessmentRecorded, {
    peopleWithLevel: asks((tx, here) => tx.$queryRaw`${assessmentRecorded.peopleWithLevel(here.workspaceId, skill)}`),
  }),
  'assessment/store-retention.ts': walksOf(assessmentRetention, {
    forgetOldAssessments: writes((tx, here) =>
      assessmentRetention.forgetOldAssessments(tx, here.workspaceId, later, 9),
    ),
  }),
  'catalog/store.ts': walksOf(catalog, {
    registerWording: everywhere('the wordings are of the release'),
    assignSlots: everywhere('the wordings are of the release'),
    itemTexts: everywhere('the wordings are of the release'),
    wordingOf: everywhere('the wordings are of the release'),
  }),
  'check-in/admin/store.ts': walksOf(roundsAdmin, {
    numbersOf: asks((tx, here) => roundsAdmin.numbersOf(tx, theRound(here))),
    partsOf: asks(async (tx, here) =>
      (await roundsAdmin.partsOf(tx, theRound(here))).map(({ personId }) => personId).sort(),
    ),
    enrolledIn: asks((tx, here) => roundsAdmin.enrolledIn(tx, here.workspaceId, skill)),
    shownPeople: asks((tx, here) => roundsAdmin.shownPeople(tx, here.workspaceId, [here.ivan.id])),
    withLevel: asks((tx, here) =>
      roundsAdmin.withLevel(tx, assessmentRecorded.peopleWithLevel(here.workspaceId, skill)),
    ),
    lettersPerMinute: asks(
      (tx, here) => roundsAdmin.lettersPerMinute(tx, here.workspaceId),
      `update lane set per_minute = case workspace_id when 'T1' then 60 else 120 end`,
    ),
    exportedParts: asks((tx, here) => roundsAdmin.exportedParts(tx, theRound(here))),
  }),
  'check-in/admin/store-schedule.ts': walksOf(roundsSchedule, {
    opensOf: asks(
      (tx, here) => roundsSchedule.opensOf(tx, here.workspaceId, skill),
      `delete from schedule where kind = 'round';
      insert into schedule (workspace_id, kind, skill, cron) select id, 'round', '${skill}', '0 9 1 1 *' from workspace`,
    ),
    saveRhythm: writes((tx, here) =>
      roundsSchedule.saveRhythm(tx, here.workspaceId, skill, { reminders: [1], close: 9 }),
    ),
  }),
  'check-in/store-answers.ts': walksOf(checkInAnswers, {
    doorOf: asks((tx, here) => checkInAnswers.doorOf(tx, here.ivan, skill, 1)),
    latestLetter: asks(
      (tx, here) => checkInAnswers.latestLetter(tx, here.ivan, round),
      `update letter set state = 'sent', kind = 'check-in.question', subject = '${round}', channel = 'D1', ts = '1.1', sent_at = now(), shown = 1
        where id = '${letterToIvan}'`,
    ),
    isFirstQuestion: asks((tx, here) => checkInAnswers.isFirstQuestion(tx, here.ivan, round), asking),
    enrolledBy: asks(
      (tx, here) => checkInAnswers.enrolledBy(tx, here.ivan, skill),
      `update enrolment set source = 'picked';
      insert into audit (workspace_id, at, actor_id, act, subjects, detail)
        select a.workspace_id, now(), a.id, 'enrol.add', array[i.id], '{"skill": "${skill}"}'
        from person a join person i on i.workspace_id = a.workspace_id and i.slack_id = 'U1' where a.slack_id = 'U2'`,
    ),
    wordingAsked: asks((tx, here) => checkInAnswers.wordingAsked(tx, here.workspaceId, 'U1', skill, here.now), asking),
    nextOpening: asks(
      (tx, here) => checkInAnswers.nextOpening(tx, here.workspaceId, skill),
      `delete from schedule where kind = 'round';
      insert into schedule (workspace_id, kind, skill, cron, next_at) select id, 'round', '${skill}', '0 9 1 1 *', '2027-01-01' from workspace`,
    ),
  }),
  'check-in/store.ts': walksOf(checkIn, {
    partOf: asks((tx, here) => checkIn.partOf(tx, here.ivan, openRound)),
    answer: writes((tx, here) =>
      checkIn.answer(tx, here.ivan, openRound, { nth: 2, answer: 'confirmed', now: here.now }),
    ),
    skip: writes((tx, here) => checkIn.skip(tx, here.ivan, openRound, here.now)),
    noteAskAgain: writes((tx, here) => checkIn.noteAskAgain(tx, here.ivan, openRound, tomorrow, here.now)),
    leaveOut: writes((tx, here) => checkIn.leaveOut(tx, theRound(here), 9), 'update person set active = false'),
    closeParts: writes((tx, here) => checkIn.closeParts(tx, theRound(here), 'a:', 9)),
  }),
  'check-in/store-own-data.ts': walksOf(checkInOwnData, {
    countParts: asks((tx, here) => checkInOwnData.countParts(tx, here.ivan)),
    eraseParts: writes((tx, here) => checkInOwnData.eraseParts(tx, here.ivan)),
    everyPart: asks((tx, here) => checkInOwnData.everyPart(tx, here.ivan)),
  }),
  'check-in/store-plan.ts': walksOf(plan, {
    candidates: asks((tx, here) => plan.candidates(tx, theRound(here), [closedRound], 9), noParts),
    leftOutButHere: asks(
      (tx, here) => plan.leftOutButHere(tx, theRound(here), undefined, [closedRound], 9),
      `update check_in set state = 'left-out', left_out_reason = 'closed', remind_at = null where person_id = '00000000-0000-7000-8000-000000000001'`,
    ),
    calendarColumns: asks(
      (tx, here) =>
        tx.$queryRaw`select ${plan.calendarColumns(here.now)} from person p where p.workspace_id = ${here.workspaceId}`,
    ),
    addCheckIns: writes(
      (tx, here) => plan.addCheckIns(tx, theRound(here), planned(here), question(here), here.now),
      noParts,
    ),
    bringBack: writes(
      (tx, here) => plan.bringBack(tx, theRound(here), planned(here)),
      `update check_in set state = 'left-out', left_out_reason = 'closed', remind_at = null, answer = null, answered_at = null`,
    ),
    calledOff: asks(
      (tx, here) => plan.calledOff(tx, theRound(here), undefined, 9),
      `update letter set state = 'cancelled', reason = 'expired', kind = 'check-in.question', subject = '${openRound}', sent_at = null
        where id = '${letterToIvan}'`,
    ),
    candidatesOf: asks((tx, here) => plan.candidatesOf(tx, theRound(here), [here.ivan.id], [closedRound])),
    endParts: writes((tx, here) => plan.endParts(tx, theRound(here), [{ personId: here.ivan.id, leftOut: 'pause' }])),
    placeFor: asks((tx, here) => plan.placeFor(tx, here.workspaceId)),
  }),
  'check-in/store-reminders.ts': walksOf(reminders, {
    dueReminders: asks((tx, here) => reminders.dueReminders(tx, theRound(here), 'a:', here.now, 9)),
    noteLooked: writes((tx, here) =>
      reminders.noteLooked(tx, theRound(here), [
        { personId: here.ivan.id, reminders: 1, remindAt: later, askAgainAt: null },
      ]),
    ),
  }),
  'check-in/store-retention.ts': walksOf(checkInRetention, {
    forgetOldRounds: writes((tx, here) => checkInRetention.forgetOldRounds(tx, here.workspaceId, later, 9)),
  }),
  'check-in/store-rounds.ts': walksOf(rounds, {
    addRound: writes((tx, here) => rounds.addRound(tx, { ...theRound(here), id: newId() }), noRound),
    namesLike: asks((tx, here) => rounds.namesLike(tx, here.workspaceId, skill, '2026-Q4')),
    moveRound: writes((tx, here) => rounds.moveRound(tx, theRound(here), 'paused', here.now)),
    roundById: asks((tx, here) => rounds.roundById(tx, here.workspaceId, openRound)),
    runningRound: asks((tx, here) => rounds.runningRound(tx, here.workspaceId, skill)),
    latestRounds: asks((tx, here) => rounds.latestRounds(tx, here.workspaceId, skill, 1)),
    roundsToGoOnWith: everywhere('a scheduler goes on with all of them'),
    nextMoment: everywhere('a scheduler goes on with all of them'),
    currentRound: asks((tx, here) => rounds.currentRound(tx, here.workspaceId, skill, here.now)),
    lastClosed: asks((tx, here) => rounds.lastClosed(tx, theRound(here), 2)),
    holdRound: asks((tx, here) => rounds.holdRound(tx, here.workspaceId, openRound)),
    notePlannedTo: writes((tx, here) => rounds.notePlannedTo(tx, theRound(here), here.leo.id)),
    noteSettled: writes((tx, here) => rounds.noteSettled(tx, { ...theRound(here), id: closedRound }, here.now)),
    learnSizes: everywhere('it is about whole tables'),
    hasPeople: asks((tx, here) => rounds.hasPeople(tx, here.workspaceId, skill)),
  }),
  'directory/store.ts': walksOf(directory, {
    personBySlackId: asks((tx, here) => directory.personBySlackId(tx, here.workspaceId, 'U1')),
    noteWorkspace: writes(
      (tx, here) => directory.noteWorkspace(tx, here.workspaceId, 'Renamed', here.now),
      'update workspace set name = id',
    ),
    savePerson: writes((tx, here) =>
      directory.savePerson(tx, here.workspaceId, accountOf('U1', here.workspaceId), newId(), here.now),
    ),
    noteHomeOpened: writes((tx, here) => directory.noteHomeOpened(tx, here.ivan, here.now)),
  }),
  'directory/store-known.ts': walksOf(directoryKnown, {
    savePeople: writes((tx, here) =>
      directoryKnown.savePeople(
        tx,
        here.workspaceId,
        [{ ...accountOf('U1', here.workspaceId), id: newId() }],
        here.now,
      ),
    ),
    forgottenAmong: asks((tx, here) => directoryKnown.forgottenAmong(tx, here.workspaceId, ['U1', 'U9'])),
    peopleBySlackId: asks((tx, here) => directoryKnown.peopleBySlackId(tx, here.workspaceId, ['U1', 'U2'])),
    removePeople: writes((tx, here) => directoryKnown.removePeople(tx, here.workspaceId, [here.leo.id])),
  }),
  'directory/store-own-data.ts': walksOf(directoryOwnData, {
    holdAccount: locks((tx, here) => directoryOwnData.holdAccount(tx, here.workspaceId, 'U1')),
    isForgotten: asks((tx, here) => directoryOwnData.isForgotten(tx, here.workspaceId, 'U9')),
    addMark: writes((tx, here) => directoryOwnData.addMark(tx, here.workspaceId, 'U1', here.now)),
    removeMark: writes((tx, here) => directoryOwnData.removeMark(tx, here.workspaceId, 'U9', here.now)),
    personAsStored: asks((tx, here) => directoryOwnData.personAsStored(tx, here.ivan)),
    lockPerson: asks((tx, here) => directoryOwnData.lockPerson(tx, here.ivan, 'U1')),
    blankPerson: writes((tx, here) => directoryOwnData.blankPerson(tx, here.ivan, here.now)),
    erasedAt: asks(
      (tx, here) => directoryOwnData.erasedAt(tx, here.leo),
      `update person set slack_id = null, name = null, zone = null, synced_at = null, erased_at = '2026-11-19' where slack_id = 'U3'`,
    ),
  }),
  'directory/store-own-rows.ts': walksOf(directoryOwnRows, {
    ownAmounts: asks((tx, here) => directoryOwnRows.ownAmounts(tx, here.ivan)),
    eraseOwnRows: writes((tx, here) => directoryOwnRows.eraseOwnRows(tx, here.ivan)),
    eraseLists: writes((tx, here) => directoryOwnRows.eraseLists(tx, here.ivan)),
    ownRows: asks((tx, here) => directoryOwnRows.ownRows(tx, here.ivan)),
  }),
  'directory/store-reader.ts': walksOf(directoryReader, {
    readerOf: asks((tx, here) => directoryReader.readerOf(tx, here.workspaceId, here.ivan.id)),
    noteUnreachable: writes((tx, here) =>
      directoryReader.noteUnreachable(tx, here.workspaceId, here.ivan.id, 'is_inactive'),
    ),
  }),
  'directory/store-retention.ts': walksOf(directoryRetention, {
    forgetLists: writes((tx, here) => directoryRetention.forgetLists(tx, here.workspaceId, later, 9)),
    forgetAbsences: writes((tx, here) => directoryRetention.forgetAbsences(tx, here.workspaceId, later, 9)),
    forgetOpenings: writes((tx, here) => directoryRetention.forgetOpenings(tx, here.workspaceId, later, 9)),
  }),
  'directory/store-welcome.ts': walksOf(directoryWelcome, {
    placeOf: asks((tx, here) => directoryWelcome.placeOf(tx, here.workspaceId)),
  }),
  'directory/admins/store.ts': walksOf(admins, {
    isAppointed: asks((tx, here) => admins.isAppointed(tx, here.workspaceId, 'U1')),
    holdWorkspace: locks((tx, here) => admins.holdWorkspace(tx, here.workspaceId)),
    adminsAmong: asks((tx, here) => admins.adminsAmong(tx, here.workspaceId, ['U3'])),
    goneAmong: asks((tx, here) => admins.goneAmong(tx, here.workspaceId, ['U1', 'U3']), gone),
    addAdmins: writes((tx, here) => admins.addAdmins(tx, here.workspaceId, [here.leo.id], here.ana.id, here.now)),
    removeAdmins: writes((tx, here) => admins.removeAdmins(tx, here.workspaceId, [here.ivan.id])),
    appointedAmong: asks((tx, here) => admins.appointedAmong(tx, here.workspaceId, ['U1', 'U3'])),
    appointmentOf: asks((tx, here) => admins.appointmentOf(tx, here.workspaceId, here.ivan.id)),
  }),
  'directory/audit/store.ts': walksOf(audit, {
    note: writes((tx, here) =>
      audit.note(
        tx,
        { workspaceId: here.workspaceId, actorId: here.ana.id, act: 'enrol.add', subjects: [here.ivan.id] },
        here.now,
      ),
    ),
    noteRead: writes((tx, { workspaceId, ana, leo, now }) =>
      audit.noteRead(
        tx,
        { workspaceId, viewerId: ana.id, ownerId: leo.id, as: 'admin', day: dayAround(now, 'UTC') },
        now,
      ),
    ),
    linesOf: asks((tx, here) =>
      audit.linesOf(tx, here.workspaceId, { filter: 'everything', about: here.ivan.id, limit: 50, named: 3 }),
    ),
    readersOf: asks((tx, here) => audit.readersOf(tx, here.ivan, { limit: 50 }, here.now)),
    idOf: asks((tx, here) => audit.idOf(tx, here.workspaceId, 'U1')),
    slackIdOf: asks((tx, here) => audit.slackIdOf(tx, here.ivan)),
    forgetLinesBefore: writes((tx, here) => audit.forgetLinesBefore(tx, here.workspaceId, later, 9)),
    auditAbout: asks((tx, here) => audit.auditAbout(tx, here.ivan)),
  }),
  'directory/enrolment/store.ts': walksOf(enrolment, {
    enrolledSince: asks((tx, here) => enrolment.enrolledSince(tx, here.ivan, skill)),
    addEnrolment: writes((tx, here) => enrolment.addEnrolment(tx, here.leo, skill, 'self', here.now)),
    endEnrolment: writes((tx, here) => enrolment.endEnrolment(tx, here.ivan, skill)),
  }),
  'directory/enrolment/store-list.ts': walksOf(enrolmentList, {
    freshMembers: asks((tx, here) => enrolmentList.freshMembers(tx, here.workspaceId, ['U1', 'U2'], new Date(0))),
    enrolledAmong: asks((tx, here) => enrolmentList.enrolledAmong(tx, here.workspaceId, skill, ['U1', 'U3'])),
    saveList: writes((tx, here) =>
      enrolmentList.saveList(
        tx,
        here.ana,
        { id: newId(), list: { ready: [named(here)], enrolled: 1, refused: [] }, at: here.now },
        later,
      ),
    ),
    takeList: asks((tx, here) => enrolmentList.takeList(tx, here.ana, peopleList, here.now), readable),
    closeList: writes((tx, here) => enrolmentList.closeList(tx, here.workspaceId, peopleList, 'discarded'), readable),
    leftAmong: asks((tx, here) => enrolmentList.leftAmong(tx, here.workspaceId, ['U1', 'U3']), gone),
    enrolAll: writes((tx, here) =>
      enrolmentList.enrolAll(tx, here.workspaceId, skill, { slackIds: ['U3'], source: 'picked' }, here.now),
    ),
    unenrolAll: writes((tx, here) => enrolmentList.unenrolAll(tx, here.workspaceId, skill, ['U1'])),
  }),
  'directory/enrolment/store-people.ts': walksOf(enrolmentPeople, {
    amountsOf: asks((tx, here) => enrolmentPeople.amountsOf(tx, of(here))),
    pageOf: asks((tx, here) => enrolmentPeople.pageOf(tx, of(here), { skill, filter: 'everybody', page: 0 })),
    enrolledById: asks((tx, here) => enrolmentPeople.enrolledById(tx, of(here), here.ivan.id)),
    enrolledBySlackId: asks((tx, here) => enrolmentPeople.enrolledBySlackId(tx, of(here), 'U1')),
    exportedPeople: asks((tx, here) => enrolmentPeople.exportedPeople(tx, of(here))),
  }),
  'directory/managers/store.ts': walksOf(managers, {
    holdManagers: locks((tx, here) => managers.holdManagers(tx, here.workspaceId)),
    linksOf: asks((tx, here) => managers.linksOf(tx, here.ivan)),
    linkAt: asks((tx, here) =>
      managers.linkAt(tx, here.workspaceId, {
        personId: here.ivan.id,
        source: 'csv',
        since: new Date('2026-11-20T09:00:00Z'),
      }),
    ),
    waitingFor: asks((tx, here) => managers.waitingFor(tx, here.leo)),
    unsettledLinks: asks((tx, here) => managers.unsettledLinks(tx, here.workspaceId, 9)),
    circleWith: asks((tx, here) => managers.circleWith(tx, here.ana, here.leo.id)),
    saveLink: writes((tx, { workspaceId, ana, leo, now }) =>
      managers.saveLink(tx, workspaceId, {
        personId: ana.id,
        managerId: leo.id,
        source: 'self',
        state: 'waiting',
        since: now,
      }),
    ),
    overtake: writes((tx, here) => managers.overtake(tx, here.ivan, here.leo.id)),
    moveLink: writes((tx, here) =>
      managers.moveLink(
        tx,
        here.workspaceId,
        { personId: here.ivan.id, source: 'csv', since: new Date('2026-11-20T09:00:00Z') },
        'in-force',
        'disputed',
        here.now,
      ),
    ),
    removeLink: writes((tx, here) => managers.removeLink(tx, here.ivan, 'self')),
    isInAnyCheckIn: asks((tx, here) => managers.isInAnyCheckIn(tx, here.ivan)),
    nameOf: asks((tx, here) => managers.nameOf(tx, here.ivan)),
  }),
  'directory/managers/store-import.ts': walksOf(managersImport, {
    saveImport: writes((tx, { workspaceId, ana, now }) =>
      managersImport.saveImport(
        tx,
        { workspaceId, startedBy: ana.id },
        { id: newId(), at: now, total: 1, silent: 0, lines: [], refused: [], described: [], mark: '' },
        later,
      ),
    ),
    takeImport: asks(
      (tx, { workspaceId, ana, now }) =>
        managersImport.takeImport(tx, { workspaceId, startedBy: ana.id }, managersList, now),
      readable,
    ),
    closeImport: writes(
      (tx, here) => managersImport.closeImport(tx, here.workspaceId, managersList, 'discarded'),
      readable,
    ),
    freshAmong: asks((tx, here) => managersImport.freshAmong(tx, here.workspaceId, ['U1', 'U2'], new Date(0))),
    outsidersAmong: asks((tx, here) => managersImport.outsidersAmong(tx, here.workspaceId, ['U1', 'U3']), gone),
    linkFacts: asks((tx, here) => managersImport.linkFacts(tx, here.workspaceId)),
    holdPairs: asks((tx, here) => managersImport.holdPairs(tx, here.workspaceId, [{ person: 'U2', manager: 'U3' }])),
    linkAll: writes((tx, { workspaceId, ana, leo, now }) =>
      managersImport.linkAll(tx, workspaceId, [{ personId: ana.id, managerId: leo.id }], now),
    ),
    inAnyCheckIn: asks((tx, here) => managersImport.inAnyCheckIn(tx, here.workspaceId, [here.ivan.id, here.leo.id])),
  }),
  'directory/programme/store.ts': walksOf(programme, {
    contactOf: asks((tx, here) => programme.contactOf(tx, here.workspaceId)),
    programmeOf: asks((tx, here) => programme.programmeOf(tx, here.workspaceId, here.now)),
    saveContact: writes((tx, here) => programme.saveContact(tx, here.workspaceId, here.ana.id)),
    saveCalendar: writes((tx, here) =>
      programme.saveCalendar(tx, here.workspaceId, { zone: 'Asia/Tokyo', hours: { from: 600, to: 660, days: 1 } }),
    ),
    saveManagerField: writes((tx, here) => programme.saveManagerField(tx, here.workspaceId, 'Boss')),
    saveHolidays: writes((tx, here) =>
      programme.saveHolidays(tx, here.workspaceId, [{ day: '2026-12-24', name: 'Eve' }], day),
    ),
    presetHolidays: writes(
      (tx, here) => programme.presetHolidays(tx, here.workspaceId, here.now),
      'delete from holiday',
    ),
    lastChange: asks((tx, here) => programme.lastChange(tx, here.workspaceId, ['enrol.add'])),
  }),
  'directory/settings/store.ts': walksOf(settings, {
    ownSettings: asks((tx, here) => settings.ownSettings(tx, here.ivan)),
    setHours: writes((tx, here) => settings.setHours(tx, here.ivan, { from: 600, to: 660, days: 1 })),
    setSharing: writes((tx, here) =>
      settings.setSharing(tx, here.ivan, { notesToManager: false, notesToMentor: true }),
    ),
    holdRows: asks((tx, here) => settings.holdRows(tx, here.ivan, [here.ana.id])),
    absencesOf: asks((tx, here) => settings.absencesOf(tx, here.ivan, day)),
    addAbsence: writes((tx, here) =>
      settings.addAbsence(tx, here.ivan, { kind: 'pause', firstDay: day, lastDay: '2026-12-01' }, newId()),
    ),
    removeAbsence: writes((tx, here) => settings.removeAbsence(tx, here.ivan, awayOfIvan)),
    openingsOf: asks((tx, here) => settings.openingsOf(tx, here.ivan, day)),
    replaceOpenings: writes((tx, here) =>
      settings.replaceOpenings(tx, here.ivan, [{ viewerId: here.ana.id, until: '2027-01-01' }]),
    ),
    exclusionsOf: asks((tx, here) => settings.exclusionsOf(tx, here.ivan)),
    replaceExclusions: writes((tx, here) => settings.replaceExclusions(tx, here.ivan, [here.leo.id])),
  }),
  'directory/sight/store.ts': walksOf(sight, {
    between: asks((tx, here) => sight.between(tx, here.ana, { ownerSlackId: 'U1', skill, adminIds: [] }, here.now)),
    whoSees: asks((tx, here) => sight.whoSees(tx, here.ivan, skill, here.now)),
    holdLook: locks((tx, here) => sight.holdLook(tx, here.ana, here.ivan.id)),
  }),
  'directory/sync/store.ts': walksOf(sync, {
    updatePeople: writes((tx, here) =>
      sync.updatePeople(
        tx,
        here.workspaceId,
        [
          {
            slackId: 'U1',
            name: 'Renamed',
            zone: null,
            kind: 'member',
            active: true,
            away: false,
            awayUntil: null,
            updated: later,
          },
        ],
        here.now,
      ),
    ),
    isAnyHere: asks((tx, here) => sync.isAnyHere(tx, here.workspaceId, ['U1'])),
    endLinksTo: writes((tx, here) => sync.endLinksTo(tx, here.workspaceId, [here.ana.id])),
    askForWalk: writes(
      (tx, here) => sync.askForWalk(tx, here.workspaceId, here.now),
      `update directory_sync set phase = 'fields'`,
    ),
    claimWalk: everywhere('a worker takes whichever walk is due'),
    untilNextStep: everywhere('a worker takes whichever walk is due'),
    goOn: writes(
      (tx, { workspaceId, now }) =>
        sync.goOn(
          tx,
          { workspaceId, lease, phase: 'members', cursor: null, afterPerson: null },
          { phase: 'members', cursor: 'next', afterPerson: null, calls: 1, changed: 1, wait: 0 },
          now,
        ),
      walking,
    ),
    walked: asks((tx, here) => sync.walked(tx, here.workspaceId), 'update directory_sync set calls = 3'),
    managerFieldOf: asks(
      (tx, here) => sync.managerFieldOf(tx, here.workspaceId),
      `update workspace set settings = '{"managerField": "Boss"}'`,
    ),
    nextToRead: asks(
      (tx, here) => sync.nextToRead(tx, here.workspaceId, null),
      `delete from manager_link where source = 'csv'`,
    ),
  }),
  'ops/store-letters.ts': walksOf(opsLetters, {
    holdLetter: locks((tx, here) => opsLetters.holdLetter(tx, here.workspaceId, letterToIvan)),
  }),
  'ops/store-overdue.ts': walksOf(opsOverdue, {
    isDone: asks(
      (tx, { workspaceId }) => opsOverdue.isDone(tx, { workspaceId, kind: 'retention', skill: '' }, new Date(0)),
      'update slot set done_at = now()',
    ),
    membersAmong: asks((tx, here) => opsOverdue.membersAmong(tx, here.workspaceId, ['U1', 'U2'])),
  }),
  'outbox/store.ts': walksOf(outbox, {
    post: writes((tx, here) => outbox.post(tx, letter(here), here.now, newId)),
    postAll: writes((tx, here) => outbox.postAll(tx, here.workspaceId, [letter(here)], here.now)),
    postingFrom: writes(
      (tx, here) =>
        tx.$executeRaw`${outbox.postingFrom(
          sql`select 'new' as key, ${here.ivan.id}::uuid as person_id, ${tomorrow}::timestamptz as not_before`,
          question(here),
          here.now,
        )}`,
    ),
    holdAbout: writes(
      (tx, here) => outbox.holdAbout(tx, here.workspaceId, openRound, later, 'paused', here.now),
      about,
    ),
    releaseAbout: writes(
      (tx, here) => outbox.releaseAbout(tx, here.workspaceId, openRound, 'paused', here.now),
      `${about}; update letter set reason = 'paused' where id = '${letterToIvan}'`,
    ),
    cancelAbout: writes((tx, here) => outbox.cancelAbout(tx, here.workspaceId, openRound, 'over', here.now), about),
    reviveAll: writes(
      (tx, here) =>
        outbox.reviveAll(tx, here.workspaceId, [{ key: `a:${here.ivan.id}`, notBefore: tomorrow }], here.now),
      `update letter set state = 'cancelled', reason = 'left_out' where id = '${letterToIvan}'`,
    ),
    revise: writes((tx, here) => outbox.revise(tx, here.workspaceId, `a:${here.ivan.id}`, here.now)),
    cancel: writes((tx, here) => outbox.cancel(tx, here.workspaceId, `a:${here.ivan.id}`, 'nothing_to_say', here.now)),
    askHeldAgain: writes(
      (tx, here) => outbox.askHeldAgain(tx, here.workspaceId, here.now),
      `update letter set reason = 'night', not_before = '2027-01-01' where id = '${letterToIvan}'`,
    ),
    cancelAllTo: writes((tx, here) =>
      outbox.cancelAllTo(tx, here.workspaceId, [here.ivan.id], 'account_closed', here.now),
    ),
    openLanes: writes((tx, here) => outbox.openLanes(tx, here.workspaceId), 'delete from lane'),
    countsOf: asks((tx, here) => outbox.countsOf(tx, here.workspaceId, here.now)),
    lettersIn: asks((tx, here) => outbox.lettersIn(tx, here.workspaceId, 'waiting', { limit: 9 })),
    letterById: asks((tx, here) => outbox.letterById(tx, here.workspaceId, letterToIvan)),
    tryAgain: writes((tx, here) => outbox.tryAgain(tx, here.workspaceId, 'failed', here.now)),
    markSent: writes((tx, here) => outbox.markSent(tx, here.workspaceId, failedLetter, here.now)),
    giveUp: writes((tx, here) => outbox.giveUp(tx, here.workspaceId, failedLetter, here.now)),
    forgetEnded: writes((tx, here) => outbox.forgetEnded(tx, here.workspaceId, later)),
  }),
  'outbox/store-attention.ts': walksOf(attention, {
    holdWeeks: locks((tx, here) => attention.holdWeeks(tx, here.workspaceId, [here.ivan.id])),
    lettersInWeek: asks((tx, here) =>
      attention.lettersInWeek(
        tx,
        { workspaceId: here.workspaceId, id: failedLetter },
        here.ivan.id,
        ['test'],
        new Date(0),
        here.now,
      ),
    ),
  }),
  'outbox/store-own-data.ts': walksOf(outboxOwnData, {
    countLettersTo: asks((tx, here) => outboxOwnData.countLettersTo(tx, here.ivan)),
    eraseLettersTo: writes((tx, here) => outboxOwnData.eraseLettersTo(tx, here.ivan)),
    lettersTo: asks((tx, here) => outboxOwnData.lettersTo(tx, here.ivan)),
  }),
  'outbox/store-sending.ts': walksOf(sending, {
    claim: everywhere('a worker takes whichever lane’s turn it is'),
    mark: writes((tx, here) => sending.mark(tx, held(here), here.now, 60), claimed),
    confirm: writes((tx, here) => sending.confirm(tx, held(here), { channel: 'D1', ts: '1.1' }, 1, here.now), underWay),
    placeOnRecord: asks((tx, here) => sending.placeOnRecord(tx, held(here)), edited),
    confirmEdit: writes((tx, here) => sending.confirmEdit(tx, held(here), 2), edited),
    dropEdit: writes((tx, here) => sending.dropEdit(tx, held(here), 2, 'message_not_found'), edited),
    hold: writes((tx, here) => sending.hold(tx, held(here), later, 'night', here.now), claimed),
    release: writes((tx, here) => sending.release(tx, held(here), { undone: true }), underWay),
    end: writes((tx, here) => sending.end(tx, held(here), 'failed', 'is_inactive', here.now), underWay),
    pauseLane: writes((tx, here) => sending.pauseLane(tx, here.workspaceId, 'post', 60_000)),
    stopLanes: writes((tx, here) => sending.stopLanes(tx, here.workspaceId, 'token_revoked')),
    turnToLook: writes((tx, here) => sending.turnToLook(tx, held(here), 60), underWay),
    untilTurnToLook: locks((tx, here) => sending.untilTurnToLook(tx, held(here)), underWay),
    untilNextTurn: everywhere('a worker takes whichever lane’s turn it is'),
    nextDue: everywhere('a worker takes whichever lane’s turn it is'),
  }),
  'schedules/store.ts': walksOf(schedules, {
    planAnew: writes((tx, here) => schedules.planAnew(tx, here.workspaceId, new Date(0))),
    ensureSchedules: everywhere('every workspace has the usual schedules'),
    saveSchedule: writes((tx, { workspaceId }) =>
      schedules.saveSchedule(tx, { workspaceId, kind: 'retention', skill: '', cron: '1 1 * * *' }),
    ),
    unplannedSchedules: everywhere('a scheduler plans all of them'),
    planSchedule: writes((tx, { workspaceId }) =>
      schedules.planSchedule(tx, { workspaceId, kind: 'sync', skill: '', cron: '0 2 * * *', zone: 'UTC' }, later),
    ),
    dueSchedules: everywhere('a scheduler does all of them'),
    nextDue: everywhere('a scheduler does all of them'),
    takeSlot: writes((tx, { workspaceId, now }) => {
      const nextAt = new Date('2026-11-20T09:00:00Z')
      const due = { workspaceId, kind: 'retention', skill: '', cron: '17 3 * * *', zone: 'UTC', nextAt } as const
      return schedules.takeSlot(tx, due, nextAt, later, now)
    }),
  }),
  'slack/store-installations.ts': walksOf(installations, {
    installationOf: asks((tx, here) => installations.installationOf(tx, here.workspaceId)),
    holdInstallation: asks((tx, here) => installations.holdInstallation(tx, here.workspaceId)),
    saveInstallation: writes((tx, { workspaceId: teamId, now }) =>
      installations.saveInstallation(tx, { teamId, botId: 'B2', botUserId: 'U0', scopes: [] }, undefined, now),
    ),
    saveTold: writes((tx, { workspaceId: teamId }) =>
      installations.saveTold(tx, { teamId, botId: 'B2', botUserId: 'U0', scopes: [] }),
    ),
    linkWorkspace: writes(
      (tx, here) => installations.linkWorkspace(tx, here.workspaceId, here.workspaceId),
      'update workspace set installation_id = null',
    ),
    stopLanes: writes((tx, here) => installations.stopLanes(tx, here.workspaceId, 'token_revoked')),
    startLanes: writes(
      (tx, here) => installations.startLanes(tx, here.workspaceId),
      `update lane set stopped = 'token_revoked'`,
    ),
    revoke: writes((tx, here) => installations.revoke(tx, here.workspaceId, here.now)),
    sealedTokens: everywhere('all tokens are sealed anew with a new key'),
    holdSealedOtherwise: everywhere('all tokens are sealed anew with a new key'),
    saveResealed: writes((tx, here) =>
      installations.saveResealed(tx, here.workspaceId, 'k2', new Uint8Array(40), null),
    ),
  }),
}
