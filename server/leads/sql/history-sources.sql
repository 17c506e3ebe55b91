-- What is usual for each source of a client: how much it delivers, what its leads carry, how long clicks and forms take?
-- client UUID.
select
  toString(source) as source_name,
  count() as leads,
  uniqExact(toDate(created_at)) as days,
  countIf(notEmpty(text_bands)) as with_text,
  countIf(stem_key is not null) as with_stem,
  countIf(clicked_at <= created_at) as with_click_time,
  quantileIf(0.5)(dateDiff('millisecond', assumeNotNull(clicked_at), created_at) / 1000, clicked_at <= created_at)
    as median_click_seconds,
  quantileIf(0.5)(assumeNotNull(seconds_on_form), seconds_on_form is not null) as median_form_seconds
from lead_fact final
where client_id = {client:UUID}
group by source
