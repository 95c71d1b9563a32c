import { daysLater } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import type { LetterKind } from '../../outbox/kinds.ts'
import { post } from '../../outbox/store.ts'
import { note } from '../audit/store.ts'
import type { Visitor } from '../flow.ts'
import { type Asked, askAbout } from '../flow-asked.ts'
import { knowPeople } from '../flow-known.ts'
import type { DirectoryRoom } from '../room.ts'
import { type Account, adminsIn, type Person } from '../rules.ts'
import { forgottenAmong } from '../store-known.ts'
import { type Admin, decideAdmins, mostAdmins, type NotPossible, type Refusal, whyNot } from './rules.ts'
import { addAdmins, adminsAmong, appointedAmong, appointmentOf, holdWorkspace, removeAdmins } from './store.ts'
import { appointedMessage } from './views.ts'

/** Slack ids of whom to appoint and whom to dismiss, all in one act or not at all. */
export interface Request {
  readonly appoint: readonly string[]
  readonly dismiss: readonly string[]
}

/** Somebody as an answer names them: as a mention, or by name where none can stand. */
export interface Named {
  readonly slackId: string
  readonly name: string
}

export type Changed =
  | {
      readonly kind: 'changed'
      /** Only those who were none before. */
      readonly appointed: readonly Named[]
      readonly dismissed: readonly Named[]
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'not-admin' }

type Room = Pick<DirectoryRoom, 'world' | 'adminIds'>

/** Everybody who runs the programme and can act. */
export function adminsOf(tx: Tx, { adminIds }: Pick<Room, 'adminIds'>, workspaceId: string): Promise<readonly Admin[]> {
  return adminsAmong(tx, workspaceId, adminsIn(adminIds, workspaceId, true))
}

/**
 * Appoints and dismisses. Slack is asked about those to be appointed before anything is held; who the admins are is read
 * under the workspace’s lock, so that two who dismiss each other at once do not leave a programme without any.
 */
export async function changeAdmins(room: Room, actor: Person, visitor: Visitor, request: Request): Promise<Changed> {
  const { world } = room
  if (request.appoint.length > mostAdmins) return refusal({ why: 'too-many' })
  const asked = await askAbout(visitor, request.appoint)
  const refused = firstNotPossible(asked, actor.workspaceId)
  if (refused) return { kind: 'refused', refusal: refused }
  const now = world.now()
  return world.db.$transaction((tx) => change(room, tx, actor, asked, request.dismiss, now))
}

async function change(
  room: Room,
  tx: Tx,
  actor: Person,
  asked: readonly Asked[],
  dismiss: readonly string[],
  now: Date,
): Promise<Changed> {
  const { workspaceId } = actor
  await holdWorkspace(tx, workspaceId)
  const present = await adminsOf(tx, room, workspaceId)
  const accounts = asked.flatMap(({ account }) => account ?? [])
  const forgotten = await forgottenAmong(
    tx,
    workspaceId,
    accounts.map(({ slackId }) => slackId),
  )
  const appointed = await appointedAmong(tx, workspaceId, dismiss)
  const decision = decideAdmins(present, actor.slackId, { appoint: accounts.map(({ slackId }) => slackId), dismiss })
  if (decision.kind === 'not-admin') return decision
  const gone = accounts.find(({ slackId }) => forgotten.has(slackId))
  if (gone) return refusal({ why: 'forgotten', ...named(gone) })
  const standing = notToDismiss(present, appointed, dismiss)
  if (standing) return refusal(standing)
  if (decision.kind === 'refuse') return refusal({ why: decision.why })
  const coming = accounts.filter(({ slackId }) => decision.appoint.includes(slackId))
  const { known } = await knowPeople(room.world, tx, workspaceId, coming, now)
  const ids = {
    appoint: [...known.values()].map(({ id }) => id),
    dismiss: decision.dismiss.flatMap((slackId) => appointed.get(slackId) ?? []),
  }
  await write(room, tx, actor, ids, now)
  return {
    kind: 'changed',
    appointed: coming.filter(({ slackId }) => known.has(slackId)).map(named),
    dismissed: decision.dismiss.map((slackId) => nameIn(present, slackId)),
  }
}

/** The rows, what is on record about it, and a word to those who run the programme from now on. */
async function write(
  { world }: Room,
  tx: Tx,
  actor: Person,
  { appoint, dismiss }: { readonly appoint: readonly string[]; readonly dismiss: readonly string[] },
  now: Date,
): Promise<void> {
  const { workspaceId } = actor
  const entry = { workspaceId, actorId: actor.id }
  if (appoint.length > 0) {
    await addAdmins(tx, workspaceId, appoint, actor.id, now)
    await note(tx, { ...entry, act: 'admin.appoint', subjects: appoint }, now)
  }
  if (dismiss.length > 0) {
    await removeAdmins(tx, workspaceId, dismiss)
    await note(tx, { ...entry, act: 'admin.dismiss', subjects: dismiss }, now)
  }
  for (const personId of appoint) {
    if (personId === actor.id) continue
    const letter = { workspaceId, key: `appointed:${personId}:${now.getTime()}`, kind, personId }
    await post(tx, { ...letter, notBefore: now, expiresAt: daysLater(now, 30) }, now, world.newId)
  }
}

const kind = 'directory.appointed'

/** The word to somebody who has been made an admin, drawn when it leaves; nothing where they are none any more. */
export function appointedLetter(command: string): LetterKind {
  return {
    kind,
    hours: 'working',
    draw: async (db, { workspaceId, personId }) => {
      const appointment = await appointmentOf(db, workspaceId, personId)
      return appointment && appointedMessage(appointment, command)
    },
  }
}

/** Whoever left Slack can be dismissed like anybody else; whom the environment names, and who is no admin, cannot. */
function notToDismiss(
  present: readonly Admin[],
  appointed: ReadonlyMap<string, string>,
  slackIds: readonly string[],
): NotPossible | undefined {
  for (const slackId of slackIds) {
    const who = nameIn(present, slackId)
    if (present.some((each) => each.slackId === slackId && each.isNamed)) return { why: 'named', ...who }
    if (!appointed.has(slackId)) return { why: 'no-admin', ...who }
  }
  return undefined
}

function nameIn(present: readonly Admin[], slackId: string): Named {
  return { slackId, name: present.find((each) => each.slackId === slackId)?.name ?? '' }
}

function firstNotPossible(asked: readonly Asked[], workspaceId: string): NotPossible | undefined {
  for (const { slackId, account } of asked) {
    const why = whyNot(account, workspaceId)
    if (why) return { why, slackId, name: account?.name ?? '' }
  }
  return undefined
}

function refusal(refusal: Refusal): Changed {
  return { kind: 'refused', refusal }
}

function named({ slackId, name }: Pick<Account, 'slackId' | 'name'>): Named {
  return { slackId, name }
}
