-- Who is one person. Merges are events that are never changed but for being undone; everything else here follows from
-- them and can be made anew. Leads stay rows of their own.

-- Leads joined into one person. Its members are one lead per person that was joined, so that replaying the others
-- without it never brings back what it joined.
create table merge_event (
  client_id uuid not null references client,
  id uuid not null,
  -- The order in which events are replayed; given out one after the other, under a lock.
  place bigint not null,
  survivor uuid not null,
  -- Field to the lead whose value a person chose.
  choices jsonb not null default '{}',
  -- False while only the model says so.
  confirmed boolean not null,
  -- What spoke for it: [{"a": lead, "b": lead, "bits": match weight}]
  weights jsonb not null default '[]',
  model_version int,
  -- The job that merged many at once.
  job_id uuid,
  merged_by text not null,
  merged_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (client_id, id),
  check ((undone_by is null) = (undone_at is null))
);
create unique index merge_event_place on merge_event (client_id, place);
create index merge_event_recent on merge_event (client_id, merged_at desc, id desc);
create index merge_event_of_job on merge_event (client_id, job_id, place) where job_id is not null;
call protect_table('merge_event');

-- No foreign key to the lead: that two others are one person stays true when the lead that told so is deleted.
create table merge_member (
  client_id uuid not null,
  merge_id uuid not null,
  lead_id uuid not null,
  primary key (client_id, merge_id, lead_id),
  foreign key (client_id, merge_id) references merge_event (client_id, id) on delete cascade
);
create index merge_member_of_lead on merge_member (client_id, lead_id);
call protect_table('merge_member');

-- What a person said of two leads, or left behind by undoing their merge. "different" keeps them apart for good:
-- only a person may join them, knowingly. "unsure" puts them at the end of the queue.
create table pair_decision (
  client_id uuid not null references client,
  id uuid not null,
  -- The smaller id first.
  a_id uuid not null,
  b_id uuid not null,
  answer text not null check (answer in ('same', 'different', 'unsure')),
  origin text not null check (origin in ('review', 'merge', 'undo')),
  merge_id uuid,
  -- The match weight when it was answered, for the recalibration; absent where the leads were no pair.
  weight_bits real,
  model_version int,
  decided_by text not null,
  decided_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  primary key (client_id, id),
  foreign key (client_id, merge_id) references merge_event (client_id, id) on delete cascade,
  check (a_id < b_id),
  check ((origin = 'review') = (merge_id is null)),
  check ((revoked_by is null) = (revoked_at is null))
);
create index pair_decision_of_pair on pair_decision (client_id, a_id, b_id) where revoked_at is null;
create index pair_decision_of_b on pair_decision (client_id, b_id) where revoked_at is null;
create index pair_decision_of_merge on pair_decision (client_id, merge_id) where merge_id is not null;
call protect_table('pair_decision');

-- The persons that the merges make, by the id of the lead that founded them: a cache of the replay.
create table merged_person (
  client_id uuid not null references client,
  id uuid not null,
  -- The lead that leads: a living member.
  survivor uuid not null,
  choices jsonb not null default '{}',
  primary key (client_id, id)
);
create index merged_person_survivor on merged_person (client_id, survivor);
call protect_table('merged_person');

-- From which match weight on leads are merged without asking, and from which a person is asked. Absent: as shipped.
create table duplicate_setting (
  client_id uuid not null references client,
  auto_bits real not null,
  review_bits real not null,
  -- Whether every tenth answer may move the two.
  learn boolean not null default true,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (client_id),
  check (review_bits <= auto_bits)
);
call protect_table('duplicate_setting');

-- What the audit says a lead repeats. `duplicate_of` is what is shown: of a merged person, the lead that leads.
alter table lead add column repeats uuid;
-- A change of type instead of an update, because row security hides every row from a migration.
alter table lead alter column repeats type uuid using duplicate_of;

-- What `duplicate_of` shows of a lead.
create function duplicate_shown(client uuid, lead_id uuid, person uuid, repeated uuid) returns uuid
  language sql stable
  return (
    select case
      when merged.survivor is null then repeated
      when merged.survivor <> lead_id then merged.survivor
      -- The lead that leads repeats nobody of its own person.
      when exists (select from lead l where l.client_id = client and l.id = repeated and l.identity_id = person) then null
      else repeated
    end
    from (values (1)) as one left join merged_person merged on merged.client_id = client and merged.id = person
  );

-- A person whose leading lead is deleted is led by the oldest of the others.
create function heir_of_lead() returns trigger language plpgsql as $$
declare heir uuid;
begin
  if not exists (select from merged_person where client_id = old.client_id and id = old.identity_id) then
    return old;
  end if;
  select id into heir from lead where client_id = old.client_id and identity_id = old.identity_id
    order by created_at, id limit 1;
  if heir is null then
    delete from merged_person where client_id = old.client_id and id = old.identity_id;
  else
    update merged_person set survivor = heir
      where client_id = old.client_id and id = old.identity_id and survivor = old.id;
    update lead set duplicate_of = duplicate_shown(client_id, id, identity_id, repeats)
      where client_id = old.client_id and identity_id = old.identity_id;
  end if;
  return old;
end $$;
create trigger lead_inherited after delete on lead for each row execute function heir_of_lead();
