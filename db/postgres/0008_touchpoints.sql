-- What people did before and after they became a lead, and the keys by which leads and deeds are brought together.

-- One click, visit, mail or call. Ids are keyed per client (63 bits), never clear. What stands in page and referrer is
-- host and path only.
create table touchpoint (
  client_id uuid not null references client,
  id uuid not null,
  visitor bigint not null,
  lead_id uuid,
  at timestamptz not null check (at between '1970-01-01Z' and '2200-01-01Z'),
  kind text not null check (kind in ('impression', 'click', 'visit', 'view', 'form_start', 'form_submit', 'email_open',
    'email_click', 'email_reply', 'call', 'meeting')),
  channel text not null default '',
  source text not null default '',
  campaign_id text not null default '',
  ad_group_id text not null default '',
  creative_id text not null default '',
  keyword text not null default '',
  referrer text not null default '',
  page text not null default '',
  click_key bigint,
  -- How long it lasted: a visit, a form, a call.
  seconds int check (seconds >= 0),
  ver xid8 not null default pg_current_xact_id(),
  primary key (client_id, id),
  foreign key (client_id, lead_id) references lead (client_id, id) on delete cascade
);
create index touchpoint_of_visitor on touchpoint (client_id, visitor, at);
create index touchpoint_of_lead on touchpoint (client_id, lead_id, at) where lead_id is not null;
create index touchpoint_version on touchpoint (ver);
call protect_table('touchpoint');
create trigger touchpoint_version before update on touchpoint for each row execute function touch_version();

-- A deleted touchpoint must leave the engine too; visitor and time are part of its place there.
create table touchpoint_tombstone (
  client_id uuid not null,
  id uuid not null,
  visitor bigint not null,
  at timestamptz not null,
  ver xid8 not null default pg_current_xact_id(),
  primary key (client_id, id)
);
create index touchpoint_tombstone_version on touchpoint_tombstone (ver);
call protect_table('touchpoint_tombstone', 'select, insert');

create function bury_touchpoint() returns trigger language plpgsql as $$
begin
  insert into touchpoint_tombstone (client_id, id, visitor, at) values (old.client_id, old.id, old.visitor, old.at)
    on conflict do nothing;
  return old;
end $$;
create trigger touchpoint_buried after delete on touchpoint for each row execute function bury_touchpoint();

alter table lead
  -- Whose journey the lead belongs to: the visitor id it came with, else its device, else the lead alone.
  add column visitor bigint,
  -- The person: the lead's own id until it is merged into another.
  add column identity_id uuid,
  -- Equality of the device id, the IP address, its network (IPv4 /24, IPv6 /48), a click id, the letters of the message.
  add column device_key bigint,
  add column ip_key bigint,
  add column net_key bigint,
  add column click_key bigint,
  add column text_key bigint,
  add column clicked_at timestamptz,
  add column seconds_on_form real,
  add column engagement_score real not null default 0,
  add column conversion_probability real;
-- Leads that are here already: a visitor of their own until they are audited again. A change of type instead of an
-- update, because row security hides every row from a migration.
alter table lead
  alter column visitor type bigint using ('x' || left(md5(id::text), 15))::bit(60)::bigint,
  alter column identity_id type uuid using id;
alter table lead
  alter column visitor set not null,
  alter column identity_id set not null;
create index lead_visitor on lead (client_id, visitor);
-- Leads merged into another; a query says identity_id <> id beside its own condition.
create index lead_merged on lead (client_id, identity_id) where identity_id <> id;

-- Who is forgotten as a lead is forgotten as a visitor, unless another lead came from there too.
create or replace function bury_lead() returns trigger language plpgsql as $$
begin
  insert into lead_tombstone (client_id, id, created_at) values (old.client_id, old.id, old.created_at);
  delete from touchpoint t where t.client_id = old.client_id and t.visitor = old.visitor
    and not exists (select from lead l where l.client_id = old.client_id and l.visitor = old.visitor);
  return old;
end $$;

-- The engine reads the tables themselves, by columns: what it may not see is not granted.
drop view sync_lead;
drop view sync_source;
grant select (visitor, identity_id, device_key, ip_key, net_key, click_key, text_key, clicked_at, seconds_on_form,
  engagement_score, conversion_probability) on lead to assay_sync;
create policy of_sync on touchpoint for select to assay_sync using (true);
create policy of_sync on touchpoint_tombstone for select to assay_sync using (true);
grant select on touchpoint, touchpoint_tombstone to assay_sync;

-- The engine starts over: its leads have new columns.
update installation set epoch = gen_random_uuid();
