-- Day by day and source by source, how many of a client's leads failed checks of one kind?
-- client UUID, zone String (days begin in it), from, to: milliseconds, the latter exclusive,
-- fraud_checks, phone_checks, trail_checks: ids of checks, a lead counts when it failed any of them.
select
  toString(toDate(created_at, {zone:String})) as day,
  toString(source) as source_name,
  count() as leads,
  countIf(hasAny(flags, {fraud_checks:Array(String)})) as fraud_signs,
  countIf(hasAny(flags, {phone_checks:Array(String)})) as bad_phones,
  countIf(hasAny(flags, {trail_checks:Array(String)})) as broken_trails,
  countIf(validation_status = 'invalid') as invalid,
  countIf(campaign_id = '') as without_campaign
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by toDate(created_at, {zone:String}), source
