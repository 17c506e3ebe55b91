-- Why somebody changed a lead, in their own words, which may name the person: sealed under the person's key.
alter table lead_event
  add column person_id uuid,
  add column reason bytea,
  add constraint lead_event_person foreign key (client_id, person_id) references person (client_id, id),
  add constraint lead_event_reason check ((reason is null) = (person_id is null));
