-- How many leads of one client came per day and source in two periods, and what became of them?
-- client UUID, zone String (days begin in it), currency String (revenue in others is only counted),
-- from, to: milliseconds, the latter exclusive; before_from, before_to: the comparison, equal to the period when there is none.
with (
  select (groupArray(name), groupArray(ifNull(price_minor, -1))) from source_fact final where client_id = {client:UUID}
) as prices
select
  toString(toDate(created_at, {zone:String})) as day,
  toString(source) as source_name,
  count() as leads,
  countIf(validation_status = 'valid') as valid,
  countIf(duplicate_of is not null) as duplicate,
  countIf(validation_status = 'fraudulent') as fraudulent,
  countIf(conversion_status = 'converted') as converted,
  sum(quality_score) as quality,
  sum(quality_score * quality_score) as quality_squares,
  sum(toFloat64(engagement_score)) as engagement,
  sumIf(ifNull(revenue_minor, 0), conversion_status = 'converted' and currency = {currency:String}) as revenue,
  countIf(revenue_minor is not null and conversion_status = 'converted' and currency != {currency:String}) as other_currency,
  any(transform(source, prices.1, prices.2, toInt64(-1))) as price,
  toUnixTimestamp64Milli(max(audited_at)) as audited_at_ms
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
  and (created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    or created_at >= fromUnixTimestamp64Milli({before_from:Int64}, 'UTC') and created_at < fromUnixTimestamp64Milli({before_to:Int64}, 'UTC'))
group by toDate(created_at, {zone:String}), source
