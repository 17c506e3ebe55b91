-- Of the leads of each source that name a campaign, how many have a click or visit on record?
-- client UUID.
select toString(source) as source_name, count() as leads,
  countIf(visitor in (select visitor from touchpoint_fact final where client_id = {client:UUID})
    or id in (select assumeNotNull(lead_id) from touchpoint_fact final
      where client_id = {client:UUID} and lead_id is not null)) as touched
from lead_fact final
where client_id = {client:UUID} and campaign_id != ''
group by source
