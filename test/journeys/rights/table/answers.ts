import { shippedProfiles } from '../../../../src/catalog/profile.ts'
import { ids, questionMessage } from '../../../../src/check-in/views.ts'
import { closedMessage, skippedNoted } from '../../../../src/check-in/views-done.ts'
import { closedRound } from '../cast.ts'
import { type Deed, posted, press } from '../deeds.ts'
import { members, type Row, reads, withForeignIds, writes } from '../outcomes.ts'
import type { Outcome } from '../stage.ts'

const [profile] = shippedProfiles()
if (!profile) throw new Error('there is no profile')

const now = new Date('2026-11-23T09:00:00Z')
const zone = 'Europe/Berlin'
const long = new Date('2026-10-15T08:00:00Z')
const standing = { role: 'go', rank: 2, givenAt: long, saidAt: long }

/** The same message may be in anybody’s hands: it names a round, and whose part in it is meant is asked at the click. */
const question = posted(
  'member',
  questionMessage({
    profile,
    round: { id: closedRound, name: '2026-Q4', closesAt: long },
    standing,
    choices: ['tomorrow'],
    because: { kind: 'self' },
    questionOnly: false,
    zone,
    now,
  }),
)
const over = posted('member', closedMessage(profile, { id: closedRound, closedAt: long }, standing, { zone, now }))
const skipped = posted('member', skippedNoted(closedRound))

const isOver = reads('check-in.done.closed')
const notIn = reads('check-in.not-in')
const nothingYet = reads('assessment.nothing-yet')

/** What stands under a question whose round is over. Who was not asked in it is told so, and it stays as it was. */
export const answerRows: readonly Row[] = [
  asked(
    press(ids.stillRight, over),
    writes('check-in.done.late', 'assessment', 'check_in', 'form_draft', 'seen', 'standing'),
  ),
  // The form opens for every member; what is told here is what becomes of the message.
  asked(press(ids.update, question), isOver, writes('check-in.not-in', 'forgotten', 'person')),
  asked(press(ids.notNow, question, `skip:${closedRound}`), isOver),
  asked(press(ids.answerNow, skipped), isOver),
]

function asked(deed: Deed, outcome: Outcome, gone = nothingYet): Row {
  const newcomer = writes('check-in.not-in', 'person')
  return withForeignIds(notIn, members(deed, notIn, { member: outcome, newcomer, gone }))
}
