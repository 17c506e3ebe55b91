-- What a lead does not carry, heaviest first: names of fields, never their values. Leads from before say nothing until
-- they are audited again.
alter table lead add column missing text[] not null default '{}';
grant select (missing) on lead to assay_sync;
