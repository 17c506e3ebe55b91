-- Which leads of one source of a client are refused: fraudulent, invalid, or repeats of an earlier lead?
-- client UUID, source String, from, to: milliseconds, the latter exclusive; most: how many, oldest first.
select id
from lead_fact final
where client_id = {client:UUID} and source = {source:String}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  and (validation_status in ('fraudulent', 'invalid') or duplicate_of is not null)
order by created_at, id
limit {most:UInt32}
