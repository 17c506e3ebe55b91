-- Which devices, addresses, networks and paste cadences gave several leads within a window, and which leads?
-- client UUID; limits: (kind, source, fewest leads of different people, window in milliseconds) to be worth a look; those of
-- the source '' hold for whichever has none of its own, and for devices.
with limits as (
  select l.1 as kind, l.2 as limited_source, groupArray((l.3, l.4)) as limits
  from (select arrayJoin({limits:Array(Tuple(String, String, UInt32, Int64))}) as l)
  group by kind, limited_source
)
select kind, toString(key) as key, source_name,
  arraySort(x -> (x.1, x.2), arrayMap(x -> (x.1, toString(x.2), x.3), members)) as leads
from (
  select kind, key, source_name,
    if((kind, source_name) in (select kind, limited_source from limits), source_name, '') as limited_source,
    groupArray((at, id, repeats)) as members,
    arraySort(groupArrayIf(at, not repeats)) as times
  from (
    select id, toUnixTimestamp64Milli(created_at) as at, duplicate_of is not null as repeats, pair.1 as kind,
      assumeNotNull(pair.2) as key, if(pair.1 = 'device', '', toString(source)) as source_name
    from lead_fact final
    array join arrayFilter(p -> p.2 is not null, [('device', device_key), ('address', ip_key), ('network', net_key),
      ('cadence', cadence_key)]) as pair
    where client_id = {client:UUID}
  )
  group by kind, key, source_name
  having length(times) >= 3
) as groups
inner join limits using (kind, limited_source)
where arrayExists(
  l -> length(times) >= l.1
    and arrayExists((first, last) -> last - first <= l.2,
      arraySlice(times, 1, length(times) - l.1 + 1), arraySlice(times, l.1)),
  limits)
