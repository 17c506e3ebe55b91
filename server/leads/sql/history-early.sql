-- Which leads that do not say how long their form was open followed their click sooner than their source's bound?
-- client UUID; bounds: (source, seconds); floor as in history-delays.
select toString(id) as id
from (
  select id, dateDiff('millisecond', assumeNotNull(clicked_at), created_at) / 1000 as seconds,
    arrayFirst(b -> b.1 = source, {bounds:Array(Tuple(String, Float64))}).2 as bound
  from lead_fact final
  where client_id = {client:UUID} and clicked_at <= created_at and seconds_on_form is null
)
where bound > 0 and seconds < bound and seconds >= {floor:Float64}
