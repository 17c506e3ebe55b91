-- How many journeys came to each step, by what they are told apart by, and how long did a step take?
-- Those of funnel-sql.ts. key: what groups are told apart by. Quartiles in seconds: of a step since the one before, and at the
-- last step since the first.
select
  toString(key) as key_name,
  step,
  count() as journeys,
  quantilesExact(0.25, 0.5, 0.75)(times[step] - times[greatest(step - 1, 1)]) as since_before,
  quantilesExact(0.25, 0.5, 0.75)(times[step] - times[1]) as since_first
from (select times, {key:Expression} as key from {funnel:Table} as ways {keyed:Join})
array join arrayEnumerate(times) as step
where times[step] != 0
group by key, step
order by step
