-- Which leads came in the given spans of their sources?
-- client UUID; spans: (source, from, to) in milliseconds, both included.
select toString(id) as id
from lead_fact final
where client_id = {client:UUID}
  and arrayExists(s -> s.1 = source and toUnixTimestamp64Milli(created_at) >= s.2
    and toUnixTimestamp64Milli(created_at) <= s.3, {spans:Array(Tuple(String, Int64, Int64))})
