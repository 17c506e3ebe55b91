-- What was known of each lead of a client when it came: its own fields and what its visitor had done by then. Rows are
-- answered as arrays of {block} leads each, because a million rows of twenty fields would take longer to read than to use.
-- Parameters: client, zone (IANA), checks (ids of checks that run at capture), from_ms and to_ms (created_at, to excluded),
-- newest (at most so many leads, the newest), kinds with points and half_lives_ms (the engagement score), block.
with
  chosen as (
    select id, visitor, created_at, source, campaign_id, country, region, email_domain, phone_type, flags, completeness,
      quality_score, seconds_on_form, clicked_at, conversion_status, conversion_date
    from lead_fact final
    where client_id = {client:UUID} and created_at >= fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
      and created_at < fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')
    order by created_at desc limit {newest:UInt32}
  ),
  deeds as (
    select chosen.id as lead, count() as touches, sum(ifNull(touch.seconds, 0)) as seconds,
      sum(transform(touch.kind, {kinds:Array(String)}, {points:Array(Float64)}, 0.)
        * exp2(-(toUnixTimestamp64Milli(chosen.created_at) - toUnixTimestamp64Milli(touch.at))
          / transform(touch.kind, {kinds:Array(String)}, {half_lives_ms:Array(Float64)}, 1.))) as engagement
    from (
      select visitor, at, kind, seconds from touchpoint_fact final
      where client_id = {client:UUID} and kind != 'form_submit'
    ) as touch
    inner join chosen on touch.visitor = chosen.visitor
    where touch.at < chosen.created_at
    group by chosen.id
  )
select
  groupArray(toString(known.id)) as id,
  groupArray(toFloat64(toUnixTimestamp64Milli(known.created_at))) as at,
  groupArray(toString(toHour(toTimeZone(known.created_at, {zone:String})))) as hour,
  groupArray(toString(toDayOfWeek(toTimeZone(known.created_at, {zone:String})))) as weekday,
  groupArray(toString(known.source)) as source,
  groupArray(toString(known.campaign_id)) as campaign,
  groupArray(toString(known.country)) as country,
  groupArray(if(known.region = '', '', concat(known.country, '-', known.region))) as region,
  groupArray(toString(known.email_domain)) as email_domain,
  groupArray(toString(known.phone_type)) as phone_type,
  groupArray(toFloat64(length(arrayIntersect(known.flags, {checks:Array(String)})))) as checks_failed,
  groupArray(toFloat64(known.completeness)) as completeness,
  groupArray(toFloat64(known.quality_score)) as quality_points,
  groupArray(if(known.seconds_on_form is null, -1., toFloat64(assumeNotNull(known.seconds_on_form)))) as seconds_on_form,
  groupArray(if(known.clicked_at is null or known.clicked_at > known.created_at, -1.,
    (toUnixTimestamp64Milli(known.created_at) - toUnixTimestamp64Milli(assumeNotNull(known.clicked_at))) / 60000.)) as minutes_since_click,
  groupArray(toFloat64(known.touches)) as touches,
  groupArray(toFloat64(known.seconds)) as seconds_seen,
  groupArray(round(known.engagement, 3)) as engagement,
  groupArray(toUInt8(known.conversion_status = 'converted')) as converted,
  -- Without a date it is not known how long it took, and the conversion counts.
  groupArray(if(known.conversion_date is null, 0.,
    toFloat64(toUnixTimestamp64Milli(assumeNotNull(known.conversion_date)) - toUnixTimestamp64Milli(known.created_at)))) as took_ms
from (
  select * from chosen left join deeds on chosen.id = deeds.lead
) as known
group by intDiv(rowNumberInAllBlocks(), {block:UInt32})
