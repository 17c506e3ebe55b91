-- Which leads name a campaign, but no click or visit of theirs is on record, in weeks in which their source's usually are?
-- client UUID; days: how far back a touch is looked for; share: of the source's leads of that week that must have one;
-- least: leads of that week; before: milliseconds, leads after it may still get theirs.
with touched as (
  select visitor, lead_id, click_key, at from touchpoint_fact final where client_id = {client:UUID} and kind != 'impression'
),
leads as (
  select id, visitor, click_key, created_at, toString(source) as source_name, toStartOfWeek(created_at) as week
  from lead_fact final
  where client_id = {client:UUID} and campaign_id != ''
    and created_at < fromUnixTimestamp64Milli({before:Int64}, 'UTC')
),
times as (
  select visitor, groupArray(at) as all_times from touched group by visitor
),
judged as (
  select id, visitor, created_at, source_name, week,
    id in (select assumeNotNull(lead_id) from touched where lead_id is not null)
      or (click_key is not null and click_key in (select click_key from touched where click_key is not null))
      or arrayExists(t -> t <= created_at + interval 1 hour and t >= created_at - interval {days:UInt32} day, all_times) as has_touch
  from leads left join times using (visitor)
)
select toString(id) as id, toString(visitor) as visitor, toUnixTimestamp64Milli(created_at) as at, source_name, share
from (
  select *, avg(has_touch) over (partition by source_name, week) as share,
    count() over (partition by source_name, week) as leads_of_week
  from judged
)
where not has_touch and share >= {share:Float64} and leads_of_week >= {least:UInt32}
