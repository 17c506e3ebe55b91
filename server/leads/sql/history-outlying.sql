-- Which leads of outlying sources have a sign that their source joins?
-- client UUID; joins: (source, checks).
select toString(id) as id
from lead_fact final
where client_id = {client:UUID}
  and arrayExists(j -> j.1 = source and hasAny(flags, j.2), {joins:Array(Tuple(String, Array(String)))})
