-- How many leads of a source failed each check in a period?
-- client UUID; source; from, to: milliseconds, the latter exclusive.
select toString(flag) as check_id, count() as leads
from lead_fact final
array join flags as flag
where client_id = {client:UUID} and source = {source:String}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by flag
order by leads desc, check_id
