-- How are the times from click to lead spread, for one source and for the others, in a period?
-- client UUID; source; bins: how many; from, to: milliseconds, the latter exclusive.
select source = {source:String} as own,
  least({bins:UInt32} - 1, toUInt32(greatest(0, ceil(4 * log2(greatest(
    dateDiff('millisecond', assumeNotNull(clicked_at), created_at) / 1000, 0.001) / 0.25)) - 1))) as bin,
  count() as leads
from lead_fact final
where client_id = {client:UUID} and clicked_at <= created_at and duplicate_of is null
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by own, bin
