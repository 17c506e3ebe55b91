-- How many journeys does the period have, and what did they come to?
-- Those of sequences.sql. A converted journey without any key cannot be credited to anything.
select
  count() as journeys,
  countIf(goal != 0) as conversions,
  countIf(goal != 0 and untracked) as untracked,
  countIf(goal != 0 and n = 0) as uncredited,
  sum(worth) as revenue,
  countIf(foreign_worth) as other_currency,
  countIf(n = 0) as without_touch,
  countIf(goal != 0 and was_cut) as cut_short
from {sequences:Table}
