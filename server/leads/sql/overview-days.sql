-- How many leads of one client came per day and source in two periods, what became of them, and between which scores lies the middle
-- half of a day? A row per day, in it one per source. The quartiles are those of the first period; its days are never read twice.
-- client UUID, zone String (days begin in it), currency String (revenue in others is only counted),
-- from, to: milliseconds, the latter exclusive; before_from, before_to: the comparison, equal to the period when there is none;
-- start, end: the first and the last of these.
with (
  select (groupArray(name), groupArray(ifNull(price_minor, -1))) from source_fact final where client_id = {client:UUID}
) as prices
select
  toString(on_day) as day,
  quantilesExactMerge(0.25, 0.75)(scores) as quartiles,
  groupArray(tuple(source_name, leads, valid, duplicate, fraudulent, converted, quality, quality_squares, engagement, revenue,
    other_currency, price, audited_at_ms)) as sources
from (
  select
    toDate(created_at, {zone:String}) as on_day,
    quantilesExactStateIf(0.25, 0.75)(quality_score, created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
      and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')) as scores,
    toString(source) as source_name,
    toUInt32(count()) as leads,
    toUInt32(countIf(validation_status = 'valid')) as valid,
    toUInt32(countIf(duplicate_of is not null)) as duplicate,
    toUInt32(countIf(validation_status = 'fraudulent')) as fraudulent,
    toUInt32(countIf(conversion_status = 'converted')) as converted,
    sum(quality_score) as quality,
    sum(quality_score * quality_score) as quality_squares,
    sum(toFloat64(engagement_score)) as engagement,
    sumIf(ifNull(revenue_minor, 0), conversion_status = 'converted' and currency = {currency:String}) as revenue,
    toUInt32(countIf(revenue_minor is not null and conversion_status = 'converted' and currency != {currency:String})) as other_currency,
    any(transform(source, prices.1, prices.2, toInt64(-1))) as price,
    toUnixTimestamp64Milli(max(audited_at)) as audited_at_ms
  from lead_fact final
  where client_id = {client:UUID} and {narrowed:Condition}
    and created_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
    and created_at < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
    and (created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
      or created_at >= fromUnixTimestamp64Milli({before_from:Int64}, 'UTC') and created_at < fromUnixTimestamp64Milli({before_to:Int64}, 'UTC'))
  group by on_day, source
)
group by on_day
