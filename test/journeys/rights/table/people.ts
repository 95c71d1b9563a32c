import { enrolIds as enrol, peopleIds as ids } from '../../../../src/directory/enrolment/ids.ts'
import { cast, colleagues } from '../cast.ts'
import { press, send, shown, typed } from '../deeds.ts'
import { admins, adminsInWindow, oneAdmin, type Row, reads, withForeignIds, writes } from '../outcomes.ts'
import { adminHelp, people } from './surfaces.ts'

const secondPage = shown('admin', press(ids.next, people))
const adding = shown('admin', press(enrol.open, people))
const chosen = { [enrol.people]: [colleagues.leila, cast['not enrolled']] }
const checked = shown('admin', send(enrol.check, adding, chosen))

const list = reads('directory.people')
const form = reads(enrol.check)
const checks = writes(enrol.apply, 'import')

/** Who is in the check-in, and who takes people in and out. */
export const peopleRows: readonly Row[] = [
  admins(typed('admin people'), list),
  admins(press(ids.open, adminHelp), list),
  adminsInWindow(press(ids.filter, people, 'no-level'), list),
  withForeignIds(list, adminsInWindow(press(ids.find, people, cast.member), list)),
  adminsInWindow(press(ids.next, people), list),
  adminsInWindow(press(ids.previous, secondPage), list),
  withForeignIds(list, adminsInWindow(press(ids.remove, people), writes('directory.people', 'audit', 'enrolment'))),
  adminsInWindow(press(ids.csv, people), writes('directory.people.attached', 'audit')),
  adminsInWindow(press(enrol.open, people), form),
  withForeignIds(checks, adminsInWindow(send(enrol.check, adding, chosen), checks)),
  withForeignIds(
    list,
    oneAdmin(send(enrol.apply, checked), writes('directory.people', 'audit', 'enrolment', 'import'), list),
  ),
  admins(typed('admin enrol'), form),
  withForeignIds(checks, admins(typed(`admin enrol <@${cast['not enrolled']}|grace>`), checks)),
  admins(typed('admin enrol <#C0PLATFORM|platform>'), checks),
  admins(typed('admin enrol everyone'), checks),
  withForeignIds(
    reads('directory.enrol.removed'),
    admins(typed(`admin remove <@${cast.member}|ivan>`), writes('directory.enrol.removed', 'audit', 'enrolment')),
  ),
]
