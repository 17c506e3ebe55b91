-- The ground of every tenant: clients, who may see them, and the jobs that work for them.
-- Row-level security is forced on every table with a client_id (and on client itself). The server's role owns nothing.
-- `assay.clients` is set per transaction (set_config(..., true)) to the ids the caller may see, comma separated;
-- unset or empty shows nothing.

create function assay_clients() returns uuid[]
  language sql stable parallel safe
  return coalesce(string_to_array(nullif(current_setting('assay.clients', true), ''), ',')::uuid[], '{}');

-- The person who asks, so that their own roles can be read before any client is known.
create function assay_user() returns text
  language sql stable parallel safe
  return nullif(current_setting('assay.user', true), '');

-- 'on' only while the server works for the installation itself: resolving an owner's clients, start-up, backup checks.
create function assay_installation() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('assay.installation', true), '') = 'on';

-- Protects one table: forced row-level security by client_id, and the server's rights on it.
create procedure protect_table(table_name regclass, rights text default 'select, insert, update, delete')
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format('create policy of_client on %s using (client_id = any ((select assay_clients())::uuid[]))', table_name);
  execute format('grant %s on %s to assay_app', rights, table_name);
end $$;

-- Moves `ver` to the writing transaction, by which the engine pulls what changed.
create function touch_version() returns trigger language plpgsql as $$
begin
  new.ver := pg_current_xact_id();
  return new;
end $$;

-- One row. The epoch changes when a backup is restored, and with it everything the engine pulled is pulled anew.
create table installation (
  only_one boolean primary key default true check (only_one),
  epoch uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
insert into installation default values;
grant select on installation to assay_app, assay_sync;

create table client (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  country char(2) check (country ~ '^[A-Z]{2}$'),
  settings jsonb not null default '{}',
  -- Says which world a demo client belongs to, so that loading it twice changes nothing.
  demo_key text unique,
  created_at timestamptz not null default now()
);
alter table client enable row level security;
alter table client force row level security;
create policy of_client on client using (id = any ((select assay_clients())::uuid[]) or (select assay_installation()));
grant select, insert, update on client to assay_app;

-- A person's role at one client. Organisation-wide roles stand in organisation_member.
create table client_role (
  client_id uuid not null references client,
  user_id text not null,
  role text not null check (role in ('admin', 'analyst', 'marketer', 'reviewer', 'privacy_officer', 'read_only')),
  granted_at timestamptz not null default now(),
  granted_by text not null,
  primary key (client_id, user_id)
);
create index client_role_of_user on client_role (user_id);
alter table client_role enable row level security;
alter table client_role force row level security;
create policy of_client on client_role
  using (client_id = any ((select assay_clients())::uuid[]) or user_id = (select assay_user()) or (select assay_installation()))
  with check (client_id = any ((select assay_clients())::uuid[]));
grant select, insert, update, delete on client_role to assay_app;

-- What a person watches: progress, result and reason. pg-boss only delivers.
create table job (
  client_id uuid not null references client,
  id uuid not null,
  kind text not null check (kind in ('import', 'audit', 'export', 'demo', 'rescore')),
  state text not null default 'queued' check (state in ('queued', 'running', 'completed', 'cancelled', 'failed')),
  title text not null,
  -- What to do, without personal data.
  input jsonb not null default '{}',
  -- Where to go on after a stop; written in the transaction that did the work before it.
  resume jsonb,
  done bigint not null default 0,
  -- What was done when this run began, so that the speed is that of this run.
  done_before bigint not null default 0,
  total bigint,
  result jsonb,
  error text,
  created_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  progress_at timestamptz,
  finished_at timestamptz,
  cancel_requested_at timestamptz,
  primary key (client_id, id)
);
create index job_recent on job (client_id, created_at desc);
create index job_open on job (state) where state in ('queued', 'running');
alter table job enable row level security;
alter table job force row level security;
create policy of_client on job using (client_id = any ((select assay_clients())::uuid[]) or (select assay_installation()));
grant select, insert, update on job to assay_app;

-- A repeated request with the same key gets the same answer. The body may hold personal data, so it is sealed.
create table idempotency_key (
  client_id uuid not null references client,
  principal text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status int,
  salt bytea,
  body bytea,
  created_at timestamptz not null default now(),
  primary key (client_id, principal, key)
);
call protect_table('idempotency_key');

create table saved_view (
  client_id uuid not null references client,
  id uuid not null,
  user_id text not null,
  name text not null check (length(name) between 1 and 100),
  page text not null,
  query jsonb not null,
  shared boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (client_id, id)
);
call protect_table('saved_view');
