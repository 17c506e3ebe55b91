-- Keys of series of leads. See db/postgres/0010_history.sql.
alter table lead_fact {cluster}
  add column if not exists stem_key Nullable(Int64),
  add column if not exists cadence_key Nullable(Int64),
  add column if not exists text_bands Array(Int64);
