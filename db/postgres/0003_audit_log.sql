-- Who did what when. Entries are appended in the transaction of what they tell of; a batcher seals them into a Merkle
-- tree within a second, and signed heads of the tree are copied outside the database.

-- Names the cluster that gave out the transaction ids in `ver`: a restore into a new cluster adds a row, because ids
-- start over there. Sealing order is (epoch, ver, id).
create table audit_epoch (
  epoch int primary key check (epoch > 0),
  began_at timestamptz not null default now()
);
insert into audit_epoch (epoch) values (1);
grant select on audit_epoch to assay_app;

create function audit_epoch() returns int
  language sql stable
  return (select max(epoch) from audit_epoch);

create table audit_entry (
  id uuid primary key,
  -- Null for what concerns the whole installation. No reference: an entry outlives its client.
  client_id uuid,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('person', 'key', 'system', 'anonymous')),
  actor_id text,
  action text not null check (length(action) between 1 and 100),
  object_type text not null check (length(object_type) between 1 and 100),
  object_id text,
  -- Without personal data: ids, counts, names of fields, states.
  detail jsonb not null default '{}',
  ip inet,
  epoch int not null default audit_epoch(),
  ver xid8 not null default pg_current_xact_id()
);
create index audit_entry_of_client on audit_entry (client_id, at desc, id desc);
create index audit_entry_of_object on audit_entry (client_id, object_type, object_id);
create index audit_entry_to_seal on audit_entry (epoch, ver, id);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_read on audit_entry for select
  using (client_id = any ((select assay_clients())::uuid[]) or (select assay_installation()));
-- What concerns the installation is written from anywhere (a failed sign-in knows no client), and read only by it.
create policy audit_entry_append on audit_entry for insert
  with check (client_id is null or client_id = any ((select assay_clients())::uuid[]) or (select assay_installation()));
-- Column by column, so that nobody chooses the epoch or version, and with them the place in the log.
grant select on audit_entry to assay_app;
grant insert (id, client_id, at, actor_kind, actor_id, action, object_type, object_id, detail, ip) on audit_entry
  to assay_app;

-- Where an entry stands in the tree, and its leaf hash, by which a changed entry is told from a changed tree.
create table audit_position (
  position bigint primary key check (position >= 0),
  entry_id uuid not null unique,
  epoch int not null,
  ver xid8 not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32)
);
alter table audit_position enable row level security;
alter table audit_position force row level security;
create policy audit_position_read on audit_position for select using (true);
create policy audit_position_append on audit_position for insert with check ((select assay_installation()));
grant select, insert on audit_position to assay_app;

-- The tree after each sealing. The peaks are the roots of its perfect subtrees, largest first, to append to.
create table audit_head (
  size bigint primary key check (size > 0),
  root bytea not null check (length(root) = 32),
  peaks bytea not null,
  at timestamptz not null,
  signature bytea not null check (length(signature) = 64)
);
alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy audit_head_read on audit_head for select using (true);
create policy audit_head_append on audit_head for insert with check ((select assay_installation()));
grant select, insert on audit_head to assay_app;
