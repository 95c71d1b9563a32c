import { gallery } from '../../../../sandbox/demo/gallery.ts'
import { roundIds as ids, previewIds, scheduleIds as schedule, testIds } from '../../../../src/check-in/admin/ids.ts'
import { overdueMessage } from '../../../../src/ops/views-overdue.ts'
import { button } from '../../../../src/slack/kit.ts'
import { cast } from '../cast.ts'
import { posted, press, search, send, shown, typed } from '../deeds.ts'
import { admins, adminsInWindow, everybody, type Row, reads, withForeignIds, writes } from '../outcomes.ts'
import { adminHelp } from './surfaces.ts'

const round = shown('admin', typed('admin round'))
const preview = shown('admin', press(previewIds.open, round))
const secondPage = shown('admin', press(previewIds.next, preview))
const plan = shown('admin', typed('admin schedule'))
/** Of a round that nobody has in this database: whoever may, is told so. */
const running = posted('admin', drawn('C5 Round, open'))
const paused = posted('admin', drawn('C5 Round, paused'))
const test = posted('member', drawn('C5 Test'))
const notStarted = posted(
  'admin',
  overdueMessage(
    {
      what: 'Check-in 2026-Q4',
      holds: 'Nothing has been sent.',
      buttons: [button(ids.why, 'See why', { value: 'nats-jetstream' })],
    },
    new Date('2026-11-23T09:00:00Z'),
    'K7QX-24',
    { zone: 'Europe/Berlin', now: new Date('2026-11-23T09:00:00Z') },
  ),
)

const window = reads(ids.window)
const started = writes(ids.window, 'audit', 'round')
const tried = writes(ids.window, 'audit', 'letter')
const shownPreview = reads(previewIds.window)
const form = reads(schedule.save)

/** Rounds and their schedule: what admins see and do. */
export const roundRows: readonly Row[] = [
  admins(typed('admin round'), window),
  admins(press(ids.open, adminHelp), window),
  withForeignIds(started, adminsInWindow(press(ids.start, round), started)),
  withForeignIds(tried, adminsInWindow(press(ids.test, round), tried)),
  adminsInWindow(press(ids.pause, running), window),
  adminsInWindow(press(ids.resume, paused), window),
  adminsInWindow(press(ids.close, running), window),
  adminsInWindow(press(ids.cancel, running, 'cancel'), window),
  adminsInWindow(press(ids.csv, running), window),
  admins(press(ids.why, notStarted), window),
  ...Object.values(testIds).map((id) => everybody(press(id, test), reads('check-in.test.pressed'))),

  withForeignIds(shownPreview, adminsInWindow(press(previewIds.open, round), shownPreview)),
  adminsInWindow(press(previewIds.filter, preview, 'no-level'), shownPreview),
  withForeignIds(shownPreview, adminsInWindow(press(previewIds.find, preview, cast.member), shownPreview)),
  adminsInWindow(press(previewIds.next, preview), shownPreview),
  adminsInWindow(press(previewIds.previous, secondPage), shownPreview),

  admins(typed('admin schedule'), form),
  withForeignIds(form, adminsInWindow(press(schedule.open, round), form)),
  adminsInWindow(press(schedule.when, plan, 'month'), form),
  adminsInWindow(press(schedule.cron, plan, '0 9 1 1 *'), form),
  adminsInWindow(press(schedule.zone, plan, 'Europe/Berlin'), form),
  adminsInWindow(press(schedule.days, plan, ['1']), form),
  // Names of zones are no secret.
  everybody(search(schedule.zone, plan, 'berl'), reads('some choices')),
  adminsInWindow(send(schedule.save, plan, { [schedule.close]: '20' }), writes(schedule.save, 'audit', 'workspace')),
]

/** As the gallery has it. */
function drawn(name: string) {
  return gallery().find((each) => each.name === name && each.size === 'usual')?.shown
}
