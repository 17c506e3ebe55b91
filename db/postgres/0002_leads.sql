-- Leads. What names a person stands in one sealed blob; what is counted stands beside it in clear.

-- A data subject: the salt from which, with the key-encryption key of its epoch, the person's key is made.
-- Deleting the row makes everything sealed under it unreadable.
create table person (
  client_id uuid not null references client,
  id uuid not null,
  salt bytea not null check (length(salt) = 32),
  epoch smallint not null,
  primary key (client_id, id)
);
call protect_table('person');

create table source (
  client_id uuid not null references client,
  name text not null check (length(name) between 1 and 200),
  kind text not null default 'other' check (kind in
    ('paid_search', 'paid_social', 'organic', 'partner', 'email', 'referral', 'event', 'other')),
  price_minor bigint check (price_minor >= 0),
  max_age_seconds bigint check (max_age_seconds >= 0),
  countries text[] not null default '{}',
  ver xid8 not null default pg_current_xact_id(),
  primary key (client_id, name)
);
call protect_table('source');
create trigger source_version before update on source for each row execute function touch_version();

-- Points per rule, by client and version; never changed once used.
create table scoring_rule_set (
  client_id uuid not null references client,
  version int not null check (version > 0),
  rules jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (client_id, version)
);
call protect_table('scoring_rule_set', 'select, insert');

create table import (
  client_id uuid not null references client,
  id uuid not null,
  job_id uuid,
  file_name text not null,
  file_bytes bigint not null,
  blob_id text not null,
  fingerprint text not null,
  shape jsonb not null,
  mapping jsonb,
  -- Seals the rejected rows; deleting it with the blob forgets the file.
  salt bytea not null check (length(salt) = 32),
  epoch smallint not null,
  read_rows bigint not null default 0,
  stored_rows bigint not null default 0,
  updated_rows bigint not null default 0,
  rejected_rows bigint not null default 0,
  reject_reasons jsonb not null default '{}',
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (client_id, id),
  foreign key (client_id, job_id) references job (client_id, id)
);
create index import_recent on import (client_id, created_at desc);
call protect_table('import');

create table import_reject (
  client_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  field text not null,
  reason text not null,
  -- Sealed JSON: the message and the value as it stood in the file.
  detail bytea not null,
  primary key (client_id, import_id, row_number, field),
  foreign key (client_id, import_id) references import (client_id, id) on delete cascade
);
call protect_table('import_reject');

-- The mapping a person confirmed for a file of this shape.
create table import_mapping (
  client_id uuid not null references client,
  fingerprint text not null,
  mapping jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (client_id, fingerprint)
);
call protect_table('import_mapping');

-- The order in which a lead's outcomes are written. A changed catalogue is a new version; old audits stay readable.
create table check_catalogue (
  version smallint primary key generated always as identity,
  checks text[] not null unique
);
grant select, insert on check_catalogue to assay_app;

create table lead (
  client_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  external_id text,
  -- Sealed JSON: email, name, phone, company, message, address, device, form, consent, custom, source details.
  personal bytea not null,
  -- Keyed, per client: equality of canonical e-mail and of E.164 phone, and words for search.
  email_key bytea,
  phone_key bytea,
  tokens bigint[] not null default '{}',
  source text not null,
  campaign_id text not null default '',
  ad_group_id text not null default '',
  keyword text not null default '',
  -- Host and path; a query string may name a person.
  referrer text not null default '',
  country text not null default '',
  region text not null default '',
  email_domain text not null default '',
  phone_type text not null default '',
  conversion_status text not null default 'new' check (conversion_status in
    ('new', 'contacted', 'qualified', 'converted', 'lost')),
  contacted_at timestamptz,
  qualified_at timestamptz,
  conversion_date timestamptz,
  lost_at timestamptz,
  revenue_minor bigint check (revenue_minor >= 0),
  currency text,
  -- The audit: one letter per check in catalogue order (p passed, f failed, u unknown, n not run), evidence of what
  -- failed or could not tell (sealed), hundredths of points per rule of the rule set's version.
  validation_status text not null check (validation_status in ('valid', 'invalid', 'pending', 'fraudulent')),
  quality_score numeric(5, 2) not null check (quality_score between 0 and 100),
  completeness real not null check (completeness between 0 and 1),
  flags text[] not null default '{}',
  duplicate_of uuid,
  outcomes text not null,
  catalogue_version smallint not null references check_catalogue (version),
  evidence bytea,
  ledger int[] not null,
  rules_version int not null,
  audited_at timestamptz not null,
  import_id uuid,
  created_at timestamptz not null check (created_at between '1970-01-01Z' and '2200-01-01Z'),
  updated_at timestamptz not null,
  ver xid8 not null default pg_current_xact_id(),
  primary key (client_id, id),
  foreign key (client_id, person_id) references person (client_id, id)
);
create unique index lead_external on lead (client_id, external_id) where external_id is not null;
create index lead_email on lead (client_id, email_key, created_at, id) where email_key is not null;
create index lead_phone on lead (client_id, phone_key, created_at, id) where phone_key is not null;
create index lead_version on lead (ver);
call protect_table('lead');
create trigger lead_version before update on lead for each row execute function touch_version();

-- What happened to a lead after it came: dated, with who. The first entry is the lead's own created_at.
create table lead_event (
  client_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  at timestamptz not null,
  actor text not null,
  kind text not null,
  detail jsonb not null default '{}',
  primary key (client_id, id),
  foreign key (client_id, lead_id) references lead (client_id, id) on delete cascade
);
create index lead_event_of_lead on lead_event (client_id, lead_id, at);
call protect_table('lead_event', 'select, insert, delete');

-- A deleted lead must leave the engine too.
create table lead_tombstone (
  client_id uuid not null,
  id uuid not null,
  created_at timestamptz not null,
  ver xid8 not null default pg_current_xact_id(),
  primary key (client_id, id)
);
create index lead_tombstone_version on lead_tombstone (ver);
call protect_table('lead_tombstone', 'select, insert');

create function bury_lead() returns trigger language plpgsql as $$
begin
  insert into lead_tombstone (client_id, id, created_at) values (old.client_id, old.id, old.created_at);
  return old;
end $$;
create trigger lead_buried after delete on lead for each row execute function bury_lead();

-- What the engine may see: no personal field, no key, no evidence. Arrays travel as text.
create view sync_lead with (security_invoker = true) as
  select client_id, id, ver, 0 as is_deleted, created_at, updated_at, source, campaign_id, ad_group_id, keyword,
    referrer, country, region, email_domain, phone_type, validation_status, conversion_status, contacted_at,
    qualified_at, conversion_date, lost_at, revenue_minor, coalesce(currency, '') as currency,
    (quality_score * 100)::int as quality_centipoints, completeness, array_to_string(flags, ',') as flags,
    duplicate_of, import_id, array_to_string(tokens, ',') as tokens, audited_at
  from lead;
create view sync_source with (security_invoker = true) as
  select client_id, name, kind, price_minor, ver from source;

create policy of_sync on lead for select to assay_sync using (true);
create policy of_sync on source for select to assay_sync using (true);
create policy of_sync on lead_tombstone for select to assay_sync using (true);
grant select (client_id, id, ver, created_at, updated_at, source, campaign_id, ad_group_id, keyword, referrer, country,
  region, email_domain, phone_type, validation_status, conversion_status, contacted_at, qualified_at, conversion_date,
  lost_at, revenue_minor, currency, quality_score, completeness, flags, duplicate_of, import_id, tokens, audited_at)
  on lead to assay_sync;
grant select on source, lead_tombstone, sync_lead, sync_source to assay_sync;
