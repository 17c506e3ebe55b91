-- A file may be called after a person, and a column's header may name one: both are kept sealed. `plan` holds the file's
-- name from the upload on, and how the file is read once its import was started.
alter table import drop column file_name;
