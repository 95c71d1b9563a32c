import { z } from 'zod'
import type { LetterKind } from '../../outbox/kinds.ts'
import type { NewLetter } from '../../outbox/rules.ts'
import type { Link, LinkKey } from './rules.ts'
import { linkAt, nameOf } from './store.ts'
import { managerAskedMessage, managerToldMessage } from './views.ts'

export const toldKind = 'directory.manager-told'
export const askedKind = 'directory.manager-asked'

type Written = Pick<Link, 'personId' | 'managerId' | 'source' | 'since'>

/** To the person: somebody else has put a manager on record for them. Once for each link. */
export function toldLetter(workspaceId: string, link: Written, now: Date): NewLetter {
  const { personId, source, since } = link
  return {
    workspaceId,
    key: `manager-told:${source}:${since.getTime().toString(36)}:${personId}`,
    kind: toldKind,
    personId,
    facts: { source, since: since.toISOString() },
    notBefore: now,
  }
}

/** To the named manager: a link waits for their yes. */
export function askedLetter(workspaceId: string, link: Written, now: Date): NewLetter {
  const { personId, managerId, source, since } = link
  return {
    workspaceId,
    key: `manager-asked:${personId}:${since.getTime().toString(36)}:${managerId}`,
    kind: askedKind,
    personId: managerId,
    facts: { personId, source, since: since.toISOString() },
    notBefore: now,
  }
}

/** Says nothing where the link has changed or ended meanwhile. */
export function managerToldLetter(): LetterKind {
  return {
    kind: toldKind,
    hours: 'working',
    unasked: () => 'notice',
    draw: async (db, { workspaceId, personId, facts }, reader) => {
      const link = await linkAt(db, workspaceId, { personId, ...linkFacts.parse(facts) })
      if (link?.state !== 'in-force') return undefined
      return managerToldMessage(link, await nameOf(db, { workspaceId, id: link.managerId }), reader.zone)
    },
  }
}

/**
 * The same where nobody has to say yes any more. A colleague asks and waits for it, as by a message of their own: the week
 * of whoever is asked has room for it.
 */
export function managerAskedLetter(): LetterKind {
  return {
    kind: askedKind,
    hours: 'working',
    draw: async (db, { workspaceId, facts }) => {
      const link = await linkAt(db, workspaceId, askedFacts.parse(facts) satisfies LinkKey)
      if (link?.state !== 'waiting') return undefined
      return managerAskedMessage(link, await nameOf(db, { workspaceId, id: link.personId }))
    },
  }
}

const linkFacts = z.object({
  source: z.enum(['csv', 'self', 'profile']),
  since: z.iso.datetime().transform((text) => new Date(text)),
})
const askedFacts = linkFacts.extend({ personId: z.string() })
