-- How are the times from click to lead spread, by source? Leads whose click cannot be theirs are counted apart; of the
-- others, those that do not say how long their form was open are counted once more.
-- client UUID; floor: seconds below which nobody sends a form; slack: seconds that clocks may differ; bins: how many.
select source_name, groupArray((bin, leads, untimed, impossible)) as bins
from (
  select toString(source) as source_name,
    least({bins:UInt32} - 1, toUInt32(greatest(0, ceil(4 * log2(greatest(seconds, 0.001) / 0.25)) - 1))) as bin,
    countIf(not put_in) as leads, countIf(not put_in and seconds_on_form is null) as untimed, countIf(put_in) as impossible
  from (
    select source, seconds_on_form, dateDiff('millisecond', assumeNotNull(clicked_at), created_at) / 1000 as seconds,
      seconds < {floor:Float64}
        or (seconds_on_form is not null and seconds < assumeNotNull(seconds_on_form) - {slack:Float64}) as put_in
    from lead_fact final
    where client_id = {client:UUID} and clicked_at <= created_at and duplicate_of is null
  )
  group by source_name, bin
)
group by source_name
