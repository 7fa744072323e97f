-- New versions of single rows of reference data, made at this site: an instrument that ended, a duty that was settled, a year of
-- the calendar. The rows of the files stay as they were loaded; a revision stands above them from its day on. Nothing here is
-- ever overwritten: the next change is the next revision.

create table reference_revision (
  -- Reference data are shared by all realms and read-only in exercises.
  realm int not null check (realm = 1),
  id uuid not null,
  -- Orders revisions; it never leaves the server.
  seq bigint generated always as identity,
  kind text not null check (kind in ('instrument', 'duty', 'duty_international', 'deadline', 'calendar_year')),
  row_id text not null,
  -- The whole row as it stands from its day on; null: the row ends with the day before.
  body jsonb,
  effective_on date not null,
  recorded_at timestamptz not null,
  note text not null,
  -- The revision that made this one necessary.
  cause uuid,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, cause) references reference_revision (realm, id)
);
create index on reference_revision (kind, row_id, seq desc);

-- A row that rests on an instrument that changed: flagged until a person has looked at it.
create table reference_review (
  realm int not null check (realm = 1),
  id uuid not null,
  seq bigint generated always as identity,
  kind text not null check (kind in ('duty', 'deadline')),
  row_id text not null,
  instrument text not null,
  replaced_by text,
  revision_id uuid not null,
  opened_at timestamptz not null,
  outcome text check (outcome in ('kept', 'changed', 'ended')),
  note text,
  decided_at timestamptz,
  agency_id text references agency,
  post_id uuid references post,
  account_id uuid,
  result uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, revision_id) references reference_revision (realm, id),
  foreign key (realm, result) references reference_revision (realm, id),
  check ((outcome is null) = (decided_at is null) and (outcome is null) = (note is null) and (outcome is null) = (post_id is null))
);
create unique index reference_review_open on reference_review (kind, row_id, instrument) where outcome is null;

-- May the actor change the reference? The service decides first; an injected statement meets this.
create function app.may_edit_reference() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce((select roles && array['legal_officer', 'data_officer'] and purpose not in ('audit', 'administration') from app.whoami()), false) $$;
grant execute on function app.may_edit_reference() to tongguan_request, tongguan_job;

-- Law is public: everybody reads it, before signing in too; only those in charge of it write.
create procedure app.protect_reference(target regclass)
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    execute format('alter table %s enable row level security, force row level security', target);
    execute format('create policy owner_all on %s to tongguan_owner using (true) with check (true)', target);
    execute format('create policy read_all on %s for select to tongguan_request, tongguan_intake, tongguan_job, tongguan_ledger, tongguan_auth using (true)', target);
    execute format('create policy edit_insert on %s for insert to tongguan_request with check ((select app.may_edit_reference()))', target);
    execute format('create policy edit_update on %s for update to tongguan_request using ((select app.may_edit_reference())) with check ((select app.may_edit_reference()))', target);
  end
  $$;
call app.protect_reference('reference_revision');
call app.protect_reference('reference_review');
drop procedure app.protect_reference(regclass);

grant select on reference_revision, reference_review to tongguan_request, tongguan_intake, tongguan_job, tongguan_ledger, tongguan_auth;
grant insert on reference_revision, reference_review to tongguan_request;
grant update (fact, commitment) on reference_revision to tongguan_request;
grant update (outcome, note, decided_at, agency_id, post_id, account_id, result, fact, commitment) on reference_review to tongguan_request;
