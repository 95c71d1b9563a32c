import { z } from 'zod'
import type { Catalog } from '../catalog/flow.ts'
import type { Tx } from '../db/connection.ts'
import type { LetterKind } from '../outbox/kinds.ts'
import type { Message } from '../slack/kit.ts'
import { firstContactOf, type Look, look, messageFor, questionFor } from './flow-answers.ts'
import { letters } from './letters.ts'
import { isFirstQuestion } from './store-answers.ts'
import { firstQuestion, questionMessage, reminderMessage } from './views.ts'

/**
 * The question of a round and its reminders. What has not left is drawn only while its reader is asked: a pause of the
 * round is no reason against it, since what it holds does not leave, and what was on its way is not lost. What stands in
 * Slack becomes what its reader would find at a click.
 */
export function checkInLetters(catalog: Catalog): readonly LetterKind[] {
  const kindOf = (
    { kind, unasked }: Required<Pick<LetterKind, 'kind' | 'unasked'>>,
    ask: (tx: Tx, seen: Look, facts: unknown) => Promise<Message>,
  ): LetterKind => ({
    kind,
    hours: 'working',
    unasked,
    draw: async (tx, { workspaceId, personId, subject, facts, isEdit }, { slackId, zone }, now) => {
      const person = { workspaceId, id: personId, slackId, zone, homeOpened: false }
      const seen = subject === null ? undefined : await look(tx, { catalog }, person, subject, now)
      if (!seen) return undefined
      const isAsked = seen.situation === 'open'
      if (isEdit) return isAsked ? undefined : messageFor(tx, seen)
      return isAsked ? ask(tx, seen, facts) : undefined
    },
  })
  return [
    kindOf({ kind: letters.question, unasked: () => 'check-in' }, asking),
    kindOf({ kind: letters.reminder, unasked: (facts) => (isWished(facts) ? undefined : 'reminder') }, reminding),
  ]
}

async function asking(tx: Tx, seen: Look): Promise<Message> {
  const question = await questionFor(tx, seen)
  const isFirst = await isFirstQuestion(tx, seen.person, seen.round.id)
  return isFirst ? firstQuestion(await firstContactOf(tx, seen), question) : questionMessage(question)
}

async function reminding(tx: Tx, seen: Look, facts: unknown): Promise<Message> {
  const { nth } = reminder.parse(facts)
  return reminderMessage(await questionFor(tx, seen), nth)
}

/** Who asked to be asked again waits for it. */
function isWished(facts: unknown): boolean {
  return reminder.parse(facts).asked !== undefined
}

const reminder = z.object({ nth: z.number().int(), asked: z.number().optional() })
