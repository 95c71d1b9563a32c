import { ids } from '../../../../src/assessment/views-parts.ts'
import { actions, button, message } from '../../../../src/slack/kit.ts'
import { cast } from '../cast.ts'
import { posted, press, send, shortcut, shown, typed } from '../deeds.ts'
import { everybody, members, type Row, reads, withForeignIds, writes } from '../outcomes.ts'
import { help, opened, tab } from './surfaces.ts'

const form = shown('member', typed(''))
const items = shown('member', send('assessment.step-level', form))
const topics = shown('member', send('assessment.step-items', items))
export const record = shown('member', typed('show'))
const recorded = shown('manager', press(ids.stillRight, shown('manager', typed(''))))
const firstTab = shown('visitor', opened)
const levels = shown('visitor', press(ids.browse, firstTab))
/** Of a longer path than theirs. */
const turning = posted(
  'member',
  message({
    name: 'assessment.history',
    text: 'Your NATS path.',
    blocks: [actions(...[ids.older, ids.newer].map((id) => button(id, 'Turn', { value: 'nats-jetstream:1' })))],
  }),
)

const firstStep = reads('assessment.step-level')
const secondStep = reads('assessment.step-items')
const thirdStep = reads('assessment.save')
const inWindow = reads('assessment.reading')
/** The member has a part in the round that was the last: it is an answer to that, too. */
const recording = writes('assessment.result', 'assessment', 'check_in', 'form_draft', 'seen', 'standing')
const nothingToShow = reads('assessment.nothing-to-show')
const theirs = writes('assessment.record-of', 'audit')

/** Opening the form is a first step: it makes a row, or takes the mark away. */
const opens = {
  newcomer: writes('assessment.step-level', 'person'),
  gone: writes('assessment.step-level', 'forgotten', 'person'),
}
const findsNothing = { newcomer: writes('assessment.nothing-yet', 'person'), gone: reads('assessment.nothing-yet') }
const findsNothingInWindow = { newcomer: writes('assessment.reading', 'person'), gone: inWindow }

export const levelRows: readonly Row[] = [
  members(typed(''), firstStep, opens),
  members(shortcut(ids.open), firstStep, opens),
  members(press(ids.open, help), firstStep, opens),
  // The steps answer from what the window carries, and read nothing; whose it is, is asked when something is written.
  withForeignIds(firstStep, everybody(press('assessment.role', form, 'elixir'), firstStep)),
  withForeignIds(firstStep, everybody(press('assessment.level', form, '3'), firstStep)),
  withForeignIds(thirdStep, everybody(press('assessment.jump', form), thirdStep)),
  withForeignIds(firstStep, everybody(press('assessment.back', items), firstStep)),
  withForeignIds(
    secondStep,
    everybody(send('assessment.step-level', form), secondStep, {
      member: writes('assessment.step-items', 'form_draft'),
      newcomer: writes('assessment.step-items', 'person'),
    }),
  ),
  withForeignIds(
    thirdStep,
    everybody(send('assessment.step-items', items), thirdStep, { newcomer: writes('assessment.save', 'person') }),
  ),
  withForeignIds(
    inWindow,
    members(press(ids.stillRight, form), inWindow, { ...findsNothingInWindow, member: recording }),
  ),
  withForeignIds(
    inWindow,
    members(send('assessment.save', topics), inWindow, { ...findsNothingInWindow, member: recording }),
  ),
  members(typed('show'), reads('assessment.record'), findsNothing),
  members(typed('history'), reads('assessment.history'), findsNothing),
  members(typed('next'), reads('assessment.next'), findsNothing),
  members(press(ids.show, recorded), inWindow, findsNothingInWindow),
  members(press(ids.history, record), reads('assessment.history'), findsNothing),
  members(press(ids.older, turning), reads('assessment.history'), findsNothing),
  members(press(ids.newer, turning), reads('assessment.history'), findsNothing),
  members(press(ids.next, tab), inWindow, findsNothingInWindow),
  everybody(press(ids.browse, firstTab), reads('assessment.expectations')),
  everybody(press(ids.browseRole, levels), reads('assessment.expectations')),
  // One answer to all who may not, whoever they are.
  withForeignIds(
    nothingToShow,
    everybody(typed(`show <@${cast.member}|ivan>`), nothingToShow, {
      member: reads('assessment.record'),
      newcomer: writes('assessment.nothing-to-show', 'person'),
      manager: theirs,
      admin: theirs,
      appointed: theirs,
    }),
  ),
]
