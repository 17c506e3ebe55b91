-- Which journeys changed since the version lo, and how do they go now?
-- lo: rows of leads and touchpoints from this version on have changed; hi: version the answer is good for; kinds: STEP_KINDS,
-- the place of each is its code; part, parts: journeys are taken in parts by their hash, so that one fits into memory.
insert into journey_path
with
  changed_leads as (select distinct client_id, id from lead_fact where ver >= {lo:UInt64}),
  changed_visitors as (
    select client_id, visitor from touchpoint_fact where ver >= {lo:UInt64}
    union distinct select client_id, visitor from lead_fact where ver >= {lo:UInt64} and visitor != 0
  ),
  -- Also the journeys that leads and visitors were part of before they were merged, parted, deleted or became a lead.
  changed as (
    select client_id, identity_id as journey from lead_fact final
    where (client_id, id) in changed_leads or (client_id, visitor) in changed_visitors
      or (client_id, id) in (select client_id, assumeNotNull(lead_id) from touchpoint_fact where ver >= {lo:UInt64} and lead_id is not null)
    union distinct select client_id, reinterpret(toUInt128(visitor), 'UUID') from changed_visitors
    union distinct select client_id, journey from (select client_id, journey, arrayJoin(leads) as lead from journey_path final)
      where (client_id, lead) in changed_leads
    union distinct select client_id, journey from (select client_id, journey, arrayJoin(visitors) as visitor from journey_path final)
      where (client_id, visitor) in changed_visitors
  ),
  of_part as (select client_id, journey from changed where cityHash64(journey) % {parts:UInt32} = {part:UInt32}),
  members as (
    select client_id, id, identity_id as journey, visitor, source, campaign_id, created_at, revenue_minor, currency,
      conversion_status = 'converted' as has_converted,
      has_converted or conversion_status = 'qualified' or qualified_at is not null as was_qualified,
      was_qualified or conversion_status = 'contacted' or contacted_at is not null as was_contacted,
      coalesce(conversion_date, qualified_at, contacted_at, created_at) as conversion_instant,
      coalesce(qualified_at, conversion_date, contacted_at, created_at) as qualified_instant,
      coalesce(contacted_at, qualified_at, conversion_date, created_at) as contacted_instant,
      lost_at
    from lead_fact final
    where (client_id, identity_id) in of_part
  ),
  registered as (select client_id, name as source, toString(kind) as channel from source_fact final),
  by_visitor as (select client_id, visitor, groupUniqArray(identity_id) as identities from lead_fact final group by client_id, visitor),
  by_lead as (select client_id, id as lead_id, identity_id from lead_fact final),
  touches as (
    select client_id,
      arrayJoin(multiIf(owner != toUUID('00000000-0000-0000-0000-000000000000'), [owner],
        notEmpty(identities), identities, [reinterpret(toUInt128(visitor), 'UUID')])) as journey,
      visitor, at, kind, id, channel, source, campaign_id, creative_id
    from (
      select t.client_id as client_id, t.visitor as visitor, t.at as at, t.kind as kind, t.id as id, t.channel as channel,
        t.source as source, t.campaign_id as campaign_id, t.creative_id as creative_id,
        by_lead.identity_id as owner, by_visitor.identities as identities
      from touchpoint_fact as t final
      left join by_lead on by_lead.client_id = t.client_id and by_lead.lead_id = t.lead_id
      left join by_visitor on by_visitor.client_id = t.client_id and by_visitor.visitor = t.visitor
    )
    where (client_id, journey) in of_part
  ),
  -- A deed as a number that sorts by its instant, then its kind, then its id, so that every build puts ties the same way.
  deeds as (
    select client_id, journey, [visitor] as visitors, toUnixTimestamp64Milli(at) as at_ms, indexOf({kinds:Array(String)}, toString(kind)) - 1 as code,
      id, channel, source, campaign_id, creative_id
    from touches
    union all
    select client_id, journey, [visitor], toUnixTimestamp64Milli(tupleElement(deed, 1)), indexOf({kinds:Array(String)}, tupleElement(deed, 2)) - 1,
      id, if(tupleElement(deed, 2) = 'lead', multiIf(channel != '', channel, source = '', '', 'other'), ''), source, campaign_id, ''
    from members left join registered on registered.client_id = members.client_id and registered.source = members.source
    array join arrayFilter(x -> tupleElement(x, 3), [
      (created_at, 'lead', true), (contacted_instant, 'contacted', was_contacted), (qualified_instant, 'qualified', was_qualified),
      (ifNull(lost_at, created_at), 'lost', lost_at is not null)]) as deed
    union all
    -- Platforms that report the same conversion each have their lead; the identity converts once, when the first of them says so.
    select client_id, journey, [], toUnixTimestamp64Milli(min(conversion_instant)), indexOf({kinds:Array(String)}, 'converted') - 1,
      argMin(id, (conversion_instant, id)), '', argMin(source, (conversion_instant, id)), argMin(campaign_id, (conversion_instant, id)), ''
    from members where has_converted group by client_id, journey
  ),
  ways as (
    select client_id, journey, groupUniqArrayArray(visitors) as visitors,
      arraySort(x -> tupleElement(x, 1), groupArray((
        bitOr(bitShiftLeft(toUInt128(greatest(at_ms, 0)), 72), bitOr(bitShiftLeft(toUInt128(code), 64), toUInt128(cityHash64(id)))),
        toUInt32(intDiv(greatest(at_ms, 0), 1000)), toUInt8(code), channel, source, campaign_id, creative_id))) as deeds
    from deeds group by client_id, journey
  ),
  outcomes as (
    select client_id, journey, arrayMap(x -> tupleElement(x, 2), arraySort(groupArray((created_at, id)))) as leads, toUnixTimestamp(min(created_at)) as lead_at,
      minIf(toUnixTimestamp(qualified_instant), was_qualified) as qualified_at,
      minIf(toUnixTimestamp(conversion_instant), has_converted) as converted_at,
      ifNull(argMinIf((revenue_minor, currency), (conversion_instant, id), has_converted and revenue_minor is not null), (toInt64(0), '')) as worth,
      argMin(source, (created_at, id)) as lead_source, argMin(campaign_id, (created_at, id)) as lead_campaign
    from members group by client_id, journey
  )
select of_part.client_id, of_part.journey, {hi:UInt64}, empty(ways.deeds), outcomes.leads, ways.visitors, outcomes.lead_at, outcomes.qualified_at,
  outcomes.converted_at, if(empty(ways.deeds), 0, ways.deeds[-1].2), ifNull(outcomes.worth.1, 0), outcomes.worth.2, outcomes.lead_source, outcomes.lead_campaign,
  ways.deeds.2, ways.deeds.3, ways.deeds.4, ways.deeds.5, ways.deeds.6, ways.deeds.7
from of_part
left join ways on ways.client_id = of_part.client_id and ways.journey = of_part.journey
left join outcomes on outcomes.client_id = of_part.client_id and outcomes.journey = of_part.journey
