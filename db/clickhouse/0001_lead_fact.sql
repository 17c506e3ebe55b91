-- One row per lead, pseudonymous: what is counted, never who it is. The newest ver wins; is_deleted hides.
create table if not exists lead_fact {cluster} (
  client_id UUID,
  id UUID,
  ver UInt64,
  is_deleted UInt8,
  created_at DateTime64(3, 'UTC'),
  updated_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  campaign_id LowCardinality(String),
  ad_group_id LowCardinality(String),
  keyword String,
  referrer String,
  country LowCardinality(String),
  region LowCardinality(String),
  email_domain LowCardinality(String),
  phone_type LowCardinality(String),
  validation_status LowCardinality(String),
  conversion_status LowCardinality(String),
  contacted_at Nullable(DateTime64(3, 'UTC')),
  qualified_at Nullable(DateTime64(3, 'UTC')),
  conversion_date Nullable(DateTime64(3, 'UTC')),
  lost_at Nullable(DateTime64(3, 'UTC')),
  revenue_minor Nullable(Int64),
  currency LowCardinality(String),
  quality_score Float32,
  completeness Float32,
  flags Array(LowCardinality(String)),
  duplicate_of Nullable(UUID),
  import_id Nullable(UUID),
  tokens Array(Int64),
  audited_at DateTime64(3, 'UTC')
) engine = {engine:ReplacingMergeTree:lead_fact}(ver, is_deleted)
order by (client_id, created_at, id)
settings fsync_after_insert = 1, fsync_part_directory = 1;

-- The client's registered sources: kind and price of one lead.
create table if not exists source_fact {cluster} (
  client_id UUID,
  name String,
  kind LowCardinality(String),
  price_minor Nullable(Int64),
  ver UInt64
) engine = {engine:ReplacingMergeTree:source_fact}(ver)
order by (client_id, name)
settings fsync_after_insert = 1, fsync_part_directory = 1;

-- How far the pull has come. epoch names the PostgreSQL cluster: another one starts over.
create table if not exists pull_watermark {cluster} (
  feed LowCardinality(String),
  epoch String,
  hi UInt64,
  at DateTime64(3, 'UTC')
) engine = {engine:ReplacingMergeTree:pull_watermark}(hi)
order by (feed, epoch)
settings fsync_after_insert = 1, fsync_part_directory = 1;
