-- What did the leads of a period cost, by what they came from?
-- client UUID; j_from, j_to: seconds, the latter exclusive; by: source, campaign or channel. Prices are those of the registered
-- sources, in minor units of the client's currency; a lead of a source without a price has no cost.
with (
  select (groupArray(name), groupArray(toString(kind)), groupArray(ifNull(price_minor, -1))) from source_fact final where client_id = {client:UUID}
) as registered
select
  multiIf({by:String} = 'source', toString(source), {by:String} = 'campaign', toString(campaign_id), transform(source, registered.1, registered.2, '')) as key_name,
  sumIf(price, price >= 0) as cost,
  countIf(price >= 0) as priced,
  count() as leads
from (select *, transform(source, registered.1, registered.3, toInt64(-1)) as price from lead_fact final where client_id = {client:UUID} and {narrowed:Condition}
  and created_at >= fromUnixTimestamp64Milli(toInt64({j_from:UInt32}) * 1000, 'UTC') and created_at < fromUnixTimestamp64Milli(toInt64({j_to:UInt32}) * 1000, 'UTC')) as lead_fact
group by key_name
