-- From where to where do journeys go at each step?
-- Those of sequences.sql; names: keys told apart, every other is one more, {others:String}; steps: how many touches are followed. target
-- '' with ended 1: the journey converted, 2: it ended without, 3: it goes on beyond the last step. Keys are places in shown_names.
with arrayDistinct(arrayPushBack({names:Array(String)}, {others:String})) as shown_names
select step, shown_names[origin] as origin_name, if(target = 0, '', shown_names[target]) as target_name, ended, count() as journeys
from (
  select
    arrayCompact(arrayMap(x -> transform(x, shown_names, range(toUInt8(1), toUInt8(length(shown_names) + 1)), toUInt8(indexOf(shown_names, {others:String}))), keys)) as way,
    arraySlice(way, 1, {steps:UInt8}) as shown,
    arrayShiftLeft(shown, 1) as targets,
    multiIf(length(way) > {steps:UInt8}, 3, goal != 0, 1, 2) as outcome,
    arrayMap(i -> if(i = length(shown), outcome, 0), arrayEnumerate(shown)) as ends
  from {sequences:Table}
  where n > 0
)
array join shown as origin, targets as target, ends as ended, arrayEnumerate(shown) as step
group by step, origin, target, ended
order by step, journeys desc, origin_name, target_name
