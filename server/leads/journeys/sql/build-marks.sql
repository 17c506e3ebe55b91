-- Up to which version are the facts of the present PostgreSQL pulled, and up to which are journeys made of them?
select epoch, maxIf(hi, feed = 'lead') as facts, maxIf(hi, feed = 'journey') as journeys
from pull_watermark
group by epoch
order by maxIf(at, feed = 'lead') desc
limit 1
