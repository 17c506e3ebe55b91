-- Of the leads of one source that repeat another lead of the same source, how many carry other words, so another person?
-- client UUID, source String, from, to: milliseconds, the latter exclusive; earliest: milliseconds before which no earlier
-- lead is looked for; pairs: how many pairs are looked at, the newest first; shared: share of the words in common below which two
-- leads are of different people.
with
  length(arrayIntersect(repeat.tokens, earlier.tokens)) / greatest(1, least(length(repeat.tokens), length(earlier.tokens))) as in_common
select
  count() as pairs_seen,
  countIf(in_common < {shared:Float64}) as other_people
from (
  select duplicate_of, tokens from lead_fact final
  where client_id = {client:UUID} and {narrowed:Condition}
    and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    and source = {source:String} and duplicate_of is not null
  order by created_at desc limit {pairs:UInt32}
) as repeat
inner join (
  select id, tokens from lead_fact final
  where client_id = {client:UUID}
    and created_at >= fromUnixTimestamp64Milli({earliest:Int64}, 'UTC')
    and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    and source = {source:String}
    and id in (
      select duplicate_of from lead_fact final
      where client_id = {client:UUID}
        and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        and source = {source:String} and duplicate_of is not null
    )
) as earlier on earlier.id = repeat.duplicate_of
