-- PostgreSQL has uuidv7() from version 18 on. Before that, here it is: 48 bits of milliseconds, 12 bits of the
-- millisecond's fraction, so that ids made one after the other mostly sort so, and the variant and chance of a v4.
do $migration$
begin
  if to_regprocedure('pg_catalog.uuidv7()') is null then
    create function uuidv7() returns uuid
      language sql
      volatile
      parallel safe
      as $$
        select (lpad(to_hex(t.micros / 1000), 12, '0')
          || '7' || lpad(to_hex(t.micros % 1000 * 4096 / 1000), 3, '0')
          || right(gen_random_uuid()::text, 17))::uuid
        from (select floor(extract(epoch from clock_timestamp()) * 1000000)::bigint as micros) t
      $$;
  end if;
end
$migration$;

-- CreateTable
CREATE TABLE "seen" (
    "key" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "seen_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL DEFAULT 'UTC',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "salt" BYTEA NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),
    "delete_after" TIMESTAMPTZ(3),

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "workspace_id" TEXT NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "slack_id" TEXT,
    "name" TEXT,
    "zone" TEXT,
    "kind" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "work_from" SMALLINT,
    "work_to" SMALLINT,
    "work_days" SMALLINT,
    "unreachable" TEXT,
    "home_opened_at" TIMESTAMPTZ(3),
    "synced_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "profile_version" (
    "skill" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "body" JSONB NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "profile_version_pkey" PRIMARY KEY ("skill","version")
);

-- CreateTable
CREATE TABLE "profile_slot" (
    "skill" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "slot" SMALLINT NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "profile_slot_pkey" PRIMARY KEY ("skill","kind","slot")
);

-- CreateTable
CREATE TABLE "assessment" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "nth" INTEGER NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "via" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "profile_version" INTEGER NOT NULL,
    "answers" SMALLINT[],
    "ratings" SMALLINT[],

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("workspace_id","person_id","skill","nth")
);

-- CreateTable
CREATE TABLE "note" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "nth" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "note_pkey" PRIMARY KEY ("workspace_id","person_id","skill","nth")
);

-- CreateTable
CREATE TABLE "standing" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "nth" INTEGER NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "level_since" TIMESTAMPTZ(3) NOT NULL,
    "role" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "level_before" SMALLINT,
    "profile_version" INTEGER NOT NULL,
    "next_missing" SMALLINT NOT NULL,
    "answers" SMALLINT[],
    "ratings" SMALLINT[],

    CONSTRAINT "standing_pkey" PRIMARY KEY ("workspace_id","person_id","skill")
);

-- CreateTable
CREATE TABLE "form_draft" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "step" SMALLINT NOT NULL,
    "role" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "profile_version" INTEGER NOT NULL,
    "answers" SMALLINT[],
    "ratings" SMALLINT[],
    "note" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_draft_pkey" PRIMARY KEY ("workspace_id","person_id","skill")
);

-- CreateIndex
CREATE INDEX "seen_expired" ON "seen"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "person_by_slack_id" ON "person"("workspace_id", "slack_id");

-- CreateIndex
CREATE UNIQUE INDEX "profile_version_by_digest" ON "profile_version"("skill", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "profile_slot_by_key" ON "profile_slot"("skill", "kind", "key");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_has_workspace" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_has_assessment" FOREIGN KEY ("workspace_id", "person_id", "skill", "nth") REFERENCES "assessment"("workspace_id", "person_id", "skill", "nth") ON DELETE CASCADE ON UPDATE RESTRICT;

-- By hand from here on.

-- Lists are never null, and hold no null: Prisma could not read the row.

alter table assessment
  alter column answers set not null,
  alter column ratings set not null;

alter table standing
  alter column answers set not null,
  alter column ratings set not null;

alter table form_draft
  alter column answers set not null,
  alter column ratings set not null;

-- Answers and ratings are plain lists of small numbers.

create function within(list smallint[], lowest integer, highest integer) returns boolean
  language sql
  immutable
  parallel safe
  return coalesce(array_ndims(list) = 1 and array_lower(list, 1) = 1, true)
    and array_position(list, null) is null
    and lowest <= all (list)
    and highest >= all (list);

-- Foreign keys

alter table assessment
  add constraint assessment_has_person foreign key (workspace_id, person_id)
    references person (workspace_id, id) on delete cascade on update restrict,
  add constraint assessment_has_wording foreign key (skill, profile_version)
    references profile_version (skill, version) on delete restrict on update restrict;

alter table standing
  add constraint standing_has_person foreign key (workspace_id, person_id)
    references person (workspace_id, id) on delete cascade on update restrict,
  add constraint standing_has_history foreign key (workspace_id, person_id, skill, nth)
    references assessment (workspace_id, person_id, skill, nth) on delete no action on update restrict
    deferrable initially deferred;

alter table form_draft
  add constraint form_draft_has_person foreign key (workspace_id, person_id)
    references person (workspace_id, id) on delete cascade on update restrict,
  add constraint form_draft_has_wording foreign key (skill, profile_version)
    references profile_version (skill, version) on delete restrict on update restrict;

-- Checks, each named for its promise

alter table workspace
  add constraint workspace_salt_is_long check (octet_length(salt) = 32),
  add constraint workspace_settings_are_named check (jsonb_typeof(settings) = 'object'),
  add constraint workspace_uninstalled_has_last_day check ((uninstalled_at is null) = (delete_after is null));

alter table person
  add constraint person_kind_is_known check (kind in ('member', 'guest', 'bot', 'stranger')),
  add constraint person_hours_make_sense check (
    (work_from is null and work_to is null)
    or (work_from is not null and work_to is not null and 0 <= work_from and work_from < work_to and work_to <= 1440)),
  add constraint person_days_make_sense check (work_days between 1 and 127),
  add constraint person_erased_is_blank check (
    (erased_at is null and slack_id is not null)
    or (erased_at is not null and num_nonnulls(
      slack_id, name, zone, work_from, work_to, work_days, unreachable, home_opened_at, synced_at) = 0));

alter table profile_version
  add constraint profile_version_counts_from_one check (version >= 1),
  add constraint profile_version_digest_is_sha256 check (octet_length(digest) = 32);

alter table profile_slot
  add constraint profile_slot_kind_is_known check (kind in ('topic', 'item')),
  add constraint profile_slot_counts_from_one check (slot >= 1);

alter table assessment
  add constraint assessment_counts_from_one check (nth >= 1),
  add constraint assessment_via_is_known check (via in ('command', 'shortcut', 'home', 'check-in', 'import')),
  add constraint assessment_kind_is_known check (kind in ('given', 'confirmed')),
  add constraint assessment_confirms_an_earlier_one check (kind = 'given' or nth > 1),
  add constraint assessment_level_in_range check (level between 1 and 5),
  add constraint assessment_answers_in_range check (within(answers, -1, 2)),
  add constraint assessment_ratings_in_range check (within(ratings, -1, 4));

alter table note
  add constraint note_has_words check (char_length(text) between 1 and 1000);

alter table standing
  add constraint standing_level_in_range check (level between 1 and 5),
  add constraint standing_level_before_in_range check (level_before between 1 and 5),
  add constraint standing_next_missing_is_a_count check (next_missing >= 0),
  add constraint standing_answers_in_range check (within(answers, -1, 2)),
  add constraint standing_ratings_in_range check (within(ratings, -1, 4));

alter table form_draft
  add constraint form_draft_step_exists check (step between 1 and 3),
  add constraint form_draft_level_in_range check (level between 1 and 5),
  add constraint form_draft_answers_in_range check (within(answers, -1, 2)),
  add constraint form_draft_ratings_in_range check (within(ratings, -1, 4)),
  add constraint form_draft_note_has_words check (char_length(note) between 1 and 1000);

-- Partial indexes

create index workspace_to_delete on workspace (delete_after) where delete_after is not null;

-- What somebody said, and the wording they said it against, is never edited.

create function never_edited() returns trigger
  language plpgsql
  as $$
begin
  raise exception '% is never edited: % was refused', tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation', table = tg_table_name, constraint = tg_name;
end
$$;

create trigger assessment_never_edited
  before update on assessment
  for each row execute function never_edited();

create trigger profile_version_never_edited
  before update or delete on profile_version
  for each row execute function never_edited();

-- The truth that `standing` is compared with: slow over everybody, right by construction.

create view assessment_latest as
  select distinct on (workspace_id, person_id, skill)
    workspace_id, person_id, skill, nth, said_at, via, kind, role, level, profile_version, answers, ratings
  from assessment
  order by workspace_id, person_id, skill, nth desc;
