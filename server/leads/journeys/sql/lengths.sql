-- How many touches and how much time does it take to convert?
-- Those of sequences.sql; touch_bounds, second_bounds: lower bounds of the bins, ascending from 0.
select
  quantilesExactOrNull(0.25, 0.5, 0.75)(n) as touches,
  quantilesExactOrNull(0.25, 0.5, 0.75)(elapsed) as seconds,
  arrayMap(b -> arrayCount(x -> x = b, groupArray(touch_bin) as touch_bins), arrayEnumerate({touch_bounds:Array(UInt32)})) as touch_counts,
  arrayMap(b -> arrayCount(x -> x = b, groupArray(second_bin) as second_bins), arrayEnumerate({second_bounds:Array(UInt32)})) as second_counts
from (
  select n, greatest(0, toInt64(goal) - toInt64(instants[1])) as elapsed,
    arrayLastIndex(b -> b <= n, {touch_bounds:Array(UInt32)}) as touch_bin,
    arrayLastIndex(b -> b <= elapsed, {second_bounds:Array(UInt32)}) as second_bin
  from {sequences:Table}
  where goal != 0 and n > 0
)
