-- One row per journey: everything that one identity, or a visitor who became no lead, did and came to, in its order.
-- journey is the identity's id, or the visitor's key written as a uuid. Instants are seconds, 0 where there is none.
-- kinds are places in STEP_KINDS of domain/attribution/funnel-text.ts. Made from lead_fact and touchpoint_fact.
create table if not exists journey_path {cluster} (
  client_id UUID,
  journey UUID,
  ver UInt64,
  is_deleted UInt8,
  -- Oldest first.
  leads Array(UUID),
  visitors Array(Int64),
  lead_at UInt32,
  qualified_at UInt32,
  converted_at UInt32,
  last_at UInt32,
  value_minor Int64,
  currency LowCardinality(String),
  lead_source LowCardinality(String),
  lead_campaign LowCardinality(String),
  ats Array(UInt32),
  kinds Array(UInt8),
  channels Array(LowCardinality(String)),
  sources Array(LowCardinality(String)),
  campaigns Array(LowCardinality(String)),
  creatives Array(LowCardinality(String))
) engine = {engine:ReplacingMergeTree:journey_path}(ver, is_deleted)
order by (client_id, journey)
settings fsync_after_insert = 1, fsync_part_directory = 1;
