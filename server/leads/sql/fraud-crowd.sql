-- Which leads came from the same device or network in the day around one lead, hour by hour?
-- client UUID; key: of the device or network; of: device or network; from, to: milliseconds, both included.
select
  toUnixTimestamp(toStartOfHour(created_at)) * 1000 as start,
  count() as leads,
  countIf(duplicate_of is null) as people,
  groupUniqArray(toString(source)) as sources
from lead_fact final
where client_id = {client:UUID}
  and if({of:String} = 'device', device_key, net_key) = {key:Int64}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by start
order by start
