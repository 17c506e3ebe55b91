-- How much credit does each rule give to what journeys touched?
-- Those of sequences.sql; half_life: seconds. By key and bucket: credits in the order first, last, last_non_direct, linear,
-- time_decay, position, w_shaped, shapley (of the set game, an equal part for each different key), and their worth.
select
  toString(key) as key_name,
  bucket,
  countIf(nth = 1) as touched,
  [toFloat64(sum(i = 1)), toFloat64(sum(i = n)), toFloat64(sum(i = last_told)), sum(1 / n), sum(exp2((instant - last_at) / {half_life:Float64}) / decays),
    sum(at_end), sum(at_corner), sum(if(nth = 1, 1 / different, 0))] as conversions,
  [toFloat64(sum((i = 1) * worth)), toFloat64(sum((i = n) * worth)), toFloat64(sum((i = last_told) * worth)), sum(worth / n),
    sum(worth * exp2((instant - last_at) / {half_life:Float64}) / decays),
    sum(worth * at_end), sum(worth * at_corner), sum(if(nth = 1, worth / different, 0))] as value
from (
  select bucket, worth, n, key, instant, i, nth, last_at, last_told, decays, different,
    multiIf(n = 1, 1, n = 2, 0.5, i = 1 or i = n, 0.4, 0.2 / (n - 2)) as at_end,
    ((i = 1) + (i = lead_touch) + (i = n)) as corners,
    1 + (lead_touch != 1) + (n != 1 and n != lead_touch) as corner_touches,
    if(corners > 0, corners * 0.3, 0.1 / (n - corner_touches)) / if(n = corner_touches, 0.9, 1) as at_corner
  from (
    select bucket, worth, n, keys, instants, instants[n] as last_at,
      arraySum(x -> exp2((x - last_at) / {half_life:Float64}), instants) as decays,
      length(arrayDistinct(keys)) as different,
      arrayLastIndex(x -> lower(x) != 'direct', keys) as not_direct,
      if(not_direct = 0, n, not_direct) as last_told,
      if(lead_at = 0, n, toUInt64(greatest(1, arrayCount(x -> x <= lead_at, instants)))) as lead_touch
    from {sequences:Table}
    where goal != 0 and n > 0
  )
  array join keys as key, instants as instant, arrayEnumerate(keys) as i, arrayEnumerateUniq(keys) as nth
)
group by key, bucket
