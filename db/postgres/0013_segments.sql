-- Segments: rules over leads under a name, usable as a filter. What names a person stands in them as keyed tokens only.
create table segment (
  client_id uuid not null references client,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  description text not null default '' check (length(description) <= 500),
  rules jsonb not null,
  version int not null check (version > 0),
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_by text not null,
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index segment_name on segment (client_id, lower(name));
call protect_table('segment');

-- Every version that was saved, never changed.
create table segment_version (
  client_id uuid not null,
  segment_id uuid not null,
  version int not null check (version > 0),
  name text not null,
  description text not null,
  rules jsonb not null,
  saved_by text not null,
  saved_at timestamptz not null default now(),
  primary key (client_id, segment_id, version),
  foreign key (client_id, segment_id) references segment (client_id, id) on delete cascade
);
call protect_table('segment_version', 'select, insert, delete');
