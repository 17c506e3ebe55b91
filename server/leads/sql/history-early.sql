-- Which leads followed their click sooner than their source's bound?
-- client UUID; bounds: (source, seconds); floor and slack as in history-delays.
select toString(id) as id
from (
  select id, seconds_on_form, dateDiff('millisecond', assumeNotNull(clicked_at), created_at) / 1000 as seconds,
    arrayFirst(b -> b.1 = source, {bounds:Array(Tuple(String, Float64))}).2 as bound
  from lead_fact final
  where client_id = {client:UUID} and clicked_at <= created_at
)
where bound > 0 and seconds < bound and seconds >= {floor:Float64}
  and (seconds_on_form is null or seconds >= seconds_on_form - {slack:Float64})
