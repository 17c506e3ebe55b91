-- Names of the fields that a lead does not carry. See db/postgres/0023_completeness.sql.
alter table lead_fact {cluster}
  add column if not exists missing Array(LowCardinality(String));
