-- How are the times from click to lead spread, by source? Only leads that no floor has judged already.
-- client UUID; floor: seconds below which nobody sends a form; slack: seconds that clocks may differ; bins: how many.
select source_name, groupArray((bin, leads)) as bins
from (
  select toString(source) as source_name,
    least({bins:UInt32} - 1, toUInt32(greatest(0, ceil(4 * log2(greatest(seconds, 0.001) / 0.25)) - 1))) as bin,
    count() as leads
  from (
    select source, seconds_on_form,
      dateDiff('millisecond', assumeNotNull(clicked_at), created_at) / 1000 as seconds
    from lead_fact final
    where client_id = {client:UUID} and clicked_at <= created_at and duplicate_of is null
  )
  where seconds >= {floor:Float64} and (seconds_on_form is null or seconds >= seconds_on_form - {slack:Float64})
  group by source_name, bin
)
group by source_name
