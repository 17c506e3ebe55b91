-- On how many days did an address or network give exactly one lead, and exactly two, by source?
-- client UUID.
select source_name, kind, countIf(leads = 1) as ones, countIf(leads = 2) as twos
from (
  select toString(source) as source_name, pair.1 as kind, assumeNotNull(pair.2) as key, toDate(created_at) as day,
    count() as leads
  from lead_fact final
  array join arrayFilter(p -> p.2 is not null, [('address', ip_key), ('network', net_key)]) as pair
  where client_id = {client:UUID} and duplicate_of is null
  group by source_name, kind, key, day
)
group by source_name, kind
