-- What decisions did to single leads: not to be paid for, not to be uploaded. A mark that was taken off is hidden.
create table if not exists lead_mark_fact {cluster} (
  client_id UUID,
  decision_id UUID,
  lead_id UUID,
  mark LowCardinality(String),
  ver UInt64,
  is_deleted UInt8
) engine = {engine:ReplacingMergeTree:lead_mark_fact}(ver, is_deleted)
order by (client_id, decision_id, lead_id)
settings fsync_after_insert = 1, fsync_part_directory = 1;
