-- Models of a client that foretell conversion. Every version is kept; one of them is in force.
create table prediction_model (
  client_id uuid not null references client,
  version int not null check (version > 0),
  -- What it is made of: the rate of the source, a regression, or trees.
  kind text not null check (kind in ('prior', 'logistic', 'trees')),
  -- Everything it takes to score a lead and to say why. No personal value.
  parameters jsonb not null,
  -- Features it reads, how each weighs, and which were refused with the reason.
  features jsonb not null,
  -- How it did on leads that came after those it had learnt from.
  metrics jsonb not null,
  -- A lead counts as converted when it did so within these days.
  horizon_days int not null check (horizon_days between 1 and 365),
  leads bigint not null,
  conversions bigint not null,
  -- The newest lead it has learnt from.
  trained_through timestamptz,
  state text not null check (state in ('active', 'kept')),
  -- Who put it in force last, and when.
  activated_at timestamptz not null default now(),
  activated_by text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (client_id, version)
);
create unique index prediction_model_active on prediction_model (client_id) where state = 'active';
call protect_table('prediction_model', 'select, insert, update');
