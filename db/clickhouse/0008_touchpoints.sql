-- Keys of leads, and what people did. See db/postgres/0008_touchpoints.sql for what each column holds.
alter table lead_fact {cluster}
  add column if not exists visitor Int64,
  add column if not exists identity_id UUID,
  add column if not exists device_key Nullable(Int64),
  add column if not exists ip_key Nullable(Int64),
  add column if not exists net_key Nullable(Int64),
  add column if not exists click_key Nullable(Int64),
  add column if not exists text_key Nullable(Int64),
  add column if not exists clicked_at Nullable(DateTime64(3, 'UTC')),
  add column if not exists seconds_on_form Nullable(Float32),
  add column if not exists engagement_score Float32,
  add column if not exists conversion_probability Nullable(Float32);

create table if not exists touchpoint_fact {cluster} (
  client_id UUID,
  id UUID,
  ver UInt64,
  is_deleted UInt8,
  visitor Int64,
  lead_id Nullable(UUID),
  at DateTime64(3, 'UTC'),
  kind LowCardinality(String),
  channel LowCardinality(String),
  source LowCardinality(String),
  campaign_id LowCardinality(String),
  ad_group_id LowCardinality(String),
  creative_id LowCardinality(String),
  keyword String,
  referrer String,
  page String,
  click_key Nullable(Int64),
  seconds Nullable(Int32)
) engine = {engine:ReplacingMergeTree:touchpoint_fact}(ver, is_deleted)
order by (client_id, visitor, at, id)
settings fsync_after_insert = 1, fsync_part_directory = 1;
