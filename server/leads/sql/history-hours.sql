-- How many leads did each source give in each hour that had any?
-- client UUID; zone: the client's IANA zone.
select
  toString(source) as source_name,
  toUnixTimestamp(toStartOfHour(created_at)) * 1000 as start,
  toUInt32(toDate(min(created_at), {zone:String})) as day,
  toHour(toTimeZone(min(created_at), {zone:String})) as hour,
  toDayOfWeek(toDate(min(created_at), {zone:String})) >= 6 as weekend,
  count() as leads
from lead_fact final
where client_id = {client:UUID}
group by source, toStartOfHour(created_at)
