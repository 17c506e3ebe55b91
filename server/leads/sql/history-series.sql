-- Which sketches of texts and stems of addresses stand on far more leads of one source than of others?
-- client UUID; least: fewest leads of different people at the source; times: as many times the expected;
-- totals: (kind, source, leads of the source that have one, leads of all others).
select of, toString(key) as key, source_name, leads, elsewhere, arraySort(arrayMap(id -> toString(id), ids)) as ids
from (
  select of, key, source_name, countIf(not repeats) as leads, groupArray(id) as ids,
    sum(leads) over (partition by of, key) - leads as elsewhere
  from (
    select id, toString(source) as source_name, duplicate_of is not null as repeats, pair.1 as of, pair.2 as key
    from lead_fact final
    array join arrayConcat(
      arrayMap(band -> ('text', band), text_bands),
      if(stem_key is null, [], [('address', assumeNotNull(stem_key))])) as pair
    where client_id = {client:UUID}
  )
  group by of, key, source_name
) as groups
inner join (
  select t.1 as of, t.2 as source_name, t.3 as own, t.4 as others
  from (select arrayJoin({totals:Array(Tuple(String, String, UInt64, UInt64))}) as t)
) as totals using (of, source_name)
where leads >= {least:UInt32} and leads >= own * (elsewhere + 0.5) / (others + 1) * {times:Float64}
