-- What became of the leads of one source of a client, day by day? Each lead counts once: fraudulent, else a repeat of an
-- earlier one, else invalid, else waiting, else accepted.
-- client UUID, source String, zone String (days begin in it), from, to: milliseconds, the latter exclusive.
select
  toString(toDate(created_at, {zone:String})) as day,
  count() as leads,
  countIf(validation_status = 'fraudulent') as fraudulent,
  countIf(validation_status != 'fraudulent' and duplicate_of is not null) as duplicate,
  countIf(validation_status = 'invalid' and duplicate_of is null) as invalid,
  countIf(validation_status = 'pending' and duplicate_of is null) as pending
from lead_fact final
where client_id = {client:UUID} and source = {source:String}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by day
order by day
