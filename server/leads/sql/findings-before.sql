-- How many leads of one client came from each source in the period that another is compared with?
-- client UUID, from, to: milliseconds, the latter exclusive.
select toString(source) as source_name, count() as leads
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by source
