-- The part of the leads a finding was looked at in when it was decided: the filter of the page without client and period,
-- empty for all leads. A decision holds for that part, so one about a few leads does not answer for all of them.
alter table finding_decision add column narrowing jsonb not null default '{}';
