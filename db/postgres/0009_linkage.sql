-- Duplicates that are not exact: what the linkage job found, and the keys by which one new lead finds its like.
-- Nothing here names a person: pairs hold levels and weights, keys and frequencies are keyed hashes.

-- The list of kinds stands in the contract; repeating it here would make every new kind a migration.
alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check check (kind ~ '^[a-z][a-z_]{0,39}$');

-- A model learnt from the client's leads. Never changed once used; the newest version is in force.
create table linkage_model (
  client_id uuid not null references client,
  version int not null check (version > 0),
  -- Prior, chances of the levels, frequencies of common values by keyed hash.
  parameters jsonb not null,
  -- {"auto": chance from which a pair is proposed for merging, "review": from which a person is asked}
  thresholds jsonb not null,
  created_at timestamptz not null default now(),
  primary key (client_id, version)
);
call protect_table('linkage_model', 'select, insert');

-- Two leads that may be one person. The smaller id comes first, so that a pair is one row.
create table linkage_pair (
  client_id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  -- log2 of the odds that they are one person.
  weight_bits real not null,
  probability real not null check (probability between 0 and 1),
  -- Level of each comparison in the order of the specification, -1 where one of the two does not tell.
  gammas smallint[] not null,
  -- What each comparison adds to the weight, in the same order; with the model's prior they sum to weight_bits.
  bits real[] not null,
  model_version int not null,
  band text not null check (band in ('auto', 'review')),
  state text not null default 'open' check (state in ('open', 'confirmed', 'rejected', 'merged')),
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (client_id, a_id, b_id),
  foreign key (client_id, a_id) references lead (client_id, id) on delete cascade,
  foreign key (client_id, b_id) references lead (client_id, id) on delete cascade,
  foreign key (client_id, model_version) references linkage_model (client_id, version),
  check (a_id < b_id),
  check ((state = 'open') = (decided_at is null))
);
create index linkage_pair_of_b on linkage_pair (client_id, b_id);
create index linkage_pair_queue on linkage_pair (client_id, state, band, weight_bits desc);
call protect_table('linkage_pair');

-- The groups of the last run: leads with the same cluster_id (the smallest id of them) are proposed as one person.
create table linkage_cluster (
  client_id uuid not null,
  lead_id uuid not null,
  cluster_id uuid not null,
  model_version int not null,
  primary key (client_id, lead_id),
  foreign key (client_id, lead_id) references lead (client_id, id) on delete cascade
);
create index linkage_cluster_members on linkage_cluster (client_id, cluster_id);
call protect_table('linkage_cluster');

-- Block keys of a lead, keyed hashes of 63 bits: leads that share one are compared. No foreign key, since checking one
-- for every key would cost more than the rest of an import; the trigger below keeps the table true.
create table lead_key (
  client_id uuid not null,
  key bigint not null,
  lead_id uuid not null
);
create index lead_key_of_key on lead_key (client_id, key) include (lead_id);
create index lead_key_of_lead on lead_key (client_id, lead_id);
call protect_table('lead_key', 'select, insert, delete');

create function forget_lead_keys() returns trigger language plpgsql as $$
begin
  delete from lead_key where client_id = old.client_id and lead_id = old.id;
  return old;
end $$;
create trigger lead_keys_forgotten after delete on lead for each row execute function forget_lead_keys();
