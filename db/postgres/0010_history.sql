-- What a client's history says of single leads: keys of series, signals, lists of whom not to contact, and decisions.

alter table lead
  -- Equality of the e-mail address without its counting digits, and of how a pasted form was pasted.
  add column stem_key bigint,
  add column cadence_key bigint,
  -- Sketches of the message: texts alike share some.
  add column text_bands bigint[] not null default '{}';
grant select (stem_key, cadence_key, text_bands) on lead to assay_sync;

-- What the last sweep over all leads found. A signal holds for leads with this key (0: any) of this source (null: any)
-- that came between the two instants.
create table history_signal (
  client_id uuid not null references client,
  id uuid not null,
  key bigint not null,
  source text,
  from_at timestamptz not null,
  to_at timestamptz not null,
  check_id text not null,
  signal jsonb not null,
  primary key (client_id, id)
);
create index history_signal_of_key on history_signal (client_id, key, source);
call protect_table('history_signal');

-- The leads that signals held for when they were last audited, with the strength they had then: who is not here, or
-- with another strength, is audited again.
create table history_hit (
  client_id uuid not null,
  lead_id uuid not null,
  check_id text not null,
  weight smallint not null,
  primary key (client_id, lead_id, check_id),
  foreign key (client_id, lead_id) references lead (client_id, id) on delete cascade
);
call protect_table('history_hit');

-- What is usual for a source, and what it gives in each hour of its day.
create table source_standing (
  client_id uuid not null references client,
  source text not null,
  standing jsonb not null,
  hours real[] not null,
  primary key (client_id, source)
);
call protect_table('source_standing');

-- How far the last sweep looked.
create table history_state (
  client_id uuid primary key references client,
  leads_through xid8,
  touches_through xid8,
  lists_changed_at timestamptz,
  swept_at timestamptz not null
);
call protect_table('history_state');

create table suppression_list (
  client_id uuid not null references client,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  kind text not null check (kind in ('bounced', 'complained', 'unsubscribed', 'suppressed', 'do_not_call')),
  created_by text not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (client_id, id),
  unique (client_id, name)
);
call protect_table('suppression_list');

-- Addresses, domains and numbers as blind indexes: the list itself is never kept.
create table suppression_entry (
  client_id uuid not null,
  list_id uuid not null,
  what text not null check (what in ('email', 'domain', 'phone')),
  key bytea not null,
  listed_at timestamptz not null,
  primary key (client_id, what, key, list_id),
  foreign key (client_id, list_id) references suppression_list (client_id, id) on delete cascade
);
call protect_table('suppression_entry');

-- What a person decided about a lead. Why stands in the lead's history, sealed.
create table lead_verdict (
  client_id uuid not null,
  lead_id uuid not null,
  decision text not null check (decision in ('fraud', 'not_fraud')),
  -- Checks that signed fraud when it was decided, so that later ones are seen as new.
  signs text[] not null,
  status_before text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (client_id, lead_id),
  foreign key (client_id, lead_id) references lead (client_id, id) on delete cascade
);
call protect_table('lead_verdict');

-- The engine starts over: its leads have new columns.
update installation set epoch = gen_random_uuid();
