-- Which leads of one source repeat another lead, and which? The newest first.
-- client UUID, source String, from, to: milliseconds, the latter exclusive; pairs: how many are given.
select toString(id) as repeat, toString(duplicate_of) as earlier from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  and source = {source:String} and duplicate_of is not null
order by created_at desc, id desc limit {pairs:UInt32}
