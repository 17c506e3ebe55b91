-- Which journeys may have changed since the version lo?
-- build: names the rows; lo: rows of leads and touchpoints from this version on have changed.
insert into journey_change (build, slot, client_id, journey)
with
  changed_leads as (select distinct client_id, id from lead_fact where ver >= {lo:UInt64}),
  changed_visitors as (
    select client_id, visitor from touchpoint_fact where ver >= {lo:UInt64}
    union distinct select client_id, visitor from lead_fact where ver >= {lo:UInt64} and visitor != 0
  )
select {build:String}, cityHash64(journey) % 1024, client_id, journey
from (
  -- Also the journeys that leads and visitors were part of before they were merged, parted, deleted or became a lead.
  select client_id, identity_id as journey from lead_fact final
  where (client_id, id) in changed_leads or (client_id, visitor) in changed_visitors
    or (client_id, id) in (select client_id, assumeNotNull(lead_id) from touchpoint_fact where ver >= {lo:UInt64} and lead_id is not null)
  union distinct select client_id, reinterpret(toUInt128(visitor), 'UUID') from changed_visitors
  union distinct select client_id, journey from journey_path final
    where arrayExists(lead -> (client_id, lead) in changed_leads, leads) or arrayExists(visitor -> (client_id, visitor) in changed_visitors, visitors)
)
