-- From where do a client's leads come, and how good are they there?
-- client UUID, from, to: milliseconds, the latter exclusive; places: how many, those with most leads first.
select
  toString(country) as country_code,
  toString(region) as region_name,
  count() as leads,
  avg(quality_score) as quality_score_mean,
  countIf(validation_status = 'valid') / leads as valid_rate
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by country, region
order by leads desc, country_code, region_name
limit {places:UInt32}
