import { beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../support/database.ts'

const { sql } = await freshDatabase()

const ann = '00000000-0000-7000-8000-000000000001'
const bob = '00000000-0000-7000-8000-000000000002'
const bytes = (count: number) => `decode(repeat('ab', ${count}), 'hex')`
const said = (nth: number, change: Record<string, string> = {}) => {
  const row = {
    workspace_id: `'T1'`,
    person_id: `'${ann}'`,
    skill: `'nats'`,
    nth: String(nth),
    said_at: 'now()',
    via: `'command'`,
    kind: `'given'`,
    role: `'go'`,
    level: '2',
    profile_version: '1',
    answers: `'{2,1,0,-1}'`,
    ratings: `'{4,-1}'`,
    ...change,
  }
  return `insert into assessment (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`
}
const standing = (change: string) => `update standing set ${change}`
const draft = (change: string) => `update form_draft set ${change}`
const installation = (change: string) => `update installation set ${change} where id = 'T1'`
const letter = (change: string) => `update letter set ${change} where key = 'welcome:ann'`
const person = (change: string) => `update person set ${change} where id = '${ann}'`
const link = (change: string) => `update manager_link set ${change} where source = 'csv'`
const list = (change: string) => `update import set ${change}`
const sync = (change: string) => `update directory_sync set ${change}`
const round = (change: string) => `update round set ${change} where state = 'open'`
const part = (change: string) => `update check_in set ${change}`
const elsewhere = `workspace_id = 'T2'`
const nobody = '00000000-0000-7000-8000-00000000000f'

/** What was refused has changed nothing: the next test finds the same rows. */
let isUntouched = false

beforeEach(async () => {
  const isThere = isUntouched
  isUntouched = false
  if (isThere) return
  await sql(`
    truncate seen, workspace, installation, profile_version, profile_slot cascade;
    insert into workspace (id, name, salt, first_seen_at) values ('T1', 'Acme', ${bytes(32)}, now());
    insert into person (workspace_id, id, slack_id, kind, first_seen_at)
      values ('T1', '${ann}', 'U1', 'member', now()), ('T1', '${bob}', 'U2', 'member', now());
    insert into forgotten values ('T1', ${bytes(32)}, now());
    insert into profile_version values ('nats', 1, ${bytes(32)}, '{}', now());
    insert into profile_slot values ('nats', 'topic', 1, 'streams');
    ${said(1)};
    insert into note values ('T1', '${ann}', 'nats', 1, 'Hello');
    insert into standing values
      ('T1', '${ann}', 'nats', 1, now(), now(), 'go', 2, null, 1, 3, '{2,1,0,-1}', '{4,-1}');
    insert into form_draft values
      ('T1', '${ann}', 'nats', 2, 'go', 2, 1, '{2}', '{4}', null, now() + interval '7 days');
    insert into installation (id, team_id, installed_at) values ('T1', 'T1', now());
    update workspace set installation_id = 'T1';
    insert into lane values ('T1', 'post', clock_timestamp(), 300, null), ('T1', 'edit', clock_timestamp(), 50, null);
    insert into letter (workspace_id, id, key, kind, person_id, not_before, created_at, changed_at)
      values ('T1', '${ann}', 'welcome:ann', 'welcome', '${ann}', now(), now(), now());
    insert into schedule (workspace_id, kind, cron) values ('T1', 'retention', '17 3 * * *');
    insert into slot (workspace_id, kind, due_at, taken_at) values ('T1', 'retention', now(), now());
    insert into admin values ('T1', '${ann}', now(), '${bob}');
    insert into manager_link values
      ('T1', '${ann}', 'csv', '${bob}', 'in-force', now()), ('T1', '${ann}', 'self', '${bob}', 'waiting', now());
    insert into away (workspace_id, person_id, kind, first_day, last_day)
      values ('T1', '${ann}', 'pause', '2026-12-24', '2026-12-31');
    insert into holiday values ('T1', '2027-01-01', 'New Year');
    insert into enrolment values ('T1', '${ann}', 'nats', now(), 'self');
    insert into exclusion values ('T1', '${ann}', '${bob}');
    insert into opened_to values ('T1', '${ann}', '${bob}', '2027-01-21');
    insert into audit (workspace_id, at, actor_id, act, subjects)
      values ('T1', now(), '${bob}', 'read.level', array['${ann}'::uuid]);
    insert into import (workspace_id, kind, state, started_by, rows, refused, at, expires_at)
      values ('T1', 'managers', 'dry-run', '${ann}', '[]', '[]', now(), now() + interval '1 day');
    insert into directory_sync (workspace_id, asked_at) values ('T1', now());
    insert into round (workspace_id, skill, name, due_at, state, profile_version, opens_at, closes_at, settings, started_by)
      values ('T1', 'nats', '2026-Q4', '2026-10-01', 'open', 1, '2026-10-01', '2026-10-15', '{}', '${ann}');
    insert into check_in (workspace_id, round_id, person_id, state) select 'T1', id, '${ann}', 'waiting' from round`)
})

const lists = (name: string, column: string, top: number, put: (list: string) => string) =>
  [`'{-2}'`, `'{${top + 1}}'`, `'{1,null}'`, `'{{1,2},{1,2}}'`, `'[0:1]={1,1}'`].map(
    (list): readonly [string, string] => [`${name}_${column}_in_range`, put(list)],
  )

const refused: readonly (readonly [promise: string, statement: string])[] = [
  ['seen_pkey', `insert into seen values ('a', now()), ('a', now())`],
  ['workspace_pkey', `insert into workspace select * from workspace`],
  ['workspace_salt_is_long', `update workspace set salt = ${bytes(31)}`],
  ['workspace_settings_are_named', `update workspace set settings = '[]'`],
  ['workspace_uninstalled_has_last_day', `update workspace set uninstalled_at = now()`],
  ['workspace_uninstalled_has_last_day', `update workspace set delete_after = now()`],

  ['person_pkey', `update person set id = '${bob}' where slack_id = 'U1'`],
  ['person_by_slack_id', person(`slack_id = 'U2'`)],
  [
    'person_has_workspace',
    `insert into person (workspace_id, slack_id, kind, first_seen_at) values ('T2', 'U3', 'member', now())`,
  ],
  ['person_kind_is_known', person(`kind = 'robot'`)],
  ['person_hours_make_sense', person('work_from = 540')],
  ['person_hours_make_sense', person('work_to = 1020')],
  ['person_hours_make_sense', person('work_from = 1020, work_to = 540')],
  ['person_hours_make_sense', person('work_from = 540, work_to = 540')],
  ['person_hours_make_sense', person('work_from = -1, work_to = 540')],
  ['person_hours_make_sense', person('work_from = 540, work_to = 1441')],
  ['person_days_make_sense', person('work_days = 0')],
  ['person_days_make_sense', person('work_days = 128')],
  ['person_erased_is_blank', person('slack_id = null')],
  ['person_erased_is_blank', person('erased_at = now()')],
  ...['name', 'zone', 'unreachable'].map((column) => blank(`${column} = 'x'`)),
  ...['home_opened_at', 'synced_at', 'updated_in_slack'].map((column) => blank(`${column} = now()`)),
  blank('work_days = 31'),
  blank('work_from = 0, work_to = 1'),
  ...['notes_to_manager', 'notes_to_mentor', 'away_in_slack'].map((column) => blank(`${column} = true`)),
  ['person_away_until_means_away', person('away_in_slack_until = now()')],

  ['forgotten_pkey', `insert into forgotten select * from forgotten`],
  ['forgotten_has_workspace', `update forgotten set workspace_id = 'T2'`],
  ['forgotten_digest_is_sha256', `update forgotten set digest = ${bytes(31)}`],

  ['profile_version_pkey', `insert into profile_version values ('nats', 1, ${bytes(31)} || '\\x00', '{}', now())`],
  ['profile_version_by_digest', `insert into profile_version values ('nats', 2, ${bytes(32)}, '{}', now())`],
  ['profile_version_counts_from_one', `insert into profile_version values ('new', 0, ${bytes(32)}, '{}', now())`],
  ['profile_version_digest_is_sha256', `insert into profile_version values ('new', 1, ${bytes(33)}, '{}', now())`],
  ['profile_version_never_edited', `update profile_version set body = '{"level": 1}'`],
  ['profile_version_never_edited', `delete from profile_version`],

  ['profile_slot_pkey', `insert into profile_slot values ('nats', 'topic', 1, 'kv')`],
  ['profile_slot_by_key', `insert into profile_slot values ('nats', 'topic', 2, 'streams')`],
  ['profile_slot_kind_is_known', `insert into profile_slot values ('nats', 'role', 1, 'go')`],
  ['profile_slot_counts_from_one', `insert into profile_slot values ('nats', 'item', 0, 'x')`],

  ['assessment_pkey', said(1)],
  ['assessment_has_person', said(2, { workspace_id: `'T2'` })],
  ['assessment_has_wording', said(2, { profile_version: '2' })],
  ['assessment_has_wording', said(2, { skill: `'kafka'` })],
  ['assessment_counts_from_one', said(0)],
  ['assessment_via_is_known', said(2, { via: `'carrier pigeon'` })],
  ['assessment_kind_is_known', said(2, { kind: `'guessed'` })],
  ['assessment_confirms_an_earlier_one', said(1, { kind: `'confirmed'`, person_id: `'${bob}'` })],
  ['assessment_level_in_range', said(2, { level: '0' })],
  ['assessment_level_in_range', said(2, { level: '6' })],
  ...lists('assessment', 'answers', 2, (list) => said(2, { answers: list })),
  ...lists('assessment', 'ratings', 4, (list) => said(2, { ratings: list })),
  ['assessment_never_edited', `update assessment set level = 5`],

  ['note_pkey', `insert into note values ('T1', '${ann}', 'nats', 1, 'Again')`],
  ['note_has_assessment', `insert into note values ('T1', '${ann}', 'nats', 2, 'Too early')`],
  ['note_has_words', `update note set text = ''`],
  ['note_has_words', `update note set text = repeat('é', 1001)`],

  ['standing_pkey', `insert into standing select * from standing`],
  ['standing_has_person', standing(`person_id = '00000000-0000-7000-8000-00000000000f'`)],
  ['standing_has_history', standing('nth = 2')],
  ['standing_has_history', `delete from assessment`],
  ['standing_level_in_range', standing('level = 0')],
  ['standing_level_in_range', standing('level = 6')],
  ['standing_level_before_in_range', standing('level_before = 6')],
  ['standing_next_missing_is_a_count', standing('next_missing = -1')],
  ...lists('standing', 'answers', 2, (list) => standing(`answers = ${list}`)),
  ...lists('standing', 'ratings', 4, (list) => standing(`ratings = ${list}`)),

  ['form_draft_pkey', `insert into form_draft select * from form_draft`],
  ['form_draft_has_person', draft(`workspace_id = 'T2'`)],
  ['form_draft_has_wording', draft('profile_version = 99')],
  ['form_draft_step_exists', draft('step = 0')],
  ['form_draft_step_exists', draft('step = 4')],
  ['form_draft_level_in_range', draft('level = 6')],
  ['form_draft_note_has_words', draft(`note = ''`)],
  ['form_draft_note_has_words', draft(`note = repeat('x', 1001)`)],
  ...lists('form_draft', 'answers', 2, (list) => draft(`answers = ${list}`)),
  ...lists('form_draft', 'ratings', 4, (list) => draft(`ratings = ${list}`)),

  ['workspace_has_installation', `update workspace set installation_id = 'T2'`],
  ['installation_pkey', `insert into installation select * from installation`],
  ['installation_has_one_owner', installation(`team_id = 'T2'`)],
  ['installation_has_one_owner', installation(`org_wide = true, enterprise_id = 'E1'`)],
  ['installation_cipher_has_its_key', installation(`token_cipher = ${bytes(40)}`)],
  ['installation_cipher_has_its_key', installation(`refresh_cipher = ${bytes(40)}`)],
  [
    'installation_revoked_holds_no_token',
    installation(`token_cipher = ${bytes(40)}, key_id = 'k1', revoked_at = now()`),
  ],

  ['lane_pkey', `insert into lane select * from lane`],
  ['lane_has_workspace', `insert into lane values ('T2', 'post', clock_timestamp(), 300, null)`],
  ['lane_name_is_known', `update lane set name = 'fast' where name = 'post'`],
  ['lane_pace_is_whole', `update lane set per_minute = 0`],
  ['lane_pace_is_whole', `update lane set per_minute = 61`],

  ['letter_pkey', `insert into letter select * from letter`],
  [
    'letter_by_key',
    `insert into letter (workspace_id, key, kind, person_id, not_before, created_at, changed_at)
      select workspace_id, key, 'another', '${bob}', now(), now(), now() from letter`,
  ],
  ['letter_has_person', letter(`person_id = '00000000-0000-7000-8000-00000000000f'`)],
  ['letter_has_other_person', letter(`with_person_id = '00000000-0000-7000-8000-00000000000f'`)],
  ['letter_lane_is_known', letter(`lane = 'fast', channel = 'D1', ts = '1.1'`)],
  ['letter_state_is_known', letter(`state = 'lost'`)],
  ...['channel', 'ts', 'sent_at'].map((missing) => unplaced(missing)),
  ...['unknown', 'failed', 'cancelled'].map((state): readonly [string, string] => [
    'letter_end_has_a_reason',
    letter(`state = '${state}'`),
  ]),
  ['letter_shows_no_more_than_it_should', letter('shown = 2')],
  ['letter_shows_no_more_than_it_should', letter('shown = -1')],
  ['letter_shows_no_more_than_it_should', letter('revision = 0')],
  ['letter_edit_was_posted', letter(`lane = 'edit', channel = 'D1'`)],
  ['letter_edit_was_posted', letter(`lane = 'edit', ts = '1.1'`)],
  ['letter_lease_ends', letter(`lease = '${bob}'`)],
  ['letter_attempts_are_counted', letter('attempts = -1')],

  ['schedule_pkey', `insert into schedule select * from schedule`],
  ['schedule_has_workspace', `insert into schedule (workspace_id, kind, cron) values ('T2', 'round', '0 9 1 * *')`],
  ['schedule_kind_is_known', `update schedule set kind = 'party'`],

  ['slot_pkey', `insert into slot select * from slot`],
  ['slot_has_schedule', `update slot set kind = 'digest'`],

  ['workspace_has_contact', `update workspace set contact_id = '${nobody}'`],

  ['admin_pkey', `insert into admin select * from admin`],
  ['admin_has_person', `update admin set person_id = '${nobody}'`],
  ['admin_has_appointer', `update admin set appointed_by = '${nobody}'`],

  ['manager_link_pkey', `insert into manager_link select * from manager_link`],
  ['manager_link_has_person', `insert into manager_link values ('T1', '${nobody}', 'csv', '${bob}', 'waiting', now())`],
  ['manager_link_has_manager', link(`manager_id = '${nobody}'`)],
  ['manager_link_source_is_known', link(`source = 'gossip'`)],
  ['manager_link_state_is_known', link(`state = 'perhaps'`)],
  ['manager_link_in_force', `update manager_link set state = 'in-force'`],
  ['manager_link_is_not_to_oneself', link(`manager_id = '${ann}'`)],

  ['away_pkey', `insert into away select * from away`],
  ['away_has_person', `update away set ${elsewhere}`],
  ['away_kind_is_known', `update away set kind = 'sabbatical'`],
  ['away_ends', `update away set last_day = '2026-12-23'`],

  ['holiday_pkey', `insert into holiday select * from holiday`],
  ['holiday_has_workspace', `update holiday set ${elsewhere}`],
  ['holiday_name_has_words', `update holiday set name = ''`],
  ['holiday_name_has_words', `update holiday set name = repeat('é', 81)`],

  ['enrolment_pkey', `insert into enrolment select * from enrolment`],
  ['enrolment_has_person', `update enrolment set ${elsewhere}`],
  ['enrolment_source_is_known', `update enrolment set source = 'rumour'`],

  ['exclusion_pkey', `insert into exclusion select * from exclusion`],
  ['exclusion_has_person', `update exclusion set person_id = '${nobody}'`],
  ['exclusion_has_other', `update exclusion set other_id = '${nobody}'`],
  ['exclusion_is_not_of_oneself', `update exclusion set other_id = person_id`],

  ['opened_to_pkey', `insert into opened_to select * from opened_to`],
  ['opened_to_has_person', `update opened_to set person_id = '${nobody}'`],
  ['opened_to_has_viewer', `update opened_to set viewer_id = '${nobody}'`],
  ['opened_to_is_for_others', `update opened_to set viewer_id = person_id`],

  ['audit_pkey', `insert into audit select * from audit`],
  [
    'audit_has_workspace',
    `insert into audit (workspace_id, at, act, subjects) values ('T2', now(), 'read.level', '{}')`,
  ],
  [
    'audit_subjects_are_people',
    `insert into audit (workspace_id, at, act, subjects) values ('T1', now(), 'x', '{null}')`,
  ],
  ['audit_never_edited', `update audit set at = now()`],

  ['import_pkey', `insert into import select * from import`],
  ['import_has_workspace', `update import set ${elsewhere}, started_by = null`],
  ['import_has_starter', list(`started_by = '${nobody}'`)],
  ['import_kind_is_known', list(`kind = 'levels'`)],
  ['import_state_is_known', list(`state = 'half'`)],
  ['import_rows_are_lists', list(`rows = '{}'`)],
  ['import_rows_are_lists', list(`refused = '"none"'`)],
  ['import_ends', list('expires_at = at')],

  ['round_pkey', `insert into round select * from round`],
  ['round_has_workspace', another(`'2026-Q4', null, 'open', null`, 'T2')],
  ['round_has_wording', round('profile_version = 9')],
  ['round_has_starter', round(`started_by = '${nobody}'`)],
  ['round_state_is_known', round(`state = 'late'`)],
  ['round_opens_before_it_closes', round('closes_at = opens_at')],
  ['round_over_has_an_end', round(`state = 'closed'`)],
  ['round_over_has_an_end', round('closed_at = now()')],
  ['round_settles_after_its_end', round('settled_at = now()')],
  ['round_settings_are_named', round(`settings = '[]'`)],
  ['round_by_name', another(`'2026-Q4', null, 'closed', now()`)],
  ['round_by_slot', another(`'2026-Q4 (2)', '2026-10-01', 'closed', now()`)],
  ['round_running', another(`'2026-Q4 (2)', null, 'paused', null`)],

  ['check_in_pkey', `insert into check_in select * from check_in`],
  ['check_in_has_round', part(`round_id = '${nobody}'`)],
  ['check_in_has_person', part(`person_id = '${nobody}'`)],
  ['check_in_state_is_known', part(`state = 'asleep'`)],
  ['check_in_left_out_has_a_reason', part(`state = 'left-out'`)],
  ['check_in_left_out_has_a_reason', part(`left_out_reason = 'guest'`)],
  ['check_in_answer_is_known', part(`state = 'answered', answered_at = now(), answer = 'perhaps'`)],
  ['check_in_answered_has_when_and_how', part(`state = 'answered'`)],
  ['check_in_answered_has_when_and_how', part(`answer = 'updated', answered_at = now()`)],
  ['check_in_late_was_answered', part('late = true')],
  ['check_in_reminds_only_the_silent', part(`state = 'closed', remind_at = now()`)],
  ['check_in_reminds_three_times', part('reminders = 4')],
  ['check_in_reminds_three_times', part('reminders = -1')],

  ['directory_sync_pkey', `insert into directory_sync select * from directory_sync`],
  ['directory_sync_has_workspace', sync(elsewhere)],
  ['directory_sync_phase_is_known', sync(`phase = 'lunch'`)],
  ['directory_sync_done_has_an_end', sync(`phase = 'done'`)],
  ['directory_sync_done_has_an_end', sync('done_at = now()')],
  ['directory_sync_lease_ends', sync(`lease = '${bob}'`)],
  ['directory_sync_counts', sync('calls = -1')],
  ['directory_sync_counts', sync('changed = -1')],
]

/** A second round of the same quarter. */
function another(what: string, workspaceId = 'T1'): string {
  return `insert into round (workspace_id, skill, profile_version, opens_at, closes_at, settings, name, due_at, state, closed_at)
    values ('${workspaceId}', 'nats', 1, '2026-11-01', '2026-11-15', '{}', ${what})`
}

/** A letter that was sent, but for one thing that is known of it then. */
function unplaced(missing: string): readonly [string, string] {
  const known = Object.entries({ channel: `'D1'`, ts: `'1.1'`, sent_at: 'now()' }).filter(([name]) => name !== missing)
  return [
    'letter_sent_has_place_and_time',
    letter(`state = 'sent', ${known.map((pair) => pair.join(' = ')).join(', ')}`),
  ]
}

function blank(leftover: string): readonly [string, string] {
  return ['person_erased_is_blank', person(`erased_at = now(), slack_id = null, ${leftover}`)]
}

describe('the database', () => {
  it.each(refused)('keeps %s: %s', async (promise, statement) => {
    await expect(sql(statement)).rejects.toMatchObject({ constraint: promise })
    isUntouched = true
  })

  it('has no promise that is not tried here', async () => {
    const rows = await sql(`
      select conname as name from pg_constraint where contype in ('p', 'u', 'f', 'c') and connamespace = 'public'::regnamespace
      union
      select indexrelid::regclass::text from pg_index join pg_class c on c.oid = indrelid
      where indisunique and c.relnamespace = 'public'::regnamespace
      except select '_prisma_migrations_pkey'
      union
      select tgname from pg_trigger where not tgisinternal`)
    expect(rows.map((row) => row.name).sort()).toEqual([...new Set(refused.map(([promise]) => promise))].sort())
  })
})

describe('the database accepts', () => {
  it.each([
    ['the longest note', `update note set text = repeat('é', 1000)`],
    ['the highest level', standing('level = 5, level_before = 5')],
    ['an empty list', standing(`answers = '{}', ratings = '{}'`)],
    ['a whole day of work, every day', person('work_from = 0, work_to = 1440, work_days = 127')],
    ['a blank person', person('erased_at = now(), slack_id = null')],
    [
      'a workspace that has left',
      `update workspace set uninstalled_at = now(), delete_after = now() + interval '30 days'`,
    ],
    ['a confirmation of what was said before', said(2, { kind: `'confirmed'` })],
    ['a draft with a note', draft(`note = repeat('x', 1000), step = 3`)],
    [
      'an installation of a whole organisation',
      `insert into installation (id, org_wide, enterprise_id, installed_at) values ('E1', true, 'E1', now())`,
    ],
    ['a token with its key', installation(`token_cipher = ${bytes(40)}, key_id = 'k1'`)],
    [
      'one letter a minute, and six thousand',
      `update lane set per_minute = case name when 'post' then 6000 else 1 end`,
    ],
    ['a letter to two people', letter(`with_person_id = '${bob}'`)],
    ['a letter under way', letter(`state = 'sending', lease = '${bob}', free_at = clock_timestamp()`)],
    [
      'an edit of a letter that was sent',
      letter(`state = 'sent', lane = 'edit', channel = 'D1', ts = '1.1', sent_at = now(), shown = 1, revision = 3`),
    ],
    ['a letter that has failed, and why', letter(`state = 'failed', reason = 'user_disabled'`)],
    ['a status that says until when somebody is away', person('away_in_slack = true, away_in_slack_until = now()')],
    ['one day off', `update away set kind = 'day-off', last_day = first_day`],
    [
      'the same company holiday in two workspaces',
      `insert into workspace (id, name, salt, first_seen_at) values ('T2', 'Globex', ${bytes(32)}, now());
      insert into holiday select 'T2', day, name from holiday`,
    ],
    [
      'a line of the app itself about nobody',
      `insert into audit (workspace_id, at, act, subjects) values ('T1', now(), 'x', '{}')`,
    ],
    ['lines of the audit log whose time is over being deleted', 'delete from audit'],
    ['a directory that has been read to its end', sync(`phase = 'done', done_at = now()`)],
    [
      'the contact and the appointer leaving, without the workspace or the admin',
      `
      update workspace set contact_id = '${bob}'; delete from person where id = '${bob}'`,
    ],
  ])('%s', async (_what, statement) => {
    await expect(sql(statement)).resolves.toBeDefined()
  })

  it('a standing that is written before its assessment in one transaction', async () => {
    await expect(sql(`begin; ${standing('nth = 2')}; ${said(2)}; commit`)).resolves.toBeDefined()
  })

  it('the end of a person, with all that was theirs', async () => {
    await sql(`delete from person where id = '${ann}'`)
    const left = await sql(`
      select (select count(*) from assessment) + (select count(*) from note)
        + (select count(*) from standing) + (select count(*) from form_draft) + (select count(*) from letter) as rows`)
    expect(left).toEqual([{ rows: '0' }])
  })

  it('the end of a workspace, and keeps the wording for the others', async () => {
    await sql('delete from workspace')
    expect(
      await sql(
        'select (select count(*) from person) + (select count(*) from forgotten) as people, (select count(*) from profile_version) as wordings',
      ),
    ).toEqual([{ people: '0', wordings: '1' }])
  })
})

it('shows the latest assessment of each person by its number, whatever the clock said', async () => {
  await sql(said(2, { said_at: `'1999-12-31'`, level: '3' }))
  await sql(said(1, { person_id: `'${bob}'`, level: '5' }))
  expect(await sql('select person_id, nth, level from assessment_latest order by person_id')).toEqual([
    { person_id: ann, nth: 2, level: 3 },
    { person_id: bob, nth: 1, level: 5 },
  ])
})

it('gives a person an id that carries version 7', async () => {
  const [row] = await sql(`
    insert into person (workspace_id, slack_id, kind, first_seen_at) values ('T1', 'U3', 'member', now()) returning id::text`)
  expect(row?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
