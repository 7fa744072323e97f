-- Files of the watched folder: taken when they are complete, settled when they lie in `done` or `failed` with what became of
-- them beside. A file that is taken and not settled is still in the folder, or its move was not recorded yet.

create table inbox_file (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  source_id uuid not null references source,
  file_name text not null,
  file_sha256 bytea not null,
  file_bytes bigint not null,
  status text not null check (status in ('taken', 'done', 'failed')),
  -- Null: refused before there was an import; then `failure` says why.
  run_id uuid,
  failure jsonb,
  taken_at timestamptz not null,
  settled_at timestamptz,
  fact bytea not null,
  commitment bytea not null,
  primary key (realm, id),
  foreign key (realm, run_id) references import_run (realm, id),
  check ((status = 'taken') = (settled_at is null)),
  check (run_id is not null or failure is not null)
);
-- One file in the folder is taken once, by whichever process sees it first.
create unique index inbox_file_open on inbox_file (realm, source_id, file_name, file_sha256) where status = 'taken';
create index inbox_file_newest on inbox_file (taken_at desc, id desc);
create index on inbox_file (realm, run_id);
call app.protect_by_circle('inbox_file');
grant select on inbox_file to tongguan_request, tongguan_job;
grant insert, update on inbox_file to tongguan_job;
-- The system post of the source's agency imports what the folder brings.
grant insert on import_run to tongguan_job;
