-- A table without statistics is read whole where an index was meant: during the first large import the planner knows
-- nothing of it until the server's own housekeeping comes by. So the import has it looked at whenever it is four times as large. Only
-- an owner may, and the server's role owns nothing.
create function refresh_statistics() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze person (client_id, id), lead (client_id, id, external_id, email_key, phone_key, visitor, identity_id, created_at);
end $$;
revoke execute on function refresh_statistics() from public;
grant execute on function refresh_statistics() to assay_app;
