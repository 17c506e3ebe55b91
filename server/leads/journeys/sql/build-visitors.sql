-- Whose touchpoints may be part of the journeys of a build?
-- build: names the rows. Some visitors too many do no harm: each journey takes only the touchpoints that are its own.
insert into journey_change (build, slot, client_id, journey, visitor)
with
  changed as (select client_id, journey from journey_change where build = {build:String}),
  members as (select client_id, id, identity_id, visitor from lead_fact where (client_id, identity_id) in changed)
select {build:String}, cityHash64(identity) % 1024, client_id, toUUID('00000000-0000-0000-0000-000000000000'), visitor
from (
  select client_id, identity_id as identity, visitor from members where visitor != 0
  union distinct select client_id, journey, toInt64(reinterpret(journey, 'UInt128')) from changed
  union distinct select members.client_id, members.identity_id, touch.visitor
    from (select client_id, assumeNotNull(lead_id) as lead, visitor from touchpoint_fact where lead_id is not null) as touch
    inner join members on members.client_id = touch.client_id and members.id = touch.lead
)
where visitor != 0
