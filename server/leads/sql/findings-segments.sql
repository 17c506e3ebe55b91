-- Within each source of a client, how bad are the leads of each campaign, ad group and place?
-- client UUID, from, to: milliseconds, the latter exclusive; fraud_checks: ids of checks, a lead counts when it failed any;
-- least: leads below which a segment says nothing.
select
  toString(source) as source_name,
  multiIf(grouping(campaign_id) = 0, 'campaign_id', grouping(ad_group_id) = 0, 'ad_group_id', grouping(country) = 0, 'country',
    'region') as dimension,
  multiIf(dimension = 'campaign_id', toString(campaign_id), dimension = 'ad_group_id', toString(ad_group_id),
    dimension = 'country', toString(country), toString(region)) as segment,
  count() as leads,
  countIf(hasAny(flags, {fraud_checks:Array(String)})) as fraud_signs,
  countIf(validation_status = 'invalid') as invalid
from lead_fact final
where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and created_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
group by grouping sets ((source, campaign_id), (source, ad_group_id), (source, country), (source, region))
having leads >= {least:UInt32} and segment != ''
