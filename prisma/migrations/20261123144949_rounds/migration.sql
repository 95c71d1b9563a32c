-- CreateTable
CREATE TABLE "round" (
    "workspace_id" TEXT NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "skill" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "profile_version" INTEGER NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "settings" JSONB NOT NULL,
    "planned_to" UUID,
    "started_by" UUID,

    CONSTRAINT "round_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "check_in" (
    "workspace_id" TEXT NOT NULL,
    "round_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "left_out_reason" TEXT,
    "ask_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),
    "remind_at" TIMESTAMPTZ(3),
    "reminders" SMALLINT NOT NULL DEFAULT 0,
    "ask_again_at" TIMESTAMPTZ(3),
    "question_only" BOOLEAN NOT NULL DEFAULT false,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "late" BOOLEAN NOT NULL DEFAULT false,
    "nth" INTEGER,

    CONSTRAINT "check_in_pkey" PRIMARY KEY ("workspace_id","round_id","person_id")
);

-- By hand from here on: checks, partial indexes, triggers, views, foreign keys without a relation, `not null` of lists.

alter table round
  add constraint round_has_workspace foreign key (workspace_id) references workspace (id) on update restrict on delete cascade,
  add constraint round_has_wording foreign key (skill, profile_version) references profile_version (skill, version) on update restrict on delete restrict,
  add constraint round_has_starter foreign key (workspace_id, started_by) references person (workspace_id, id) on update restrict on delete set null (started_by),
  add constraint round_state_is_known check (state in ('planning', 'open', 'paused', 'closed', 'cancelled')),
  add constraint round_opens_before_it_closes check (opens_at < closes_at),
  add constraint round_over_has_an_end check ((state in ('closed', 'cancelled')) = (closed_at is not null)),
  add constraint round_settles_after_its_end check (settled_at is null or closed_at is not null),
  add constraint round_settings_are_named check (jsonb_typeof(settings) = 'object');

alter table check_in
  add constraint check_in_has_round foreign key (workspace_id, round_id) references round (workspace_id, id) on update restrict on delete cascade,
  add constraint check_in_has_person foreign key (workspace_id, person_id) references person (workspace_id, id) on update restrict on delete cascade,
  add constraint check_in_state_is_known check (state in ('waiting', 'answered', 'skipped', 'left-out', 'closed')),
  add constraint check_in_left_out_has_a_reason check ((state = 'left-out') = (left_out_reason is not null)),
  add constraint check_in_answer_is_known check (answer in ('confirmed', 'updated')),
  add constraint check_in_answered_has_when_and_how check ((state = 'answered') = (num_nonnulls(answer, answered_at) = 2) and num_nonnulls(answer, answered_at) in (0, 2)),
  add constraint check_in_late_was_answered check (not late or state = 'answered'),
  add constraint check_in_reminds_only_the_silent check (remind_at is null or state = 'waiting'),
  add constraint check_in_reminds_three_times check (reminders between 0 and 3);

-- Each question's index.

create unique index round_by_name on round (workspace_id, skill, name);
create unique index round_by_slot on round (workspace_id, skill, due_at) where due_at is not null;
create unique index round_running on round (workspace_id, skill) where state in ('planning', 'open', 'paused');
create index round_by_wording on round (skill, profile_version);
create index round_by_starter on round (workspace_id, started_by) where started_by is not null;
create index round_to_go_on_with on round (closes_at) where settled_at is null;
create index check_in_of_person on check_in (workspace_id, person_id, round_id);
create index check_in_waiting on check_in (workspace_id, round_id, person_id) where state = 'waiting';
create index check_in_to_remind on check_in (workspace_id, round_id, remind_at) where remind_at is not null;
create index letter_about on letter (workspace_id, subject, person_id) where subject is not null;
