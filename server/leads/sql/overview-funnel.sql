-- How far did a client's leads come, of those that are valid and no repeats, and how long did each step take?
-- client UUID, from, to: milliseconds, the latter exclusive. Medians in seconds; null where nobody took the step.
with
  validation_status = 'valid' and duplicate_of is null as clean,
  conversion_status in ('contacted', 'qualified', 'converted') or contacted_at is not null or qualified_at is not null as was_contacted,
  conversion_status in ('qualified', 'converted') or qualified_at is not null as was_qualified,
  conversion_status = 'converted' as was_converted
select
  count() as captured,
  countIf(clean) as valid,
  countIf(clean and was_contacted) as contacted,
  countIf(clean and was_qualified) as qualified,
  countIf(clean and was_converted) as converted,
  quantileExactOrNullIf(0.5)(assumeNotNull(dateDiff('second', created_at, contacted_at)), clean and contacted_at >= created_at) as contacted_seconds,
  quantileExactOrNullIf(0.5)(assumeNotNull(dateDiff('second', contacted_at, qualified_at)), clean and qualified_at >= contacted_at) as qualified_seconds,
  quantileExactOrNullIf(0.5)(assumeNotNull(dateDiff('second', qualified_at, conversion_date)), clean and was_converted and conversion_date >= qualified_at) as converted_seconds
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
