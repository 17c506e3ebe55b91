-- What a build of journey_path works on, while it runs: the journeys that changed, and the visitors whose touchpoints may be theirs.
-- slot: a hash of the journey, by which a build is taken in parts. visitor is 0 in rows of journeys. A build drops its partition at its
-- end; what a build that was cut off left behind goes after a day.
create table if not exists journey_change {cluster} (
  build String,
  slot UInt16,
  client_id UUID,
  journey UUID,
  visitor Int64,
  at DateTime default now()
) engine = {engine:ReplacingMergeTree:journey_change}(at)
partition by build
order by (slot, client_id, journey, visitor)
ttl at + interval 1 day delete;
