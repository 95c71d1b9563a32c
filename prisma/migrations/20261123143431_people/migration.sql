-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "contact_id" UUID;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "away_in_slack" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "away_in_slack_until" TIMESTAMPTZ(3),
ADD COLUMN     "notes_to_manager" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "notes_to_mentor" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "updated_in_slack" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "admin" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "appointed_by" UUID,

    CONSTRAINT "admin_pkey" PRIMARY KEY ("workspace_id","person_id")
);

-- CreateTable
CREATE TABLE "manager_link" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "manager_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "manager_link_pkey" PRIMARY KEY ("workspace_id","person_id","source")
);

-- CreateTable
CREATE TABLE "away" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,

    CONSTRAINT "away_pkey" PRIMARY KEY ("workspace_id","person_id","id")
);

-- CreateTable
CREATE TABLE "holiday" (
    "workspace_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "holiday_pkey" PRIMARY KEY ("workspace_id","day")
);

-- CreateTable
CREATE TABLE "enrolment" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("workspace_id","person_id","skill")
);

-- CreateTable
CREATE TABLE "exclusion" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,

    CONSTRAINT "exclusion_pkey" PRIMARY KEY ("workspace_id","person_id","other_id")
);

-- CreateTable
CREATE TABLE "opened_to" (
    "workspace_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "viewer_id" UUID NOT NULL,
    "until" DATE NOT NULL,

    CONSTRAINT "opened_to_pkey" PRIMARY KEY ("workspace_id","person_id","viewer_id")
);

-- CreateTable
CREATE TABLE "audit" (
    "workspace_id" TEXT NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "act" TEXT NOT NULL,
    "subjects" UUID[],
    "detail" JSONB,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "import" (
    "workspace_id" TEXT NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_by" UUID,
    "rows" JSONB NOT NULL,
    "refused" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "directory_sync" (
    "workspace_id" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "phase" TEXT NOT NULL DEFAULT 'members',
    "cursor" TEXT,
    "after_person" UUID,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "free_at" TIMESTAMPTZ(6),
    "lease" UUID,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_sync_pkey" PRIMARY KEY ("workspace_id")
);

-- By hand from here on: checks, partial indexes, triggers, views, foreign keys without a relation, `not null` of lists.

-- Erased rows hold no wish and no status either.

alter table person
  drop constraint person_erased_is_blank,
  add constraint person_erased_is_blank check (
    (erased_at is null and slack_id is not null)
    or (erased_at is not null and not notes_to_manager and not notes_to_mentor and not away_in_slack and num_nonnulls(
      slack_id, name, zone, work_from, work_to, work_days, unreachable, home_opened_at, synced_at, away_in_slack_until,
      updated_in_slack) = 0)),
  add constraint person_away_until_means_away check (away_in_slack or away_in_slack_until is null);

alter table workspace
  add constraint workspace_has_contact foreign key (id, contact_id) references person (workspace_id, id) on update restrict on delete set null (contact_id);

alter table admin
  add constraint admin_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint admin_has_appointer foreign key (workspace_id, appointed_by) references person (workspace_id, id) on update restrict on delete set null (appointed_by);

alter table manager_link
  add constraint manager_link_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint manager_link_has_manager foreign key (workspace_id, manager_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint manager_link_source_is_known check (source in ('csv', 'self', 'profile')),
  add constraint manager_link_state_is_known check (state in ('waiting', 'in-force', 'disputed', 'superseded')),
  add constraint manager_link_is_not_to_oneself check (manager_id <> person_id);

alter table away
  add constraint away_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint away_kind_is_known check (kind in ('day-off', 'pause', 'mentoring-pause')),
  add constraint away_ends check (first_day <= last_day);

alter table holiday
  add constraint holiday_has_workspace foreign key (workspace_id) references workspace (id) on update restrict on delete cascade,
  add constraint holiday_name_has_words check (char_length(name) between 1 and 80);

alter table enrolment
  add constraint enrolment_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint enrolment_source_is_known check (source in ('picked', 'channel', 'everyone', 'csv', 'self'));

alter table exclusion
  add constraint exclusion_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint exclusion_has_other foreign key (workspace_id, other_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint exclusion_is_not_of_oneself check (other_id <> person_id);

alter table opened_to
  add constraint opened_to_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint opened_to_has_viewer foreign key (workspace_id, viewer_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint opened_to_is_for_others check (viewer_id <> person_id);

alter table audit
  alter column subjects set not null,
  add constraint audit_has_workspace foreign key (workspace_id) references workspace (id) on update restrict on delete cascade,
  add constraint audit_subjects_are_people check (array_position(subjects, null) is null);

create trigger audit_never_edited
  before update on audit
  for each row execute function never_edited();

alter table import
  add constraint import_has_workspace foreign key (workspace_id) references workspace (id) on update restrict on delete cascade,
  add constraint import_has_starter foreign key (workspace_id, started_by) references person (workspace_id, id) on update restrict on delete set null (started_by),
  add constraint import_kind_is_known check (kind in ('managers', 'people')),
  add constraint import_state_is_known check (state in ('dry-run', 'applied', 'discarded')),
  add constraint import_rows_are_lists check (jsonb_typeof(rows) = 'array' and jsonb_typeof(refused) = 'array'),
  add constraint import_ends check (at < expires_at);

alter table directory_sync
  add constraint directory_sync_has_workspace foreign key (workspace_id) references workspace (id) on update restrict on delete cascade,
  add constraint directory_sync_phase_is_known check (phase in ('members', 'fields', 'done')),
  add constraint directory_sync_done_has_an_end check ((phase = 'done') = (done_at is not null)),
  add constraint directory_sync_lease_ends check (lease is null or free_at is not null),
  add constraint directory_sync_counts check (calls >= 0 and changed >= 0);

-- Each question's index.

create index workspace_by_contact on workspace (id, contact_id) where contact_id is not null;
create index admin_by_appointer on admin (workspace_id, appointed_by) where appointed_by is not null;
create unique index manager_link_in_force on manager_link (workspace_id, person_id) where state = 'in-force';
create index manager_link_of_manager on manager_link (workspace_id, manager_id, state, person_id);
create index enrolment_of_skill on enrolment (workspace_id, skill, person_id);
create index exclusion_by_other on exclusion (workspace_id, other_id);
create index opened_to_viewer on opened_to (workspace_id, viewer_id);
create index audit_by_actor on audit (workspace_id, actor_id, at desc);
create index audit_latest on audit (workspace_id, at desc, id desc);
create index audit_by_subject on audit using gin (subjects);
create index audit_by_time on audit using brin (at);
create index import_by_starter on import (workspace_id, started_by) where started_by is not null;
create index import_expired on import (expires_at);
create index directory_sync_open on directory_sync (free_at) where phase <> 'done';
