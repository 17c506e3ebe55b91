-- What became of the leads of one source of a client, day by day? Each lead counts once: fraudulent, else a repeat of an
-- earlier one, else invalid, else held (its payout is, by a decision that stands), else waiting, else accepted.
-- client UUID, source String, zone String (days begin in it), from, to: milliseconds, the latter exclusive.
with
  id in (select lead_id from lead_mark_fact final where client_id = {client:UUID} and mark = 'payout_hold') as is_held,
  multiIf(validation_status = 'fraudulent', 1, duplicate_of is not null, 2, validation_status = 'invalid', 3, is_held, 4,
    validation_status = 'pending', 5, 6) as outcome
select
  toString(toDate(created_at, {zone:String})) as day,
  count() as leads,
  countIf(outcome = 1) as fraudulent,
  countIf(outcome = 2) as duplicate,
  countIf(outcome = 3) as invalid,
  countIf(outcome = 4) as held,
  countIf(outcome = 5) as pending
from lead_fact final
where client_id = {client:UUID} and source = {source:String}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by day
order by day
