import { userObject } from '../../../../sandbox/users.ts'
import { ids as imports } from '../../../../src/directory/managers/form-import.ts'
import { ids } from '../../../../src/directory/managers/views.ts'
import { cast, colleagues, company, type Kind } from '../cast.ts'
import { happens, inMessage, press, send, shown, typed } from '../deeds.ts'
import {
  admins,
  adminsInWindow,
  everybody,
  members,
  oneAdmin,
  type Row,
  reads,
  withForeignIds,
  writes,
} from '../outcomes.ts'
import { opened, people, tab } from './surfaces.ts'

const own = inMessage(tab)
const asked = inMessage(shown('manager', opened))

const now = reads('directory.manager-now')
const settled = reads('directory.manager-settled')
const settledInWindow = reads('directory.manager')
const listed = reads('directory.people')

/** Whoever was named, and admins. */
function settling(id: string, ...more: readonly string[]): readonly Row[] {
  const settles = writes('directory.manager-settled', 'audit', 'manager_link')
  const settlesInList = writes('directory.people', 'audit', 'manager_link', ...more)
  return [
    withForeignIds(
      settled,
      members(press(id, asked), settled, {
        newcomer: writes('directory.manager-settled', 'person'),
        manager: settles,
        admin: settles,
        appointed: settles,
        gone: settled,
      }),
    ),
    withForeignIds(
      listed,
      members(press(id, people), settledInWindow, {
        newcomer: writes('directory.manager', 'person'),
        admin: settlesInList,
        appointed: settlesInList,
        gone: settledInWindow,
      }),
    ),
  ]
}

const importing = shown('admin', typed('admin import'))
const lines = `${colleagues.jonas},${cast.manager}\nnobody,${cast.manager}`
const checked = shown('admin', send(imports.check, importing, { [imports.paste]: lines }))
const list = reads(imports.apply)
const form = reads(imports.check)

/** Somebody under another name, as Slack tells of it today. */
const renamed = (slackId: string) => {
  const [first] = company.people
  const person = company.people.find(({ id }) => id === slackId) ?? first
  const told = person && { ...person, id: slackId, handle: 'renamed' }
  return { user: told && userObject(told, company, Date.parse('2026-11-23T10:00:00Z')) }
}
const withRow: readonly Kind[] = [
  'member',
  'not enrolled',
  'manager',
  'admin',
  'appointed',
  'guest by now',
  'closed',
  'closed admin',
]
/** What Slack tells changes rows that are there, and makes none. */
const noted = Object.fromEntries(withRow.map((kind) => [kind, writes('nothing', 'person')]))

/** Who leads whom, lists of it, and what Slack tells of accounts. */
export const managerRows: readonly Row[] = [
  // A button about somebody else’s manager tells of one’s own.
  withForeignIds(
    now,
    members(press(ids.notMyManager, own), now, {
      member: writes('directory.manager-disputed', 'audit', 'manager_link'),
      newcomer: writes('directory.manager-now', 'person'),
      gone: settled,
    }),
  ),
  ...settling(ids.confirm, 'letter'),
  ...settling(ids.refuse),
  admins(typed('admin import'), form),
  adminsInWindow(press(imports.open, people), form),
  withForeignIds(
    writes(imports.apply, 'audit', 'import'),
    adminsInWindow(
      send(imports.check, importing, { [imports.paste]: lines }),
      writes(imports.apply, 'audit', 'import'),
    ),
  ),
  withForeignIds(
    list,
    oneAdmin(send(imports.apply, checked), writes(imports.apply, 'audit', 'import', 'letter', 'manager_link'), list),
  ),
  withForeignIds(form, adminsInWindow(press(imports.back, checked), form)),
  withForeignIds(list, oneAdmin(press(imports.csv, checked), writes('directory.import.attached', 'audit'), list)),
  everybody(happens('user_change', renamed), reads('nothing'), noted),
  everybody(happens('team_join', renamed), reads('nothing'), noted),
]
