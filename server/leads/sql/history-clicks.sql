-- Which click ids came with several leads?
-- client UUID.
select toString(click_key) as key,
  arraySort(x -> (x.1, x.2), groupArray((toUnixTimestamp64Milli(created_at), toString(id), duplicate_of is not null))) as leads
from lead_fact final
where client_id = {client:UUID} and click_key is not null
group by click_key
having count() > 1
