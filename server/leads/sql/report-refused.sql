-- Which leads of one source of a client are refused: fraudulent, invalid, repeats of an earlier lead, or with their payout held?
-- client UUID, source String, from, to: milliseconds, the latter exclusive; most: how many, oldest first.
with id in (select lead_id from lead_mark_fact final where client_id = {client:UUID} and mark = 'payout_hold') as is_held
select id, is_held as held
from lead_fact final
where client_id = {client:UUID} and source = {source:String}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  and (validation_status in ('fraudulent', 'invalid') or duplicate_of is not null or is_held)
order by created_at, id
limit {most:UInt32}
