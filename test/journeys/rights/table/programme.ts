import { ids as audit } from '../../../../src/directory/audit/views.ts'
import type { Part } from '../../../../src/directory/programme/flow.ts'
import { fields, saveIds } from '../../../../src/directory/programme/form.ts'
import { changeIds, ids } from '../../../../src/directory/programme/views.ts'
import { ids as letters } from '../../../../src/ops/form-letters.ts'
import { cast, colleagues } from '../cast.ts'
import { type Entered, press, search, send, shown, typed } from '../deeds.ts'
import { admins, adminsInWindow, everybody, type Row, reads, withForeignIds, writes } from '../outcomes.ts'
import { record } from './level.ts'
import { adminHelp } from './surfaces.ts'

const hub = shown('admin', typed('admin settings'))
const formOf = (part: Part) => shown('admin', press(changeIds[part], hub))

function part(which: Part, entered: Readonly<Record<string, Entered>>, ...tables: readonly string[]): readonly Row[] {
  return [
    adminsInWindow(press(changeIds[which], hub), reads(saveIds[which])),
    adminsInWindow(send(saveIds[which], formOf(which), entered), writes('nothing', 'audit', ...tables)),
  ]
}

/** The same where people are named in the form. */
function partWithPeople(...given: Parameters<typeof part>): readonly Row[] {
  const unknown = 'Slack knows nobody of that id here; choose the name from the list that appears while typing.'
  return part(...given).map((row, at) => (at === 0 ? row : withForeignIds(reads(`“${unknown}”`), row)))
}

const refused = reads('directory.admins.refused')
const changesAdmins = (...more: readonly string[]) => writes('directory.admins.changed', 'admin', 'audit', ...more)

const log = shown('admin', typed('admin audit'))
const about = shown('admin', press(audit.person, log, cast.member))
const secondPage = shown('admin', press(audit.older, log))
const lines = reads('directory.audit')
const own = reads('directory.readers')

const list = shown('admin', typed('admin letters'))
const nextLetters = shown('admin', press(letters.next, list))
const letter = reads('ops.letters')
const changed = writes('ops.letters', 'audit', 'letter')

/** What admins set, read and look after. */
export const programmeRows: readonly Row[] = [
  admins(typed('admin'), reads('ops.admin')),
  admins(typed('admin nonsense'), reads('ops.admin.unknown-word')),

  admins(typed('admin settings'), reads('directory.programme')),
  admins(press(ids.open, adminHelp), reads('directory.programme')),
  ...partWithPeople('contact', { [fields.person]: colleagues.leila }, 'person', 'workspace'),
  ...partWithPeople('admins', { [fields.people]: [cast.appointed, colleagues.leila] }, 'admin', 'letter', 'person'),
  ...part('calendar', { [fields.start]: '10:00' }, 'workspace'),
  ...part('holidays', { [fields.dates]: '2026-12-24' }, 'holiday', 'workspace'),
  ...part('manager-field', { [fields.label]: 'Manager' }, 'workspace'),
  // Names of zones are no secret.
  everybody(search(fields.zone, formOf('calendar'), 'berl'), reads('some choices')),
  withForeignIds(
    refused,
    admins(typed(`admin appoint <@${colleagues.leila}|leila>`), changesAdmins('letter', 'person')),
  ),
  withForeignIds(refused, admins(typed(`admin dismiss <@${cast.appointed}|zuzanna>`), changesAdmins())),

  everybody(typed('readers'), own),
  everybody(press(audit.readers, record), own),
  admins(typed('admin audit'), lines),
  admins(press(audit.open, adminHelp), lines),
  adminsInWindow(press(audit.filter, log, 'exports'), lines),
  withForeignIds(lines, adminsInWindow(press(audit.person, log, cast.member), lines)),
  withForeignIds(lines, adminsInWindow(press(audit.everybody, about), lines)),
  withForeignIds(lines, adminsInWindow(press(audit.older, log), lines)),
  withForeignIds(lines, adminsInWindow(press(audit.newer, secondPage), lines)),
  adminsInWindow(press(audit.csv, log), writes('directory.audit.csv.attached', 'audit')),

  admins(typed('admin letters'), letter),
  admins(press(letters.open, adminHelp), letter),
  adminsInWindow(press(letters.filter, list, 'waiting'), letter),
  withForeignIds(letter, adminsInWindow(press(letters.next, list), letter)),
  withForeignIds(letter, adminsInWindow(press(letters.previous, nextLetters), letter)),
  withForeignIds(letter, adminsInWindow(press(letters.menu, list, 'details'), reads('ops.letter'))),
  adminsInWindow(press(letters.retryAll, list), changed),
  ...['again', 'sent', 'give-up'].map((act) =>
    withForeignIds(letter, adminsInWindow(press(letters.menu, list, act), changed)),
  ),
]
