import { daysLater } from '../calendar.ts'
import type { Tx } from '../db/connection.ts'
import type { LetterKind } from '../outbox/kinds.ts'
import { post } from '../outbox/store.ts'
import { slackError } from '../slack/errors.ts'
import type { World } from '../world.ts'
import { meet, type Visitor } from './flow.ts'
import type { AccountKind } from './rules.ts'
import { placeOf } from './store-welcome.ts'
import { type Welcome, welcomeMessage } from './views-welcome.ts'

const kind = 'directory.welcome'

/** Days after its first being known for which a workspace is new: shorter than sent letters, and with them their keys, are kept. */
const newFor = 30

/**
 * Writes the first words to the admins of a new workspace, once to each however often this is asked for. Whoever is no
 * member is logged and gets none.
 * @returns whether Slack could not be asked about somebody, so that another try is worth its while.
 */
export async function welcomeAdmins(world: World, admins: readonly Visitor[]): Promise<boolean> {
  const now = world.now()
  let again = false
  for (const admin of admins) if ((await welcomeAdmin(world, admin, now)) === 'not-now') again = true
  return again
}

/** What higher rooms add to the welcome: where its buttons lead, and when the first check-in would open. */
export interface WelcomeWays extends Pick<Welcome, 'command' | 'people' | 'managers' | 'schedule' | 'browse'> {
  readonly firstOpening: (tx: Tx, workspaceId: string, now: Date) => Promise<string | undefined>
}

/** The welcome’s words, drawn when it leaves. */
export function welcomeLetter({ firstOpening, ...room }: WelcomeWays): LetterKind {
  return {
    kind,
    hours: 'working',
    draw: async (db, { workspaceId }, _reader, now) => {
      const place = await placeOf(db, workspaceId)
      const opening = place && (await firstOpening(db, workspaceId, now))
      return welcomeMessage({ ...room, workspaceName: place?.name, scopes: place?.scopes, firstOpening: opening })
    },
  }
}

async function welcomeAdmin(world: World, admin: Visitor, now: Date): Promise<'done' | 'not-now'> {
  const { workspaceId, slackId } = admin
  try {
    const met = await meet(world, admin, now)
    if (met.kind === 'member') await postWelcome(world, workspaceId, met.person.id, now)
    else world.log.warn({ slackId }, `${named} ${notMember[met.kind]}.`)
    return 'done'
  } catch (error) {
    const unknown = slackError(error) === 'user_not_found'
    if (unknown) world.log.warn({ slackId }, `${named} nobody whom Slack knows in this workspace.`)
    else world.log.warn({ slackId, err: error }, 'An admin is welcomed later.')
    return unknown ? 'done' : 'not-now'
  }
}

async function postWelcome({ db, newId }: World, workspaceId: string, personId: string, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const place = await placeOf(tx, workspaceId)
    if (!place || now >= daysLater(place.firstSeenAt, newFor)) return
    const letter = { workspaceId, key: `welcome:${personId}`, kind, personId }
    await post(tx, { ...letter, notBefore: now, expiresAt: daysLater(now, newFor) }, now, newId)
  })
}

const named = 'ADMIN_USER_IDS names'

const notMember: Readonly<Record<Exclude<AccountKind, 'member'> | 'forgotten', string>> = {
  guest: 'a guest, who gets no welcome',
  bot: 'an app, which gets no welcome',
  stranger: 'somebody of another workspace, who gets no welcome',
  closed: 'a closed account, which gets no welcome',
  forgotten: 'somebody who has erased themselves, and gets no welcome',
}
