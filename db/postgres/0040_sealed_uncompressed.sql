-- Of every row above 2 kB, and leads are about as long, PostgreSQL tries to compress the longest values, and moves them out
-- into a table of their own when that does not help. What is sealed cannot be compressed, and to fetch it from elsewhere
-- costs more than a longer row. Rows that are there stay as they are.
alter table lead
  alter column personal set storage external,
  alter column evidence set storage external,
  set (toast_tuple_target = 4080);
