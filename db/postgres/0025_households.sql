-- Two leads that share a phone number or an address and bear different names: people of one household or office.
-- The smaller id comes first.
create table household_pair (
  client_id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  by_phone boolean not null,
  by_address boolean not null,
  primary key (client_id, a_id, b_id),
  foreign key (client_id, a_id) references lead (client_id, id) on delete cascade,
  foreign key (client_id, b_id) references lead (client_id, id) on delete cascade,
  check (a_id < b_id),
  check (by_phone or by_address)
);
create index household_pair_of_b on household_pair (client_id, b_id);
call protect_table('household_pair');
