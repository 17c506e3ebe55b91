-- What was touched most?
-- Those of sequences.sql; most: how many keys.
select toString(key) as key_name, count() as touches
from (select keys from {sequences:Table}) array join keys as key
group by key
order by touches desc, key_name
limit {most:UInt32}
