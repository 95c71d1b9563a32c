import type { Erasure, ExportPart } from '../directory/room.ts'
import type { Counted } from '../directory/rules-own-data.ts'
import { countParts, eraseParts, everyPart } from './store-own-data.ts'

/** This room’s part when somebody erases themselves. */
export const checkInErasure: Erasure = {
  count: async (tx, person) => counted(await countParts(tx, person)),
  erase: async (tx, person) => counted(await eraseParts(tx, person)),
}

/** This room’s part of an export. */
export const checkInExport: ExportPart = async (tx, person) => {
  const { parts, started } = await everyPart(tx, person)
  return {
    rounds: parts.map(({ round, part }) => ({
      ...named(round),
      state: part.state,
      leftOutBecause: part.leftOutReason,
      askedAsOf: part.askAt,
      questionLeftAt: part.askedAt,
      remindersSoFar: part.reminders,
      nextLookForReminder: part.remindAt,
      youAskedToBeAskedAgain: part.askAgainAt,
      questionOnlyBecauseOfSilence: part.questionOnly,
      answer: part.answer,
      answeredAt: part.answeredAt,
      answeredLate: part.late,
      answerIsAssessment: part.nth,
    })),
    roundsStartedByYou: started.map(named),
  }
}

function named({ skill, name, opensAt, closesAt }: { skill: string; name: string; opensAt: Date; closesAt: Date }) {
  return { skill, round: name, opens: opensAt, closes: closesAt }
}

function counted(count: number): Counted[] {
  return [{ count, one: 'your part in 1 check-in', many: 'parts in check-ins' }]
}
