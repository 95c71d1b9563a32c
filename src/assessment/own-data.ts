import { z } from 'zod'
import { answerWords, isAnswer, isRating, ratingWords } from '../catalog/rules.ts'
import type { Erasure, ExportPart } from '../directory/room.ts'
import type { Counted } from '../directory/rules-own-data.ts'
import { type Amounts, amountsOf, type Everything, eraseAll, everythingOf } from './store-own-data.ts'
import { lowered } from './wording.ts'

/** This room’s part when somebody erases themselves. */
export const assessmentErasure: Erasure = {
  count: async (tx, person) => counted(await amountsOf(tx, person)),
  erase: async (tx, person) => counted(await eraseAll(tx, person)),
}

/** This room’s part of an export: by skill, each answer with the words it was given to. */
export const assessmentExport: ExportPart = async (tx, person) => {
  const everything = await everythingOf(tx, person)
  const skills = [...new Set([...everything.assessments, ...everything.drafts].map(({ skill }) => skill))]
  return {
    skills: skills.sort().map((skill) => aboutSkill(everything, skill)),
    marksAgainstRecordingTwice: everything.marks,
  }
}

function counted({ assessments, notes, drafts }: Amounts): Counted[] {
  return [
    { count: assessments, one: '1 assessment', many: 'assessments' },
    { count: notes, one: '1 note', many: 'notes' },
    { count: drafts, one: 'a draft', many: 'drafts' },
  ]
}

type Assessment = Everything['assessments'][number]
type Said = Pick<Assessment, 'skill' | 'role' | 'level' | 'profileVersion' | 'answers' | 'ratings'>

function aboutSkill(everything: Everything, skill: string): object {
  const of = <T extends { readonly skill: string }>(rows: readonly T[]) => rows.filter((row) => row.skill === skill)
  const [latest] = of(everything.standings)
  const [draft] = of(everything.drafts)
  return {
    skill,
    latest: latest && {
      number: latest.nth,
      saidAt: latest.saidAt,
      role: wordsFor(everything, latest).role(latest.role),
      level: wordsFor(everything, latest).level(latest.level),
      levelSince: latest.levelSince,
      levelBefore: latest.levelBefore === null ? null : wordsFor(everything, latest).level(latest.levelBefore),
      itemsMissingForNextLevel: latest.nextMissing,
      answersAndRatings: `those of assessment ${latest.nth}`,
    },
    assessments: of(everything.assessments).map((assessment) => ({
      number: assessment.nth,
      saidAt: assessment.saidAt,
      through: assessment.via,
      kind: assessment.kind,
      ...whatWasSaid(everything, assessment),
      note: assessment.note?.text ?? null,
    })),
    draft: draft && {
      goesOnWithStep: draft.step,
      deletedAfter: draft.expiresAt,
      ...whatWasSaid(everything, draft),
      note: draft.note,
    },
  }
}

function whatWasSaid(everything: Everything, said: Said): object {
  const { wording, role, level, item, topic } = wordsFor(everything, said)
  return {
    role: role(said.role),
    level: level(said.level),
    wording,
    items: bySlot(everything, said, 'item', said.answers).flatMap(([id, answer]) =>
      isAnswer(answer) ? [{ item: id, asked: item(id), answer: lowered(answerWords[answer]) }] : [],
    ),
    topics: bySlot(everything, said, 'topic', said.ratings).flatMap(([id, rating]) =>
      isRating(rating) ? [{ topic: topic(id), rating: `${rating} · ${lowered(ratingWords[rating])}` }] : [],
    ),
  }
}

function bySlot(
  { slots }: Everything,
  { skill }: Said,
  kind: 'item' | 'topic',
  values: readonly number[],
): [id: string, value: number][] {
  return slots
    .filter((slot) => slot.skill === skill && slot.kind === kind)
    .map(({ key, slot }) => [key, values[slot - 1] ?? -1])
}

/** The words as they stood when they were answered to; where a wording is not to be found, the id stands for them. */
function wordsFor({ wordings }: Everything, { skill, profileVersion }: Pick<Said, 'skill' | 'profileVersion'>) {
  const found = wordings.find((wording) => wording.skill === skill && wording.version === profileVersion)
  const { updated, roles, levels, topics, requirements } = storedWords.parse(found?.body ?? {})
  const items = requirements.flatMap((requirement) => requirement.items)
  return {
    wording: `version ${profileVersion}, of ${updated}`,
    role: (id: string) => roles.find((role) => role.id === id)?.text ?? id,
    level: (rank: number) => `${levels[rank - 1]?.text ?? 'Level'} (${rank} of ${levels.length})`,
    item: (id: string) => items.find((item) => item.id === id)?.text ?? id,
    topic: (id: string) => topics.find((topic) => topic.id === id)?.name ?? id,
  }
}

const named = z.array(z.object({ id: z.string(), text: z.string() })).default([])
const storedWords = z.object({
  updated: z.string().default('an unknown day'),
  roles: named,
  levels: named,
  topics: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  requirements: z.array(z.object({ items: named })).default([]),
})
