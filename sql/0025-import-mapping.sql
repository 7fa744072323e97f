-- Which column of a source's files holds which field, as an officer said it: remembered, never changed. A later choice is a new
-- version; an import names the one it was read with, so that it goes on the same way after a crash and can be explained later.

create table import_mapping (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  source_id uuid not null references source,
  version int not null check (version > 0),
  -- In the order of the file: [{"name": …, "field": key of the kind, or null where it is not to be read}].
  columns jsonb not null,
  made_at timestamptz not null,
  made_by uuid,
  on_behalf uuid not null references post,
  fact bytea not null,
  commitment bytea not null,
  primary key (realm, id),
  unique (realm, source_id, version)
);
call app.protect_by_circle('import_mapping');
grant select on import_mapping to tongguan_request, tongguan_job;
grant insert on import_mapping to tongguan_request;

alter table import_run
  add column mapping_id uuid,
  add column sheet text,
  add foreign key (realm, mapping_id) references import_mapping (realm, id);
