-- What was decided about a finding: by whom, when, and over which leads. Undoing ends a decision; the row stays.
create table finding_decision (
  client_id uuid not null references client,
  id uuid not null,
  -- Kind, sign and source of the finding; the same in every period.
  finding text not null check (length(finding) between 1 and 1000),
  action text not null check (action in ('dismissed', 'payout_held', 'upload_excluded', 'fixed', 'merged')),
  title text not null,
  -- Empty where the finding is not about one source.
  source text not null default '',
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  -- The filter of the leads list that showed the leads behind it.
  filter jsonb not null,
  leads bigint not null check (leads >= 0),
  at_stake_minor bigint,
  -- Why, in somebody's own words, which may name a person: sealed.
  salt bytea not null check (length(salt) = 32),
  reason bytea,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  undone_by text,
  undone_at timestamptz,
  primary key (client_id, id),
  check ((undone_at is null) = (undone_by is null))
);
create index finding_decision_open on finding_decision (client_id, finding) where undone_at is null;
call protect_table('finding_decision', 'select, insert, update');

-- What a decision did to single leads: not to be paid for, not to be uploaded as a conversion.
create table lead_mark (
  client_id uuid not null,
  decision_id uuid not null,
  lead_id uuid not null,
  mark text not null check (mark in ('payout_hold', 'no_upload')),
  marked_at timestamptz not null default now(),
  removed_at timestamptz,
  ver xid8 not null default pg_current_xact_id(),
  primary key (client_id, decision_id, lead_id),
  foreign key (client_id, decision_id) references finding_decision (client_id, id),
  foreign key (client_id, lead_id) references lead (client_id, id) on delete cascade
);
create index lead_mark_of_lead on lead_mark (client_id, lead_id);
create index lead_mark_version on lead_mark (ver);
call protect_table('lead_mark', 'select, insert, update');
create trigger lead_mark_version before update on lead_mark for each row execute function touch_version();

-- What people wrote beside the curve: a launch, a holiday, an outage.
create table annotation (
  client_id uuid not null references client,
  id uuid not null,
  day date not null,
  -- Empty where it is about all sources.
  source text not null default '',
  salt bytea not null check (length(salt) = 32),
  text bytea not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index annotation_by_day on annotation (client_id, day);
call protect_table('annotation');

-- Leads are asked for by the marks they bear.
create policy of_sync on lead_mark for select to assay_sync using (true);
grant select on lead_mark to assay_sync;
