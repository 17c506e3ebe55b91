-- How many rows of leads and touchpoints changed since a version?
-- lo: the version.
select (select count() from lead_fact where ver >= {lo:UInt64}) + (select count() from touchpoint_fact where ver >= {lo:UInt64}) as rows
