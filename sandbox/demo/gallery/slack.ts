import { nobodyRunsIt } from '../../../src/directory/admins/views.ts'
import { anybody, type Failure, failureOf } from '../../../src/slack/guard.ts'
import { failureWindow, notSetUp, notSetUpWindow } from '../../../src/slack/kinds.ts'
import { type CommandAsRead, helpMessage, helpWindow, homeLink } from '../../../src/slack/words.ts'
import { NotReady } from '../../../src/world.ts'
import type { Situation } from './situations.ts'
import { place, type Subject } from './subjects.ts'

/** Help, and what is said when something fails. */
export const slack: readonly Situation[] = [
  { name: 'Help', draw: (of) => helpMessage(commandOf(of), link) },
  { name: 'Help, for an admin', draw: (of) => helpMessage(commandOf(of, 'admin'), link) },
  { name: 'Help, where nobody runs the programme', draw: (of) => helpMessage(commandOf(of, 'nobody-runs-it'), link) },
  { name: 'Help, unknown word', draw: (of) => helpMessage(commandOf(of), link, of.word) },
  { name: 'Help, in a window', draw: (of) => helpWindow([commandOf(of)], link) },
  { name: 'Not set up', draw: () => notSetUp },
  { name: 'Not set up, in a window', draw: () => notSetUpWindow() },
  { name: 'Failed', draw: (of) => failure(of, new Error('anything')).message },
  { name: 'Failed, in a window', draw: (of) => failureWindow(failure(of, new Error('anything'))) },
  { name: 'Failed, the records are away', draw: (of) => failure(of, new NotReady()).message },
  {
    name: 'Failed, the records are away, in a window',
    draw: (of) => failureWindow(failure(of, new NotReady())),
  },
  { name: 'Failed, Slack was too slow', draw: (of) => failure(of, tooSlow).message },
]

const link = homeLink(place)

// As Slack’s client says it.
const tooSlow = Object.assign(new Error('expired_trigger_id'), {
  code: 'slack_webapi_platform_error',
  data: { ok: false, error: 'expired_trigger_id' },
})

/** With the same reference each time. */
export function failure({ contact }: Subject, error: unknown): Failure {
  return failureOf(error, { admin: contact ?? anybody }, 'K7QX-24')
}

function commandOf(
  { known: { profile }, contact }: Subject,
  reader: 'member' | 'admin' | 'nobody-runs-it' = 'member',
): CommandAsRead {
  const nobody = async () => {}
  const words = {
    show: 'shows your record',
    history: 'tells how you moved',
    next: 'tells what the next level asks',
    export: 'sends you everything that is stored about you',
    forget: 'erases it, after one question',
    ...(reader === 'admin' ? { admin: 'lists what admins can do' } : {}),
  }
  return {
    name: profile.command,
    bare: { does: 'records your level', answer: nobody },
    words: Object.entries(words).map(([word, does]) => ({ word, does, answer: nobody })),
    help: {
      update: { actionId: 'assessment.open', value: profile.skill },
      home: 'home.open',
      contact,
      notice: reader === 'nobody-runs-it' ? nobodyRunsIt('T0HARBOUR', 'U0IVANPET') : undefined,
    },
  }
}
