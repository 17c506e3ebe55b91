-- When did the leads of a period reach a goal, by what they are grouped by and by when they came?
-- client UUID, zone String; j_from, j_to: seconds in which the first lead of an identity came, the latter exclusive; j_goal: a column of
-- journey_path; by: source, campaign, or anything else for none; start_unit: week, month or day the lead came in; age_seconds:
-- length of an age; ages: how many are told apart. age -1: not reached within them.
select
  multiIf({by:String} = 'source', toString(lead_source), {by:String} = 'campaign', toString(lead_campaign), '') as key_name,
  toString(multiIf({start_unit:String} = 'month', toStartOfMonth(day), {start_unit:String} = 'week', toMonday(day), day)) as start,
  if({j_goal:Identifier} = 0 or age_reached >= {ages:UInt32}, -1, age_reached) as age,
  count() as members,
  sumIf(value_minor, converted_at != 0 and currency = {j_currency:String}) as revenue
from (
  select lead_source, lead_campaign, {j_goal:Identifier}, converted_at, value_minor, currency, lead_at,
    toDate(toDateTime(lead_at, {zone:String})) as day,
    intDiv(greatest(0, toInt64({j_goal:Identifier}) - toInt64(lead_at)), {age_seconds:UInt32}) as age_reached
  from journey_path final
  where client_id = {client:UUID} and lead_at >= {j_from:UInt32} and lead_at < {j_to:UInt32} and {leads:Condition}
)
group by key_name, start, age
