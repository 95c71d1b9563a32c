import { ids, openerOf, type Topic, windows } from '../../../../src/directory/settings/views.ts'
import { ids as home } from '../../../../src/home/slack.ts'
import { colleagues } from '../cast.ts'
import { type Entered, inMessage, press, send, shown, typed } from '../deeds.ts'
import { members, type Row, reads, withForeignIds, writes } from '../outcomes.ts'
import { opened, tab } from './surfaces.ts'

const hub = shown('member', typed('settings'))
const joined = shown('visitor', typed('join'))
const left = shown('not enrolled', opened)

const settings = reads('directory.settings')
const nothingToSet = reads('nothing stored')
const setsOut = { newcomer: writes('directory.settings', 'person'), gone: nothingToSet }

/** Everybody may open it; only whose form it is can send it. */
function form(topic: Topic, entered: Readonly<Record<string, Entered>>, ...tables: readonly string[]): readonly Row[] {
  const { callbackId } = windows[topic]
  const open = reads(callbackId)
  const others = { newcomer: writes(callbackId, 'person'), gone: nothingToSet }
  const sent = send(callbackId, shown('member', press(openerOf(topic), hub)), entered)
  return [
    members(press(openerOf(topic), hub), open, others),
    withForeignIds(open, members(sent, open, { ...others, member: writes('directory.settings', ...tables) })),
  ]
}

const days = windows.away.callbackId
const inAlready = reads('directory.in-already')
const notIn = reads('directory.not-in')
const leaves = writes('directory.left', 'audit', 'enrolment')

/** Joining is a first step, and takes the mark away. */
const joins = {
  'not enrolled': writes('directory.joined', 'audit', 'enrolment'),
  newcomer: writes('directory.joined', 'audit', 'enrolment', 'person'),
  gone: writes('directory.joined', 'audit', 'enrolment', 'forgotten', 'person'),
}
/** Whoever was taken in may leave, whatever has become of them. */
const staysOut = { 'not enrolled': notIn, newcomer: notIn, gone: notIn }
const gotIn = { 'guest by now': leaves, closed: leaves, 'closed admin': leaves }

/** What somebody sets for themselves; joining and leaving. */
export const settingsRows: readonly Row[] = [
  members(typed('settings'), settings, setsOut),
  members(press(home.more, tab, 'settings:me'), settings, setsOut),
  members(press(ids.open, joined), settings, setsOut),
  ...form('hours', { 'directory.settings.hours.start': '10:00' }, 'person'),
  ...form('away', { 'directory.settings.away.last': '2026-12-31' }, 'away'),
  ...form(
    'manager',
    { 'directory.settings.manager.person': colleagues.leila },
    'audit',
    'letter',
    'manager_link',
    'person',
  ),
  ...form('share', { 'directory.settings.share.people': [colleagues.jonas, colleagues.tomas] }, 'opened_to', 'person'),
  ...form('never', { 'directory.settings.never.people': [colleagues.tomas] }, 'exclusion', 'person'),
  ...form('messages', { 'directory.settings.messages.notes': ['manager'] }, 'person'),
  withForeignIds(
    reads(days),
    members(press('directory.settings.away.take-back', shown('member', press(openerOf('away'), hub))), reads(days), {
      member: writes(days, 'away'),
      newcomer: writes(days, 'person'),
      gone: nothingToSet,
    }),
  ),
  members(typed('join'), inAlready, joins),
  members(press(ids.join, inMessage(left)), inAlready, joins),
  members(typed('leave'), leaves, { ...staysOut, ...gotIn }),
  members(press(ids.leave, inMessage(hub)), leaves, { ...staysOut, ...gotIn }),
]
