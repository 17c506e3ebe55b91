-- How do the journeys of a build go now?
-- build; hi: version the answer is good for; kinds: STEP_KINDS, the place of each is its code; part, parts: journeys are taken in
-- parts by their slot, so that one fits into memory. Texts are numbers until the end: places in names, which are sorted quickly.
insert into journey_path
with
  changed as (
    select client_id, journey from journey_change where build = {build:String} and visitor = 0 and slot % {parts:UInt16} = {part:UInt16}
  ),
  near as (
    select client_id, visitor from journey_change where build = {build:String} and visitor != 0 and slot % {parts:UInt16} = {part:UInt16}
  ),
  (
    select (groupUniqArray(channel), groupUniqArray(source), groupUniqArray(campaign_id), groupUniqArray(creative_id))
    from (
      select channel, source, campaign_id, creative_id from touchpoint_fact where {near:Condition}
      union all select toLowCardinality(''), source, campaign_id, toLowCardinality('') from lead_fact
      union all select toLowCardinality(toString(kind)), toLowCardinality(''), toLowCardinality(''), toLowCardinality('') from source_fact
      union all select toLowCardinality(arrayJoin(['', 'other'])), toLowCardinality(''), toLowCardinality(''), toLowCardinality('')
    )
  ) as names,
  (channel, source, campaign, creative) -> bitOr(
    bitOr(toUInt128(transform(channel, names.1, arrayEnumerate(names.1), toUInt32(0))),
      bitShiftLeft(toUInt128(transform(source, names.2, arrayEnumerate(names.2), toUInt32(0))), 32)),
    bitOr(bitShiftLeft(toUInt128(transform(campaign, names.3, arrayEnumerate(names.3), toUInt32(0))), 64),
      bitShiftLeft(toUInt128(transform(creative, names.4, arrayEnumerate(names.4), toUInt32(0))), 96))) as texts_of,
  -- A deed as a number that sorts by its instant, then its kind, then its id, so that every build puts ties the same way.
  (at, kind, id) -> bitOr(bitShiftLeft(toUInt128(greatest(toUnixTimestamp64Milli(at), 0)), 72),
    bitOr(bitShiftLeft(toUInt128(indexOf({kinds:Array(String)}, kind) - 1), 64), toUInt128(cityHash64(id)))) as place_of,
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
    where {of_part:Condition}
  ),
  registered as (select client_id, name as source, toString(kind) as channel from source_fact final),
  by_visitor as (
    select client_id, visitor, groupUniqArray(identity_id) as identities from lead_fact final
    where {near:Condition} group by client_id, visitor
  ),
  by_lead as (
    select client_id, id as lead_id, identity_id from lead_fact final
    where (client_id, id) in (select client_id, assumeNotNull(lead_id) from touchpoint_fact where {near:Condition} and lead_id is not null)
  ),
  touches as (
    select client_id, visitor, lead_id, groupArray(place_of(at, toString(kind), id)) as places,
      groupArray(texts_of(channel, source, campaign_id, creative_id)) as texts
    from touchpoint_fact final where {near:Condition} group by client_id, visitor, lead_id
  ),
  deeds as (
    select client_id, journey, [visitor] as visitors, places, texts
    from (
      select t.client_id as client_id, t.visitor as visitor, t.places as places, t.texts as texts,
        arrayJoin(multiIf(by_lead.identity_id != toUUID('00000000-0000-0000-0000-000000000000'), [by_lead.identity_id],
          notEmpty(by_visitor.identities), by_visitor.identities, [reinterpret(toUInt128(t.visitor), 'UUID')])) as journey
      from touches as t
      left any join by_lead on by_lead.client_id = t.client_id and by_lead.lead_id = t.lead_id
      left any join by_visitor on by_visitor.client_id = t.client_id and by_visitor.visitor = t.visitor
    )
    where {of_part:Condition}
    union all
    select client_id, journey, [visitor], arrayMap(deed -> place_of(deed.1, deed.2, id), done),
      arrayMap(deed -> texts_of(if(deed.2 = 'lead', multiIf(channel != '', channel, source = '', '', 'other'), ''), source, campaign_id, ''), done)
    from (
      select client_id, journey, visitor, id, channel, toString(members.source) as source, toString(campaign_id) as campaign_id,
        arrayFilter(deed -> deed.3, [(created_at, 'lead', true), (contacted_instant, 'contacted', was_contacted),
          (qualified_instant, 'qualified', was_qualified), (ifNull(lost_at, created_at), 'lost', lost_at is not null)]) as done
      from members left any join registered on registered.client_id = members.client_id and registered.source = members.source
    )
    union all
    -- Platforms that report the same conversion each have their lead; the identity converts once, when the first of them says so.
    select client_id, journey, [], [place_of(min(conversion_instant), 'converted', argMin(id, (conversion_instant, id)))],
      [texts_of('', toString(argMin(source, (conversion_instant, id))), toString(argMin(campaign_id, (conversion_instant, id))), '')]
    from members where has_converted group by client_id, journey
  ),
  ways as (
    select client_id, journey, seen, arraySort(places) as sorted, arraySort((text, place) -> place, texts, places) as told
    from (
      select client_id, journey, groupUniqArrayArray(visitors) as seen, groupArrayArray(deeds.places) as places, groupArrayArray(deeds.texts) as texts
      from deeds group by client_id, journey
    )
  ),
  outcomes as (
    select client_id, journey, arrayMap(x -> tupleElement(x, 2), arraySort(groupArray((created_at, id)))) as leads, toUnixTimestamp(min(created_at)) as lead_at,
      minIf(toUnixTimestamp(qualified_instant), was_qualified) as qualified_at,
      minIf(toUnixTimestamp(conversion_instant), has_converted) as converted_at,
      ifNull(argMinIf((revenue_minor, currency), (conversion_instant, id), has_converted and revenue_minor is not null), (toInt64(0), '')) as worth,
      argMin(source, (created_at, id)) as lead_source, argMin(campaign_id, (created_at, id)) as lead_campaign
    from members group by client_id, journey
  )
select ways.client_id, ways.journey, {hi:UInt64}, 0, outcomes.leads, ways.seen, outcomes.lead_at, outcomes.qualified_at,
  outcomes.converted_at, ats[-1], ifNull(outcomes.worth.1, 0), outcomes.worth.2, outcomes.lead_source, outcomes.lead_campaign,
  arrayMap(place -> toUInt32(intDiv(toUInt64(bitShiftRight(place, 72)), 1000)), ways.sorted) as ats,
  arrayMap(place -> toUInt8(bitShiftRight(place, 64)), ways.sorted),
  arrayMap(text -> names.1[toUInt32(text)], ways.told),
  arrayMap(text -> names.2[toUInt32(bitShiftRight(text, 32))], ways.told),
  arrayMap(text -> names.3[toUInt32(bitShiftRight(text, 64))], ways.told),
  arrayMap(text -> names.4[toUInt32(bitShiftRight(text, 96))], ways.told)
from ways
left any join outcomes on outcomes.client_id = ways.client_id and outcomes.journey = ways.journey
