-- Between which scores lies the middle half of a client's leads, day by day?
-- client UUID, zone String (days begin in it), from, to: milliseconds, the latter exclusive.
select
  toString(toDate(created_at, {zone:String})) as day,
  quantilesExact(0.25, 0.75)(quality_score) as quartiles
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by toDate(created_at, {zone:String})
