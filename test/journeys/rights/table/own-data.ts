import { ids } from '../../../../src/directory/views-own-data.ts'
import { ids as home } from '../../../../src/home/slack.ts'
import { press, shown, typed } from '../deeds.ts'
import { everybody, forTheLog, members, only, type Row, reads, withForeignIds, writes } from '../outcomes.ts'
import { help, opened, tab } from './surfaces.ts'

const erasing = shown('member', typed('forget'))
const lapsed = shown('manager', press(ids.erase, erasing))

const sent = writes('directory.export.attached', 'audit')
const asked = reads('directory.forget.question')
const askedInWindow = reads('directory.own-data')
const nobody = { newcomer: reads('nothing stored'), gone: reads('only a mark') }
const erased = writes(
  'directory.forget.done',
  ...['assessment', 'audit', 'away', 'check_in', 'enrolment', 'exclusion', 'forgotten', 'form_draft', 'letter'],
  ...['manager_link', 'opened_to', 'person', 'standing'],
)

/** Whoever was a member takes along or erases what is left of that; but nothing can be sent to a closed account. */
function before(done: typeof sent, notSent: typeof sent) {
  return { ...nobody, 'guest by now': done, closed: notSent, 'closed admin': notSent } as const
}

const notSent = writes('directory.export.not-sent', 'audit')
const notSentInWindow = writes('directory.own-data', 'audit')
const sawTab = writes('home.page', 'person')

/** What is stored about somebody; the Home tab, and help. */
export const ownDataRows: readonly Row[] = [
  forTheLog(members(typed('export'), sent, before(sent, notSent))),
  forTheLog(members(press(ids.export, erasing), sent, before(sent, notSent))),
  forTheLog(members(press(home.more, tab, 'export:me'), sent, before(sent, notSentInWindow))),
  members(typed('forget'), asked, before(asked, asked)),
  members(press(ids.askErasure, lapsed), asked, before(asked, asked)),
  members(press(home.more, tab, 'forget:me'), askedInWindow, before(askedInWindow, askedInWindow)),
  withForeignIds(
    reads('directory.forget.lapsed'),
    only('member', press(ids.erase, erasing), erased, reads('directory.forget.lapsed')),
  ),
  everybody(press(ids.keep, erasing), reads('directory.forget.kept')),
  members(opened, sawTab, {
    // They have looked a moment ago.
    member: reads('home.page'),
    'not enrolled': reads('home.page'),
    manager: reads('home.page'),
    gone: reads('home.page'),
    // They have no tab.
    bot: reads('nothing'),
    closed: reads('nothing'),
    'closed admin': reads('nothing'),
  }),
  everybody(press(home.open, help), reads('nothing')),
  everybody(press(home.more, tab, 'help:me'), reads('slack.help')),
  everybody(typed('help'), reads('slack.help')),
  everybody(typed('nonsense'), reads('slack.help.unknown-word')),
]
