-- From where to where did journeys go, step by step?
-- Those of sequences.sql; names: keys told apart, numbered from 1; every other key is the number after them; order: touches
-- that a state remembers. state: the touches before as bytes, the last one lowest, 0 where there was none; target: a key's
-- number, 254 a conversion, 255 an end without one.
select bucket, state, target, count() as journeys, sum(if(target = 254, worth, 0)) as value
from (
  select bucket, worth,
    arrayMap(x -> transform(x, {names:Array(String)}, range(toUInt8(1), toUInt8(length({names:Array(String)}) + 1)), toUInt8(length({names:Array(String)}) + 1)), keys) as codes,
    arrayPushFront(codes, toUInt8(0)) as one,
    if({order:UInt8} >= 2, arrayPopBack(arrayPushFront(one, toUInt8(0))), one) as two,
    if({order:UInt8} >= 3, arrayPopBack(arrayPushFront(two, toUInt8(0))), one) as three,
    if({order:UInt8} >= 4, arrayPopBack(arrayPushFront(three, toUInt8(0))), one) as four,
    multiIf(
      {order:UInt8} = 1, arrayMap(a -> toUInt32(a), one),
      {order:UInt8} = 2, arrayMap((a, b) -> a + 256 * toUInt32(b), one, two),
      {order:UInt8} = 3, arrayMap((a, b, c) -> a + 256 * toUInt32(b) + 65536 * toUInt32(c), one, two, three),
      arrayMap((a, b, c, d) -> toUInt32(a + 256 * toUInt32(b) + 65536 * toUInt32(c) + 16777216 * toUInt32(d)), one, two, three, four)) as states,
    arrayPushBack(codes, if(goal != 0, toUInt8(254), toUInt8(255))) as targets
  from {sequences:Table}
  where n > 0
)
array join states as state, targets as target
group by bucket, state, target
