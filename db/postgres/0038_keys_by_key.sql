-- An index that begins with the client serves every question about it for a planner that does not know the client yet: of a
-- new one, or in a new installation, keys were looked for by reading all keys of the client. Each index begins now with
-- what its question names; a key is hardly any other client's.
drop index lead_key_of_key;
drop index lead_key_of_lead;
create index lead_key_of_key on lead_key (key, client_id) include (lead_id);
create index lead_key_of_lead on lead_key (lead_id, client_id);
