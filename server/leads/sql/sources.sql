-- Which sources has a client registered?
-- client UUID. Prices in minor units of the client's currency.
select name, toString(kind) as kind, price_minor from source_fact final where client_id = {client:UUID} order by name
