-- How are the leads of a source spread over the hours of the client's day in a period, and how many are there?
-- client UUID; source; zone; from, to: milliseconds, the latter exclusive.
select toHour(toTimeZone(created_at, {zone:String})) as hour, count() as leads
from lead_fact final
where client_id = {client:UUID} and source = {source:String}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by hour
order by hour
