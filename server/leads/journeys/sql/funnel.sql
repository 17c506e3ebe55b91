-- How many journeys came to each step, by what they are told apart by, and how long did a step take?
-- Those of funnel-sql.ts. key: what groups are told apart by. Quartiles in seconds: of a step since the one before, and at the
-- last step since the first.
select
  toString(key) as key_name,
  step,
  count() as journeys,
  quantilesExact(0.25, 0.5, 0.75)(at - before) as since_before,
  quantilesExact(0.25, 0.5, 0.75)(at - first) as since_first
from (select times, times[1] as first, {key:Expression} as key from {funnel:Table} as ways {keyed:Join})
array join times as at, arrayShiftRight(times, 1, first) as before, arrayEnumerate(times) as step
where at != 0
group by key, step
order by step
