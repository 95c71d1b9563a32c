import type { TestDatabase } from './database.ts'

/** Our ids are the same in every workspace that is filled: what forgets to say which one it means, meets both. */
export const ivan = '00000000-0000-7000-8000-000000000001'
export const ana = '00000000-0000-7000-8000-000000000002'
export const leo = '00000000-0000-7000-8000-000000000003'
const row = (nth: number) => `00000000-0000-7000-8000-0000000001${String(nth).padStart(2, '0')}`
export const letterToIvan = row(1)
export const letterToAna = row(2)
export const failedLetter = row(3)
export const managersList = row(4)
export const peopleList = row(5)
export const readOfIvan = row(6)
export const awayOfIvan = row(7)
export const closedRound = row(14)
export const openRound = row(15)

/**
 * A workspace with three people, U1, U2 and U3, and rows in every table that has a workspace. Ivan, U1, stands wherever a
 * person can stand. The word is in everything that people typed or Slack told, and in nothing else.
 */
export async function fillWorkspace({ sql }: TestDatabase, workspaceId: string, word: string): Promise<void> {
  const bytes = (count: number) => `decode(repeat('ab', ${count}), 'hex')`
  const at = `timestamptz '2026-11-20 09:00Z'`
  const ws = `'${workspaceId}'`
  const said = (person: string, nth: number) =>
    `(${ws}, '${person}', 'nats-jetstream', ${nth}, ${at}, 'home', 'given', 'go', 2, 1, '{2,1}', '{4,1}')`
  await sql(`
    insert into profile_version values ('nats-jetstream', 1, ${bytes(32)}, '{}', ${at}) on conflict do nothing;
    insert into profile_slot values ('nats-jetstream', 'topic', 1, 'streams'), ('nats-jetstream', 'item', 1, 'a') on conflict do nothing;
    insert into installation (id, team_id, installed_at, installed_by, bot_id)
      values (${ws}, ${ws}, ${at}, 'U1', '${word}');
    insert into workspace (id, installation_id, name, zone, salt, first_seen_at)
      values (${ws}, ${ws}, 'Works of ${word}', 'Europe/Berlin', ${bytes(32)}, ${at});
    insert into lane (workspace_id, name, next_at, per_minute)
      values (${ws}, 'post', clock_timestamp(), 300), (${ws}, 'edit', clock_timestamp(), 50);
    insert into person (workspace_id, id, slack_id, name, zone, kind, first_seen_at, synced_at, home_opened_at,
        work_from, work_to, work_days, notes_to_manager, away_in_slack, updated_in_slack)
      values (${ws}, '${ivan}', 'U1', 'Ivan ${word}', 'Europe/Berlin', 'member', ${at}, ${at}, ${at}, 540, 1020, 31, true, true, ${at});
    insert into person (workspace_id, id, slack_id, name, zone, kind, first_seen_at, synced_at)
      values (${ws}, '${ana}', 'U2', 'Ana ${word}', 'Europe/Berlin', 'member', ${at}, ${at}),
        (${ws}, '${leo}', 'U3', 'Leo ${word}', 'Europe/Berlin', 'member', ${at}, ${at});
    update workspace set contact_id = '${ivan}' where id = ${ws};
    insert into forgotten values (${ws}, sha256(${bytes(32)} || convert_to('U9', 'UTF8')), ${at});
    insert into assessment (workspace_id, person_id, skill, nth, said_at, via, kind, role, level, profile_version, answers, ratings)
      values ${said(ivan, 1)}, ${said(ivan, 2)}, ${said(ana, 1)};
    insert into note values (${ws}, '${ivan}', 'nats-jetstream', 1, 'A note of ${word}');
    insert into standing values
      (${ws}, '${ivan}', 'nats-jetstream', 2, ${at}, ${at}, 'go', 2, null, 1, 3, '{2,1}', '{4,1}'),
      (${ws}, '${ana}', 'nats-jetstream', 1, ${at}, ${at}, 'go', 2, null, 1, 3, '{2,1}', '{4,1}');
    insert into form_draft values
      (${ws}, '${ivan}', 'nats-jetstream', 2, 'go', 2, 1, '{2}', '{4}', 'A draft of ${word}', ${at} + interval '30 days');
    insert into letter (workspace_id, id, key, kind, person_id, with_person_id, facts, not_before, created_at, changed_at)
      values (${ws}, '${letterToIvan}', 'a:${ivan}', 'test', '${ivan}', null, '{"of": "${word}"}', ${at}, ${at}, ${at}),
        (${ws}, '${letterToAna}', 'b:${ana}', 'test', '${ana}', '${ivan}', null, ${at}, ${at}, ${at});
    insert into letter (workspace_id, id, key, kind, state, reason, person_id, not_before, created_at, changed_at)
      values (${ws}, '${failedLetter}', 'c:${ana}', 'test', 'failed', '${word}', '${ana}', ${at}, ${at}, ${at});
    insert into schedule (workspace_id, kind, cron, next_at) values (${ws}, 'retention', '17 3 * * *', ${at}), (${ws}, 'sync', '0 2 * * *', null);
    insert into slot (workspace_id, kind, due_at, taken_at) values (${ws}, 'retention', ${at} - interval '1 day', ${at});
    insert into admin values (${ws}, '${ivan}', ${at}, '${ana}'), (${ws}, '${ana}', ${at}, '${ivan}');
    insert into manager_link values
      (${ws}, '${ivan}', 'csv', '${ana}', 'in-force', ${at}), (${ws}, '${ivan}', 'self', '${leo}', 'waiting', ${at}),
      (${ws}, '${leo}', 'csv', '${ivan}', 'in-force', ${at}), (${ws}, '${ana}', 'profile', '${ivan}', 'disputed', ${at});
    insert into away values
      (${ws}, '${ivan}', '${awayOfIvan}', 'day-off', '2026-11-23', '2026-11-24'),
      (${ws}, '${ivan}', '${row(8)}', 'pause', '2026-10-01', '2026-10-10');
    insert into holiday values (${ws}, '2027-01-01', 'New Year of ${word}'), (${ws}, '2026-11-23', 'Day of ${word}');
    insert into enrolment values
      (${ws}, '${ivan}', 'nats-jetstream', ${at}, 'self'), (${ws}, '${ana}', 'nats-jetstream', ${at}, 'csv');
    insert into exclusion values (${ws}, '${ivan}', '${ana}'), (${ws}, '${leo}', '${ivan}');
    insert into opened_to values
      (${ws}, '${ivan}', '${leo}', '2027-01-21'), (${ws}, '${ana}', '${ivan}', '2027-01-22'), (${ws}, '${leo}', '${ana}', '2026-11-01');
    insert into audit (workspace_id, id, at, actor_id, act, subjects, detail) values
      (${ws}, '${readOfIvan}', ${at}, '${ana}', 'read.level', array['${ivan}'::uuid], '{"as": "manager"}'),
      (${ws}, '${row(9)}', ${at} + interval '1 minute', '${ivan}', 'read.level', array['${leo}'::uuid], '{"as": "manager"}'),
      (${ws}, '${row(10)}', ${at} + interval '2 minutes', '${ana}', 'enrol.add', array['${ivan}'::uuid, '${leo}'::uuid], null),
      (${ws}, '${row(11)}', ${at} + interval '3 minutes', '${ana}', 'manager.dispute', array['${ana}'::uuid, '${ivan}'::uuid], null),
      (${ws}, '${row(12)}', ${at} + interval '4 minutes', null, 'manager.profile', array['${ivan}'::uuid], null),
      (${ws}, '${row(13)}', ${at} - interval '3 years', '${ana}', 'read.level', array['${ivan}'::uuid], '{"as": "admin"}');
    insert into import (workspace_id, id, kind, state, started_by, rows, refused, at, expires_at) values
      (${ws}, '${managersList}', 'managers', 'dry-run', '${ana}', '[["U1", "U2", "${word}"]]', '[]', ${at}, ${at} + interval '1 day'),
      (${ws}, '${peopleList}', 'people', 'applied', '${ivan}', '[["U3", "${word}"]]', '[]', ${at}, ${at} + interval '1 day');
    insert into round (workspace_id, id, skill, name, due_at, state, profile_version, opens_at, closes_at, closed_at, settings, planned_to, started_by) values
      (${ws}, '${closedRound}', 'nats-jetstream', '2026-Q3', null, 'closed', 1, ${at} - interval '90 days', ${at} - interval '76 days',
        ${at} - interval '76 days', '{"reminders": [3, 7, 12]}', null, '${ana}'),
      (${ws}, '${openRound}', 'nats-jetstream', '2026-Q4', ${at} - interval '1 day', 'open', 1, ${at} - interval '1 day', ${at} + interval '13 days',
        null, '{"reminders": [3, 7, 12]}', '${ivan}', '${ivan}');
    insert into check_in (workspace_id, round_id, person_id, state, left_out_reason, ask_at, remind_at, answer, answered_at, nth) values
      (${ws}, '${closedRound}', '${ivan}', 'closed', null, ${at} - interval '90 days', null, null, null, null),
      (${ws}, '${openRound}', '${ivan}', 'waiting', null, ${at} - interval '1 day', ${at}, null, null, null),
      (${ws}, '${openRound}', '${ana}', 'answered', null, ${at} - interval '1 day', null, 'confirmed', ${at}, 1),
      (${ws}, '${openRound}', '${leo}', 'left-out', 'left', null, null, null, null, null);
    insert into directory_sync (workspace_id, asked_at, cursor, after_person)
      values (${ws}, ${at}, '${word}', '${ivan}')`)
}

/** Every row of every table that has a workspace, of one workspace, in an order of its own: what must not change. */
export async function dumpOf(
  { sql }: Pick<TestDatabase, 'sql'>,
  workspaceId: string,
): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {}
  for (const [table, column] of await tablesOfTenants({ sql })) {
    const rows = await sql(`select to_jsonb(t)::text as row from "${table}" t where "${column}" = $1 order by 1`, [
      workspaceId,
    ])
    dump[table] = rows.map((each) => String(each.row))
  }
  return dump
}

/** Tables that hold something of a workspace, with the column that says of which. */
export async function tablesOfTenants({
  sql,
}: Pick<TestDatabase, 'sql'>): Promise<(readonly [table: string, column: string])[]> {
  const rows = await sql(`
    select c.relname as table,
      max(case when a.attname = 'workspace_id' or c.relname in ('workspace', 'installation') and a.attname = 'id' then a.attname end) as column
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    where a.attnum > 0 and not a.attisdropped
    group by 1
    order by 1`)
  return rows.filter(({ column }) => column !== null).map(({ table, column }) => [String(table), String(column)])
}
