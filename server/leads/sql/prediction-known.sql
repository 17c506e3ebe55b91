-- Of how many leads of a client the outcome is known, and how many of them converted in time.
-- Parameters: client, until_ms (created_at, excluded: younger leads may still convert), horizon_ms.
select count() as leads,
  countIf(conversion_status = 'converted' and (conversion_date is null
    or toUnixTimestamp64Milli(assumeNotNull(conversion_date)) - toUnixTimestamp64Milli(created_at) <= {horizon_ms:Int64}))
    as conversions
from lead_fact final
where client_id = {client:UUID} and created_at < fromUnixTimestamp64Milli({until_ms:Int64}, 'UTC')
