-- The form tag: where it may stand, what it saw of each form, and how engagement is counted.

-- A site whose pages carry the tag. The key stands in the page and only lets visits in; origins say from where.
create table collect_site (
  client_id uuid not null references client,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  public_key text not null check (length(public_key) between 20 and 100),
  origins text[] not null check (cardinality(origins) between 1 and 50),
  -- 'ask': nothing is kept in the browser until the page says that the visitor consented. 'granted': the page loads the
  -- tag only after consent. An opt-out signal of the browser overrules both.
  consent text not null check (consent in ('ask', 'granted')),
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- A site that was switched off; its events are refused and its rows stay.
  stopped_at timestamptz,
  last_event_at timestamptz,
  events bigint not null default 0,
  primary key (client_id, id),
  unique (client_id, public_key)
);
call protect_table('collect_site', 'select, insert, update');

-- One form as the tag saw it, from the first input to the sending. No value stands here: value_keys holds, in the order
-- of value_names, the 63-bit key of the digest of each value (domain/form-tag says how), so that what a seller delivers
-- can be held against what was typed. A lead belongs to the row with its visitor.
create table form_session (
  client_id uuid not null references client,
  -- Made by the tag; a beacon that comes twice is one row.
  id uuid not null,
  site_id uuid not null,
  visitor bigint not null,
  form_id text not null default '',
  page text not null default '',
  started_at timestamptz not null,
  submitted_at timestamptz not null,
  -- From the first input to the sending.
  seconds real not null check (seconds >= 0),
  field_count int not null check (field_count >= 0),
  key_events int not null check (key_events >= 0),
  paste_events int not null check (paste_events >= 0),
  autofill_events int not null check (autofill_events >= 0),
  -- Fields that have a value and never saw an input event.
  silent_fields int not null check (silent_fields >= 0),
  honeypot_filled boolean not null,
  -- Equality of the order and rhythm of inputs; null with too few of them to tell.
  cadence_key bigint,
  value_names text[] not null,
  value_keys bigint[] not null,
  click_key bigint,
  ip_key bigint,
  net_key bigint,
  received_at timestamptz not null default now(),
  primary key (client_id, id),
  foreign key (client_id, site_id) references collect_site (client_id, id),
  check (cardinality(value_names) = cardinality(value_keys))
);
create index form_session_of_visitor on form_session (client_id, visitor, submitted_at);
create index form_session_cadence on form_session (client_id, cadence_key) where cadence_key is not null;
call protect_table('form_session');

-- Who is forgotten as a lead is forgotten as a visitor, unless another lead came from there too.
create function forget_form_sessions() returns trigger language plpgsql as $$
begin
  delete from form_session f where f.client_id = old.client_id and f.visitor = old.visitor
    and not exists (select from lead l where l.client_id = old.client_id and l.visitor = old.visitor);
  return old;
end $$;
create trigger form_sessions_forgotten after delete on lead for each row execute function forget_form_sessions();

-- Points per kind of touchpoint, their half-life and the cap, by client and version; never changed once used.
create table engagement_rule_set (
  client_id uuid not null references client,
  version int not null check (version > 0),
  rules jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (client_id, version)
);
call protect_table('engagement_rule_set', 'select, insert');

-- The instant as of which the client's engagement scores hold: the beginning of a day in UTC, the same for all leads,
-- so that they can be sorted and filtered by the stored number.
create table engagement_state (
  client_id uuid not null references client,
  as_of timestamptz not null,
  primary key (client_id)
);
call protect_table('engagement_state');
