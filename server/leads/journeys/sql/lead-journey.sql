-- What did the identity of a lead do and come to?
-- client UUID, lead UUID.
select toString(journey) as journey_id, lead_at, qualified_at, converted_at, last_at, ats, kinds, channels, sources, campaigns, creatives
from journey_path final
where client_id = {client:UUID}
  and journey in (select identity_id from lead_fact final where client_id = {client:UUID} and id = {lead:UUID})
