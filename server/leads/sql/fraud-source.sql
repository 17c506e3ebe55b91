-- How do the leads of one source stand?
-- client UUID; source.
select count() as leads, countIf(validation_status = 'valid') as valid, countIf(validation_status = 'pending') as review,
  countIf(validation_status = 'fraudulent') as fraudulent
from lead_fact final
where client_id = {client:UUID} and source = {source:String}
