-- Which devices, addresses, networks and paste cadences gave several leads within a window, and which leads?
-- client UUID; limits: (kind, fewest leads of different people, window in milliseconds) to be worth a look.
select kind, toString(key) as key, source_name, leads
from (
  select kind, key, source_name,
    arraySort(x -> (x.1, x.2), groupArray((at, toString(id), repeats))) as leads,
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
)
where arrayExists(
  l -> l.1 = kind and length(times) >= l.2
    and arrayExists((first, last) -> last - first <= l.3,
      arraySlice(times, 1, length(times) - l.2 + 1), arraySlice(times, l.2)),
  {limits:Array(Tuple(String, UInt32, Int64))})
