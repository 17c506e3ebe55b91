-- Whose leads does each source of a client repeat, and how soon after? Only the repeats are narrowed: of whom may be any lead.
-- Which earlier leads are read is asked of any version of the repeats, and before versions are compared, because that costs less and
-- the join decides. An id is part of the table's key, so no version of a lead is left out without the others.
-- client UUID, from, to: milliseconds, the latter exclusive; earliest: milliseconds before which no earlier lead is looked for.
select
  toString(repeat.source) as source_name,
  toString(earlier.source) as earlier_source,
  count() as leads,
  quantileExact(0.5)(dateDiff('second', earlier.created_at, repeat.created_at)) as median_seconds
from (
  select source, duplicate_of, created_at from lead_fact final
  where client_id = {client:UUID} and {narrowed:Condition}
    and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    and duplicate_of is not null
) as repeat
inner join (
  select id, source, created_at from lead_fact final
  prewhere client_id = {client:UUID}
    and created_at >= fromUnixTimestamp64Milli({earliest:Int64}, 'UTC')
    and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    and id in (
      select duplicate_of from lead_fact
      where client_id = {client:UUID}
        and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        and duplicate_of is not null
    )
) as earlier on earlier.id = repeat.duplicate_of
group by repeat.source, earlier.source
