-- Which journeys of a build are no more?
-- build; hi: the version the build is good for. All that are were written with it before.
insert into journey_path (client_id, journey, ver, is_deleted)
select client_id, journey, {hi:UInt64}, 1
from journey_path final
where ver < {hi:UInt64} and (client_id, journey) in (select client_id, journey from journey_change where build = {build:String} and visitor = 0)
