import { auditAbout } from './audit/store.ts'
import type { Erasure, ExportPart } from './room.ts'
import type { Counted } from './rules-own-data.ts'
import { eraseOwnRows, type OwnAmounts, type OwnRows, ownAmounts, ownRows } from './store-own-rows.ts'

/** This room’s part when somebody erases themselves; their lines in the audit log stay, and name nobody any more. */
export const directoryErasure: Erasure = {
  count: async (tx, person) => counted(await ownAmounts(tx, person)),
  erase: async (tx, person) => {
    const amounts = await ownAmounts(tx, person)
    await eraseOwnRows(tx, person)
    return counted(amounts)
  },
}

/** This room’s part of an export, besides the person’s row. */
export const directoryExport: ExportPart = async (tx, person) => {
  const rows = await ownRows(tx, person)
  const { about, by } = await auditAbout(tx, person)
  return {
    checkIns: rows.enrolments.map(({ skill, since, source }) => ({ skill, since, through: source })),
    managers: rows.links.map((link) => ({ manager: whom(link), ...aboutLink(link) })),
    managerOf: rows.reports.map((link) => ({ person: whom(link), ...aboutLink(link) })),
    daysOffAndPauses: rows.absences,
    levelOpenedTo: rows.openedTo.map((row) => ({ person: whom(row), until: row.until })),
    levelsOpenedToYou: rows.openedToThem.map((row) => ({ person: whom(row), until: row.until })),
    neverPairedWith: rows.exclusions.map(whom),
    admin: rows.admin ? aboutAdmin(rows.admin) : null,
    contactOfTheWorkspace: rows.isContact,
    listsOfAdminsForADay: rows.lists.map(({ began, namesThem, expiresAt, ...list }) => ({
      ...list,
      begunByYou: began,
      namesYou: namesThem,
      deletedAfter: expiresAt,
    })),
    auditLinesAboutYou: about.map(({ at, act, actor, detail }) => ({
      at,
      act,
      by: actor === 'the-app' ? 'the app' : whom(actor),
      detail,
    })),
    auditLinesByYou: by.map(({ at, act, people, detail }) => ({ at, act, aboutPeople: people, detail })),
  }
}

function counted({ enrolments, links, adminRights, settings }: OwnAmounts): Counted[] {
  return [
    { count: enrolments, one: 'your place in the check-in', many: 'places in check-ins' },
    { count: links, one: '1 manager link', many: 'manager links' },
    { count: adminRights, one: 'your right as an admin', many: 'rights as an admin' },
    { count: Math.min(settings, 1), one: 'your settings', many: 'settings' },
  ]
}

interface Whom {
  readonly name: string | null
  readonly slackId: string | null
}

/** Somebody else, as their colleagues know them. */
function whom({ name, slackId }: Whom): string {
  if (slackId === null) return 'a former colleague'
  return name ? `${name} (${slackId})` : slackId
}

function aboutLink({ source, state, since }: OwnRows['links'][number]): object {
  return { source, state, since }
}

function aboutAdmin({ since, appointed, ...by }: NonNullable<OwnRows['admin']>): object {
  return { since, appointedBy: appointed ? whom({ name: by.name, slackId: by.slackId }) : null }
}
