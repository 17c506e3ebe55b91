-- How many leads of one client converted per day and source, by the day on which they did?
-- client UUID, zone String (days begin in it), from, to: milliseconds, the latter exclusive.
select
  toString(toDate(assumeNotNull(conversion_date), {zone:String})) as day,
  toString(source) as source_name,
  count() as conversions
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and conversion_status = 'converted'
  and conversion_date >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and conversion_date < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by day, source
