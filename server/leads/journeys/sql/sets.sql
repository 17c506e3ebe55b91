-- Which sets of keys did journeys meet, and how often did they convert?
-- Those of sequences.sql; names: keys told apart, at most 19; every other key is one more. mask: bits of the keys.
select mask, count() as journeys, countIf(goal != 0) as conversions, sum(worth) as value
from (
  select goal, worth,
    arrayReduce('groupBitOr', arrayMap(x -> bitShiftLeft(toUInt32(1), transform(x, {names:Array(String)}, range(toUInt8(0), toUInt8(length({names:Array(String)}))),
      toUInt8(length({names:Array(String)})))), keys)) as mask
  from {sequences:Table}
  where n > 0
)
group by mask
