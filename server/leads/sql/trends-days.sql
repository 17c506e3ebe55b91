-- How many leads of one client came per day and source, and what did they cost?
-- client UUID, zone String (days begin in it), from, to: milliseconds, the latter exclusive. Minor units of the client's
-- currency at the registered prices.
with (
  select (groupArray(name), groupArray(ifNull(price_minor, 0))) from source_fact final where client_id = {client:UUID}
) as prices
select
  toString(toDate(created_at, {zone:String})) as day,
  toString(source) as source_name,
  count() as leads,
  countIf(validation_status = 'valid') as valid,
  leads * any(transform(source, prices.1, prices.2, toInt64(0))) as spend
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by toDate(created_at, {zone:String}), source
