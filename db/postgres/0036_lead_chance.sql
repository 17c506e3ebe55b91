-- The chance of a lead to convert stands beside the lead: every new model changes it for all leads, and a row of its own
-- takes a tenth of the writing that a lead's row with all its indexes takes, and lets the lead's version alone.
-- No foreign key, since checking one for every chance would cost as much as writing it; the trigger below keeps the
-- table true.
create table lead_chance (
  client_id uuid not null,
  lead_id uuid not null,
  probability real not null check (probability between 0 and 1),
  ver xid8 not null default pg_current_xact_id(),
  primary key (client_id, lead_id)
);
-- A chance that stood in its lead's row came to the engine with it, and is as old as the row.
alter table lead no force row level security;
insert into lead_chance (client_id, lead_id, probability, ver)
  select client_id, id, conversion_probability, ver from lead where conversion_probability is not null;
alter table lead force row level security;
create index lead_chance_version on lead_chance (ver);
call protect_table('lead_chance');
create trigger lead_chance_version before update on lead_chance for each row execute function touch_version();
create policy of_sync on lead_chance for select to assay_sync using (true);
grant select on lead_chance to assay_sync;

create function forget_lead_chance() returns trigger language plpgsql as $$
begin
  delete from lead_chance where client_id = old.client_id and lead_id = old.id;
  return old;
end $$;
create trigger lead_chance_forgotten after delete on lead for each row execute function forget_lead_chance();

alter table lead drop column conversion_probability;
