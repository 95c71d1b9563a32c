import type { World } from '../../world.ts'
import { note } from '../audit/store.ts'
import { type Visitor, welcome } from '../flow.ts'
import { accountKind, type Forgotten, type NotForThem, type Person } from '../rules.ts'
import { personBySlackId } from '../store.ts'
import { lockPerson } from '../store-own-data.ts'
import { addEnrolment, endEnrolment } from './store.ts'

interface Room {
  readonly world: World
}

export type Joined =
  | { readonly kind: 'joined' | 'in-already'; readonly person: Person }
  /** They erased themselves in the same moment. */
  | Forgotten
  | NotForThem

/**
 * Takes somebody into the check-in because they say so; what they recorded before is there as it was. It is a first
 * step: whoever has erased themselves starts anew by it.
 */
export async function join({ world }: Room, visitor: Visitor, skill: string): Promise<Joined> {
  const now = world.now()
  const met = await welcome(world, visitor, now)
  if (met.kind !== 'member') return met
  const { person } = met
  return world.db.$transaction(async (tx): Promise<Joined> => {
    if (!(await lockPerson(tx, person, visitor.slackId))) return { kind: 'forgotten' }
    if (!(await addEnrolment(tx, person, skill, 'self', now))) return { kind: 'in-already', person }
    await note(tx, own(person, 'enrol.join', skill), now)
    return { kind: 'joined', person }
  })
}

export type Left =
  | { readonly kind: 'left'; readonly person: Person }
  /** With a row of their own, or, where it is undefined, without. */
  | { readonly kind: 'not-in'; readonly person: Person | undefined }
  | NotForThem

/**
 * Takes somebody out of the check-in because they say so. Their level stays, and is theirs alone from then on. Whoever
 * has a row may leave, guest by now or not; whoever has none gets none by leaving.
 */
export async function leave({ world }: Room, visitor: Visitor, skill: string): Promise<Left> {
  const now = world.now()
  const { workspaceId, slackId } = visitor
  const person = await personBySlackId(world.db, workspaceId, slackId)
  if (!person) {
    const kind = accountKind(await visitor.lookUp(slackId), workspaceId)
    return kind === 'member' ? { kind: 'not-in', person: undefined } : { kind }
  }
  return world.db.$transaction(async (tx): Promise<Left> => {
    const theirs = await lockPerson(tx, person, slackId)
    if (!theirs || !(await endEnrolment(tx, person, skill)))
      return { kind: 'not-in', person: theirs ? person : undefined }
    await note(tx, own(person, 'enrol.leave', skill), now)
    return { kind: 'left', person }
  })
}

function own({ workspaceId, id }: Person, act: 'enrol.join' | 'enrol.leave', skill: string) {
  return { workspaceId, actorId: id, act, subjects: [id], detail: { skill } }
}
