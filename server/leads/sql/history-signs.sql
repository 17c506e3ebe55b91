-- How many leads does each source have, and how many of them failed each check?
-- client UUID; checks: ids. A lead counts once per kind: kinds are (name, checks).
select source_name, kind, count() as leads, countIf(failed) as hits
from (
  select toString(source) as source_name, pair.1 as kind, hasAny(flags, pair.2) as failed
  from lead_fact final
  array join {kinds:Array(Tuple(String, Array(String)))} as pair
  where client_id = {client:UUID}
)
group by source_name, kind
