-- Which ways do journeys take most?
-- Those of sequences.sql; most: how many ways. Repeats of a key right after each other are written once.
select
  arrayMap(x -> toString(x), arrayCompact(keys)) as path,
  count() as journeys,
  countIf(goal != 0) as conversions,
  sum(worth) as revenue,
  quantileExactOrNullIf(0.5)(toInt64(goal) - toInt64(instants[1]), goal != 0) as median_seconds
from {sequences:Table}
where n > 0
group by path
order by journeys desc, path
limit {most:UInt32}
