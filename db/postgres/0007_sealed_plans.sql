-- How a file is read quotes its headers, and where a file has none, its first row: what names a person is sealed.
alter table import
  drop column shape,
  drop column mapping,
  -- Shape and mapping, once the import was started; sealed under the row's salt.
  add column plan bytea;

truncate import_mapping;
alter table import_mapping
  drop column mapping,
  add column salt bytea not null check (length(salt) = 32),
  add column mapping bytea not null;
