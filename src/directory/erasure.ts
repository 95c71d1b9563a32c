/** What an erasure does to whatever names a person: the row goes, the naming goes, or it stays and names nobody any more. */
export type Fate =
  | { readonly fate: 'delete' }
  | { readonly fate: 'blank' | 'keep'; readonly because: string }
  /** It holds no person. */
  | { readonly fate: 'nobody'; readonly because: string }

const gone: Fate = { fate: 'delete' }

/**
 * Every column of an id, as `table.column`: what becomes of it when the person it names erases themselves. The catalogue of
 * the database is compared with this list, and an erasure of somebody who stands in each of them with what it says.
 */
export const atErasure: Readonly<Record<string, Fate>> = {
  'admin.appointed_by': { fate: 'blank', because: 'whoever they appointed stays an admin' },
  'admin.person_id': gone,
  'assessment.person_id': gone,
  'audit.actor_id': { fate: 'keep', because: 'whom they read or changed may still see that somebody did' },
  'audit.id': { fate: 'nobody', because: 'the line’s own' },
  'audit.subjects': { fate: 'keep', because: 'what somebody did stays on record, without whom it was done to' },
  'away.id': { fate: 'nobody', because: 'the absence’s own' },
  'away.person_id': gone,
  'check_in.person_id': gone,
  'check_in.round_id': { fate: 'nobody', because: 'the round that the part belongs to' },
  'directory_sync.after_person': { fate: 'keep', because: 'a place in the order of ids, until the next page' },
  'directory_sync.lease': { fate: 'nobody', because: 'whichever process works on it' },
  'enrolment.person_id': gone,
  'exclusion.other_id': gone,
  'exclusion.person_id': gone,
  'form_draft.person_id': gone,
  'import.id': { fate: 'nobody', because: 'the list’s own' },
  'import.started_by': gone,
  'letter.id': { fate: 'nobody', because: 'the letter’s own' },
  'letter.lease': { fate: 'nobody', because: 'whichever process sends it' },
  'letter.person_id': gone,
  'letter.subject': { fate: 'nobody', because: 'what the letter belongs to' },
  'letter.with_person_id': gone,
  'manager_link.manager_id': gone,
  'manager_link.person_id': gone,
  'note.person_id': gone,
  'opened_to.person_id': gone,
  'opened_to.viewer_id': gone,
  'person.id': { fate: 'keep', because: 'a blank row, so that what is kept has something to point at' },
  'round.id': { fate: 'nobody', because: 'the round’s own' },
  'round.planned_to': { fate: 'keep', because: 'a place in the order of ids' },
  'round.started_by': { fate: 'blank', because: 'the round is everybody’s, whoever has started it' },
  'standing.person_id': gone,
  'workspace.contact_id': { fate: 'blank', because: 'the workspace needs another contact' },
}
