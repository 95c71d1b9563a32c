-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "installation_id" TEXT;

-- CreateTable
CREATE TABLE "installation" (
    "id" TEXT NOT NULL,
    "org_wide" BOOLEAN NOT NULL DEFAULT false,
    "team_id" TEXT,
    "enterprise_id" TEXT,
    "app_id" TEXT,
    "bot_id" TEXT,
    "bot_user_id" TEXT,
    "scopes" TEXT[],
    "token_cipher" BYTEA,
    "refresh_cipher" BYTEA,
    "key_id" TEXT,
    "token_expires_at" TIMESTAMPTZ(6),
    "refreshing_until" TIMESTAMPTZ(6),
    "installed_by" TEXT,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane" (
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "per_minute" INTEGER NOT NULL,
    "stopped" TEXT,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("workspace_id","name")
);

-- CreateTable
CREATE TABLE "letter" (
    "workspace_id" TEXT NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "lane" TEXT NOT NULL DEFAULT 'post',
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "person_id" UUID NOT NULL,
    "with_person_id" UUID,
    "subject" UUID,
    "facts" JSONB,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "free_at" TIMESTAMPTZ(6),
    "lease" UUID,
    "channel" TEXT,
    "ts" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,

    CONSTRAINT "letter_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "schedule" (
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "skill" TEXT NOT NULL DEFAULT '',
    "cron" TEXT NOT NULL,
    "zone" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("workspace_id","kind","skill")
);

-- CreateTable
CREATE TABLE "slot" (
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "skill" TEXT NOT NULL DEFAULT '',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(6),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "slot_pkey" PRIMARY KEY ("workspace_id","kind","skill","due_at")
);

-- CreateIndex
CREATE UNIQUE INDEX "letter_by_key" ON "letter"("workspace_id", "key");

-- By hand from here on: checks, partial indexes, triggers, views, foreign keys without a relation, `not null` of lists.

-- By hand from here on.

alter table installation
  alter column scopes set not null,
  alter column scopes set default '{}',
  add constraint installation_has_one_owner check (id = case when org_wide then enterprise_id else team_id end),
  add constraint installation_cipher_has_its_key check (num_nonnulls(token_cipher, refresh_cipher) = 0 or key_id is not null),
  add constraint installation_revoked_holds_no_token check (revoked_at is null or num_nonnulls(token_cipher, refresh_cipher) = 0);

alter table workspace
  add constraint workspace_has_installation foreign key (installation_id) references installation (id) on update restrict on delete set null;

alter table lane
  set (fillfactor = 50),
  add constraint lane_has_workspace foreign key (workspace_id) references workspace (id) on update restrict on delete cascade,
  add constraint lane_name_is_known check (name in ('post', 'edit')),
  add constraint lane_pace_is_whole check (per_minute between 1 and 60 or (per_minute > 60 and per_minute % 60 = 0));

alter table letter
  set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02),
  add constraint letter_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint letter_has_other_person foreign key (workspace_id, with_person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint letter_lane_is_known check (lane in ('post', 'edit')),
  add constraint letter_state_is_known check (state in ('planned', 'sending', 'sent', 'unknown', 'failed', 'cancelled')),
  add constraint letter_sent_has_place_and_time check (state <> 'sent' or num_nonnulls(channel, ts, sent_at) = 3),
  add constraint letter_end_has_a_reason check (state not in ('unknown', 'failed', 'cancelled') or reason is not null),
  add constraint letter_shows_no_more_than_it_should check (0 <= shown and shown <= revision and revision >= 1),
  add constraint letter_edit_was_posted check (lane = 'post' or num_nonnulls(channel, ts) = 2),
  add constraint letter_lease_ends check (lease is null or free_at is not null),
  add constraint letter_attempts_are_counted check (attempts >= 0);

alter table schedule
  add constraint schedule_has_workspace foreign key (workspace_id) references workspace (id) on update restrict on delete cascade,
  add constraint schedule_kind_is_known check (kind in ('round', 'match', 'digest', 'sync', 'retention'));

alter table slot
  add constraint slot_has_schedule foreign key (workspace_id, kind, skill) references schedule (workspace_id, kind, skill) on update restrict on delete cascade;

-- Each question's index; `letter_due` has the very predicate of the claim.

create index workspace_by_installation on workspace (installation_id);
create index lane_due on lane (next_at) where stopped is null;
create index letter_due on letter (workspace_id, lane, urgent desc, not_before, id)
  where state in ('planned', 'sending') or (state = 'sent' and shown < revision);
create index letter_of_person on letter (workspace_id, person_id, sent_at desc);
create index letter_of_other_person on letter (workspace_id, with_person_id) where with_person_id is not null;
create index letter_troubled on letter (workspace_id, changed_at desc) where state in ('failed', 'unknown');
create index letter_under_way on letter (workspace_id, not_before, id) where state = 'sending';
create index schedule_due on schedule (next_at) where enabled;

-- Lanes for the workspaces that are there already; new ones get theirs when they are noted.

insert into lane (workspace_id, name, per_minute)
select w.id, l.name, l.per_minute
from workspace w
cross join (values ('post', 300), ('edit', 50)) l(name, per_minute);
