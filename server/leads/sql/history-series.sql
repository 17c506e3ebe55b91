-- Which sketches of texts and stems of addresses stand on several leads of one source, and how often elsewhere?
-- client UUID; least: fewest leads of different people at the source.
select of, toString(key) as key, source_name, leads, elsewhere, ids
from (
  select of, key, source_name, countIf(not repeats) as leads, arraySort(groupArray(toString(id))) as ids,
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
)
where leads >= {least:UInt32}
