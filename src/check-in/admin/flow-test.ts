import type { KnownBlock } from '@slack/types'
import { z } from 'zod'
import { onRecord } from '../../assessment/store.ts'
import { localDaysLater, quarterOf } from '../../calendar.ts'
import type { Catalog } from '../../catalog/flow.ts'
import { note } from '../../directory/audit/store.ts'
import type { Person } from '../../directory/rules.ts'
import type { LetterKind } from '../../outbox/kinds.ts'
import { post } from '../../outbox/store.ts'
import { type Message, message, section } from '../../slack/kit.ts'
import { rhythmOf } from '../rules-settings.ts'
import { nextOpening } from '../store-answers.ts'
import { placeFor } from '../store-plan.ts'
import { runningRound } from '../store-rounds.ts'
import { ids, type Question, questionMessage } from '../views.ts'
import { testIds } from './ids.ts'
import type { AdminRoom } from './room.ts'

export const testKind = 'check-in.test'

/** Writes the question to the admin alone: as they would get it, with their own level, and without anything behind it. */
export async function sendTest(room: AdminRoom, { workspaceId, id }: Person, skill: string): Promise<void> {
  const { world } = room
  const now = world.now()
  await world.db.$transaction(async (tx) => {
    const key = `check-in-test:${world.newId()}`
    const letter = { workspaceId, key, kind: testKind, personId: id, facts: { skill }, notBefore: now, urgent: true }
    await post(tx, letter, now, world.newId)
    await note(tx, { workspaceId, actorId: id, act: 'check-in.test', subjects: [], detail: { skill } }, now)
  })
  room.wake()
}

export function testLetter(catalog: Catalog): LetterKind {
  return {
    kind: testKind,
    hours: 'any',
    draw: async (tx, { workspaceId, personId, facts }, { slackId, zone }, now) => {
      const { skill } = testFacts.parse(facts)
      if (!catalog.profiles.some((profile) => profile.skill === skill)) return undefined
      const registered = catalog.registered(skill)
      const round = await runningRound(tx, workspaceId, skill)
      const place = await placeFor(tx, workspaceId)
      const opensAt = round ? now : ((await nextOpening(tx, workspaceId, skill)) ?? now)
      const closesAt = round?.closesAt ?? localDaysLater(opensAt, rhythmOf(place.settings, skill).close, place.zone)
      const { standing } = await onRecord(tx, registered, { workspaceId, id: personId }, now)
      return testMessage({
        profile: registered.profile,
        round: { id: round?.id ?? '', name: round?.name ?? quarterOf(opensAt, place.zone).name, closesAt },
        standing,
        choices: ['tomorrow', 'three-days', 'week'],
        because: { kind: 'admin', slackId },
        questionOnly: false,
        zone,
        now,
      })
    },
  }
}

const testFacts = z.object({ skill: z.string() })

/** The question as it is, but that its buttons lead nowhere. */
export function testMessage(question: Question): Message {
  const { text, blocks } = questionMessage(question)
  return message({
    name: 'check-in.test',
    text: `A test of the check-in’s question, for you alone. ${text}`,
    blocks: [
      section('*A test, for you alone.* This is what people get; its buttons record nothing.'),
      ...blocks.map(harmless),
    ],
  })
}

const instead: Readonly<Record<string, string>> = {
  [ids.stillRight]: testIds.stillRight,
  [ids.update]: testIds.update,
  [ids.notNow]: testIds.notNow,
}

function harmless(block: KnownBlock): KnownBlock {
  const { block_id: _, ...rest } = block
  if (rest.type !== 'actions') return rest as KnownBlock
  const elements = rest.elements.map((element) => ({
    ...element,
    action_id: instead[element.action_id ?? ''] ?? testIds.update,
    ...('value' in element ? { value: 'test' } : {}),
  }))
  return { ...rest, elements }
}
