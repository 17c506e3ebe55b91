-- People, how they sign in, what they may do, and the keys of machines.
-- Tables named auth_* are read and written by better-auth; their columns are what its schema generator asks for.
-- None of them has a client_id: they belong to the installation, and only the server's role reaches them.

create table auth_user (
  id text primary key,
  name text not null check (length(name) between 1 and 120),
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- `token` is the sha256 of the token in the cookie, so that a copy of this table opens no session.
-- `updated_at` is when the session was last used; an idle one ends.
create table auth_session (
  id text primary key,
  token text not null unique,
  user_id text not null references auth_user on delete cascade,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_session_of_user on auth_session (user_id);

create table auth_account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth_user on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- argon2id, in the PHC string format.
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index auth_account_of_user on auth_account (user_id);

create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_verification_identifier on auth_verification (identifier);

create table auth_two_factor (
  id text primary key,
  secret text not null,
  backup_codes text not null,
  user_id text not null unique references auth_user on delete cascade,
  verified boolean,
  failed_verification_count int,
  locked_until timestamptz
);

create table auth_passkey (
  id text primary key,
  name text,
  public_key text not null,
  user_id text not null references auth_user on delete cascade,
  credential_id text not null unique,
  counter int not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz
);
create index auth_passkey_of_user on auth_passkey (user_id);

-- Requests per client address and path.
create table auth_rate_limit (
  id text primary key,
  key text not null unique,
  count int not null,
  last_request bigint not null
);

-- Tries left per account, whatever addresses they come from. The key is a hash, because unknown accounts count too.
create table auth_attempt (
  account bytea primary key,
  tries_left double precision not null,
  at timestamptz not null
);
create index auth_attempt_at on auth_attempt (at);

-- The newest time step whose code was accepted from a person; it and older ones are spent.
create table auth_totp_step (
  user_id text primary key references auth_user on delete cascade,
  step bigint not null
);

-- A role that holds at every client.
create table organisation_member (
  user_id text primary key references auth_user on delete cascade,
  role text not null check (role in
    ('owner', 'admin', 'analyst', 'marketer', 'reviewer', 'privacy_officer', 'read_only')),
  granted_at timestamptz not null default now(),
  granted_by text not null
);

create table invitation (
  id uuid primary key,
  -- sha256 of the token in the link.
  token_hash bytea not null unique check (length(token_hash) = 32),
  email text not null check (email = lower(email)),
  organisation_role text check (organisation_role in
    ('owner', 'admin', 'analyst', 'marketer', 'reviewer', 'privacy_officer', 'read_only')),
  -- [{ "client_id": …, "role": … }]
  roles jsonb not null default '[]',
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text,
  revoked_at timestamptz,
  revoked_by text
);
create index invitation_recent on invitation (created_at desc);

create table api_key (
  id uuid primary key,
  -- sha256 of the whole key; the key itself has 190 random bits, so nothing slower is needed.
  hash bytea not null unique check (length(hash) = 32),
  prefix text not null,
  name text not null check (length(name) between 1 and 100),
  actions text[] not null check (cardinality(actions) > 0),
  client_ids uuid[] not null check (cardinality(client_ids) > 0),
  requests_per_minute int not null default 600 check (requests_per_minute between 1 and 100000),
  burst int not null default 100 check (burst between 1 and 10000),
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
create index api_key_of_creator on api_key (created_by);

grant select, insert, update, delete on auth_user, auth_session, auth_account, auth_verification, auth_two_factor,
  auth_passkey, auth_rate_limit, auth_attempt, auth_totp_step, organisation_member to assay_app;
grant select, insert, update on invitation, api_key to assay_app;

-- Tells every server process whose rights changed, so that none goes on with what it remembers.
create function announce_access() returns trigger language plpgsql as $$
declare
  was jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
  becomes jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
begin
  perform pg_notify('assay_access', coalesce(becomes, was) ->> tg_argv[0]);
  if was ->> tg_argv[0] <> becomes ->> tg_argv[0] then perform pg_notify('assay_access', was ->> tg_argv[0]); end if;
  return null;
end $$;

create trigger access_of_member after insert or update or delete on organisation_member
  for each row execute function announce_access('user_id');
create trigger access_of_role after insert or update or delete on client_role
  for each row execute function announce_access('user_id');
create trigger access_of_user after update of name, email, two_factor_enabled or delete on auth_user
  for each row execute function announce_access('id');
create trigger access_of_session after delete or update of token, user_id, expires_at on auth_session
  for each row execute function announce_access('user_id');
create trigger access_of_key after update of actions, client_ids, requests_per_minute, burst, expires_at, revoked_at
  on api_key for each row execute function announce_access('id');
-- A new client is seen at once by everyone who sees them all.
create function announce_client() returns trigger language plpgsql as $$
begin
  perform pg_notify('assay_access', '*');
  return null;
end $$;
create trigger access_of_client after insert or delete on client for each row execute function announce_client();
