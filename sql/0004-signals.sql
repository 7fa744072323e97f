-- Signals, their parts, mentions and assessments. What a source sees arrives here, once, by insert only.

-- Tables that a job keeps partitioned by month ahead of time.
create table if not exists partitioned (
  table_name text primary key
);
comment on table partitioned is 'no-rls: names of partitioned tables, without content';
insert into partitioned values ('signal');

-- A source belongs to one agency, so that its keys can be unique without telling anyone else. Reference data of the site.
create table source (
  source_id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9][a-z0-9_.-]{1,60}$'),
  agency_id text not null references agency,
  kind text not null,
  zh text not null,
  en text not null,
  -- Circle of the rows it brings, and of the parts that only some of their audience may see: {"commercial": 17}.
  circle_id int not null references circle,
  part_circles jsonb not null default '{}',
  -- The meet of circle_id and of every part's circle, for what is derived from the whole, such as an assessment that read a part.
  -- Null: circle_id itself.
  whole_circle_id int references circle,
  -- For which the agency collects what this source brings: tokens of persons differ per purpose.
  purpose text not null default 'port_security',
  reliability char(1) not null default 'F' check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')),
  port text not null,
  place text not null check (place in ('sea', 'air', 'land', 'rail')),
  active boolean not null default true
);
alter table source enable row level security, force row level security;
create policy owner_all on source to tongguan_owner using (true) with check (true);
create policy intake_read on source for select to tongguan_intake using (true);
create policy by_circle on source for select to tongguan_request, tongguan_job
  using (circle_id in (select circle_id from circle_viewer where viewer_id = (select app.viewer()) and now() >= valid_from and now() < valid_to)
         or agency_id = (select agency_id from app.whoami()));

-- Duplicates are decided here: the same key with the same content is a repeat; with other content, a correction, which takes
-- the next version. One row per version, so that two corrections at once cannot both become version 2.
create table intake_key (
  realm int not null,
  -- Without a foreign key: the signal beside it has one, and each costs a look-up per row.
  source_id uuid not null,
  key_hash bytea not null check (octet_length(key_hash) = 16),
  version int not null,
  content_hash bytea not null check (octet_length(content_hash) = 16),
  signal_id uuid not null,
  received_at timestamptz not null,
  primary key (realm, source_id, key_hash, version)
);
alter table intake_key enable row level security, force row level security;
create policy owner_all on intake_key to tongguan_owner using (true) with check (true);
create policy intake_own on intake_key to tongguan_intake using (realm = (select app.realm())) with check (realm = (select app.realm()));

create table signal (
  realm int not null,
  id uuid not null,
  received_at timestamptz not null,
  circle_id int not null,
  source_id uuid not null references source,
  kind text not null,
  port text not null,
  place text not null,
  observed_at timestamptz not null,
  -- The number under which its source knows it: a declaration number, a case number.
  external_no text not null,
  -- Version 1 is the first; a correction is a new row that names the one it replaces.
  version int not null default 1,
  corrects uuid,
  reliability char(1) not null check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')),
  credibility char(1) not null check (credibility in ('1', '2', '3', '4', '5', '6')),
  -- late, clock_ahead: what is odd about its arrival, for people to see.
  flags text[] not null default '{}',
  body jsonb not null,
  -- Words for search: bigrams of Chinese and whole codes, made at intake by the same function that makes queries.
  search tsvector not null,
  fact bytea not null,
  commitment bytea not null,
  primary key (realm, id, received_at)
) partition by range (received_at);
create index signal_by_circle on signal (circle_id, received_at desc, id desc);
create index signal_newest on signal (received_at desc, id desc);
create index signal_search on signal using gin (circle_id, search);
call app.protect_by_circle('signal');

-- Fields of a row that only a part of its audience may see, with a circle and search words of their own.
create table part (
  realm int not null,
  object_kind text not null check (object_kind in ('signal', 'warning', 'incident')),
  object_id uuid not null,
  name text not null,
  circle_id int not null,
  -- Canonical JSON; the salt makes the commitment that the row's fact names.
  body text not null,
  salt bytea not null check (octet_length(salt) = 32),
  search tsvector not null,
  primary key (realm, object_id, name)
);
-- Most parts hold numbers and tokens and nothing to search for.
create index part_search on part using gin (circle_id, search) where search <> ''::tsvector;
call app.protect_by_circle('part');

-- Subjects are groups of mentions. A key is interned once; its number never leaves the server.
create table subject_key (
  key_id bigint generated always as identity primary key,
  kind text not null,
  key text not null,
  unique (kind, key)
);

create table mention (
  realm int not null,
  key_id bigint not null,
  circle_id int not null,
  signal_id uuid not null,
  received_at timestamptz not null
);
create index mention_of_subject on mention (key_id, received_at desc) include (circle_id, signal_id);
call app.protect_by_circle('mention');

-- A key is visible exactly when one of its mentions is.
alter table subject_key enable row level security, force row level security;
create policy owner_all on subject_key to tongguan_owner using (true) with check (true);
create policy intake_keys on subject_key to tongguan_intake using (true) with check (true);
create policy mentioned on subject_key for select to tongguan_request, tongguan_job
  using (exists (select from mention m where m.key_id = subject_key.key_id));

-- Persons, and parties that may be persons. Payloads carry only the token; the data key lies outside the database.
create table person_vault (
  realm int not null,
  -- Of the source that brought it; without a foreign key for the same reason as intake_key.
  agency_id text not null,
  token text not null,
  circle_id int not null,
  key_id bytea not null check (octet_length(key_id) = 16),
  sealed bytea not null,
  received_at timestamptz not null,
  primary key (realm, agency_id, token)
);
alter table person_vault enable row level security, force row level security;
create policy owner_all on person_vault to tongguan_owner using (true) with check (true);
create policy by_circle on person_vault for select to tongguan_request, tongguan_job
  using (realm = (select app.realm()) and circle_id in (select circle_id from circle_viewer where viewer_id = (select app.viewer()) and now() >= valid_from and now() < valid_to));
create policy intake_keys on person_vault to tongguan_intake using (realm = (select app.realm())) with check (realm = (select app.realm()));

create table assessment (
  realm int not null,
  id uuid not null,
  signal_id uuid not null,
  -- Of the signal, so that lists of both are read in one order.
  received_at timestamptz not null,
  circle_id int not null,
  engine text not null,
  engine_version int not null,
  risk_type text,
  -- 0 nothing found, 1 low, 2 medium, 3 high; null: unknown, because what it takes is missing. Unknown is not low.
  level smallint check (level between 0 and 3),
  needs_person boolean not null,
  score real,
  reasons jsonb not null,
  unknowns jsonb not null,
  -- Read a part: its circle is then the meet, and others see an assessment of the same signal that did not.
  uses_parts boolean not null default false,
  assessed_at timestamptz not null,
  fact bytea not null,
  commitment bytea not null,
  primary key (realm, signal_id, id)
);
create index assessment_to_judge on assessment (received_at desc, signal_id desc) include (circle_id) where needs_person or level is null;
call app.protect_by_circle('assessment');

-- A file brought in by a person: progress, and what was refused and why.
create table import_run (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  source_id uuid not null references source,
  -- Null for both: from the command line of the site.
  started_by uuid,
  on_behalf uuid references post,
  file_name text not null,
  file_sha256 bytea not null,
  file_bytes bigint not null,
  encoding text not null,
  status text not null check (status in ('waiting', 'running', 'done', 'failed')),
  rows_read int not null default 0,
  rows_total int,
  accepted int not null default 0,
  repeated int not null default 0,
  corrected int not null default 0,
  rejected int not null default 0,
  failure jsonb,
  -- What was not read and why, for the person who imports: [{"zh": …, "en": …}].
  notices jsonb not null default '[]',
  started_at timestamptz not null,
  ended_at timestamptz,
  fact bytea not null,
  commitment bytea not null,
  primary key (realm, id)
);
create index on import_run (started_at desc);
call app.protect_by_circle('import_run');

-- What one chunk of the file came to, written with its signals: after a crash the import goes on behind the last chunk, and
-- nothing is counted twice. The run's own counters are filled when it ends.
create table import_chunk (
  realm int not null,
  run_id uuid not null,
  chunk int not null,
  circle_id int not null,
  rows_read int not null,
  accepted int not null,
  repeated int not null,
  corrected int not null,
  rejected int not null,
  primary key (realm, run_id, chunk),
  foreign key (realm, run_id) references import_run (realm, id)
);
call app.protect_by_circle('import_chunk');

create table import_reject (
  realm int not null,
  run_id uuid not null,
  row_number int not null,
  circle_id int not null,
  field text not null,
  zh text not null,
  en text not null,
  -- The line as it was, with what may be a person blanked.
  line text not null,
  primary key (realm, run_id, row_number, field),
  foreign key (realm, run_id) references import_run (realm, id)
);
call app.protect_by_circle('import_reject');

-- ---------------------------------------------------------------- search

-- `@@` is not leakproof, so under the policy the index is lost (65–190 ms, worst 10 s). This function applies the same
-- condition with the viewer's circles as a constant, reads the search columns only, and returns ids that the caller joins
-- back through the protected table. That a frequent hidden word costs a millisecond more is an accepted risk.
create function app.search_signals(query tsquery, before_at timestamptz, before_id uuid, how_many int)
  returns table (id uuid, received_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    -- Each branch is cut to the page before they are joined, so that a frequent word is read newest first and a rare one from
    -- the word index; `offset 0` keeps the planner from starting at the signals, of whose parts hardly one has words
    -- (measured on 486,000 signals: 0.3 ms, without it 5 s).
    mine int[] := array(select cv.circle_id from circle_viewer cv where cv.viewer_id = app.viewer() and now() >= cv.valid_from and now() < cv.valid_to);
  begin
    return query execute format(
      'select id, received_at from (
         (select s.id, s.received_at from signal s
           where s.realm = %1$s and s.circle_id = any (%2$L::int[]) and s.search @@ %3$L::tsquery
             and (s.received_at, s.id) < (%4$L::timestamptz, %5$L::uuid)
           order by s.received_at desc, s.id desc limit %6$s)
         union
         (select s.id, s.received_at
            from (select p.object_id from part p
                   where p.realm = %1$s and p.object_kind = ''signal'' and p.circle_id = any (%2$L::int[]) and p.search @@ %3$L::tsquery
                     and p.search <> ''''::tsvector offset 0) p
            join signal s on s.realm = %1$s and s.id = p.object_id
           where s.circle_id = any (%2$L::int[]) and (s.received_at, s.id) < (%4$L::timestamptz, %5$L::uuid)
           order by s.received_at desc, s.id desc limit %6$s)) hit
        order by received_at desc, id desc limit %6$s',
      app.realm(), mine, query, before_at, before_id, how_many);
  end
  $$;
revoke execute on function app.search_signals(tsquery, timestamptz, uuid, int) from public;
grant execute on function app.search_signals(tsquery, timestamptz, uuid, int) to tongguan_request, tongguan_job;
-- The function works with the rights of tongguan_search, which may read these columns of these tables and nothing else.
grant create on schema app to tongguan_search;
alter function app.search_signals(tsquery, timestamptz, uuid, int) owner to tongguan_search;
revoke create on schema app from tongguan_search;
grant select (viewer_id, circle_id, valid_from, valid_to) on circle_viewer to tongguan_search;
grant select (realm, circle_id, id, received_at, search) on signal to tongguan_search;
grant select (realm, circle_id, object_kind, object_id, search) on part to tongguan_search;

-- ---------------------------------------------------------------- grants

grant select on source to tongguan_request, tongguan_job, tongguan_intake;
grant select, insert on intake_key, subject_key, person_vault to tongguan_intake;
grant insert on signal, part, mention, assessment, import_chunk, import_reject to tongguan_intake;
grant select on signal, part, mention, subject_key, assessment, person_vault, import_run, import_chunk, import_reject to tongguan_request, tongguan_job;
grant insert on assessment to tongguan_job;
grant insert on import_run to tongguan_request;
grant update on import_run to tongguan_job;
select app.ensure_partitions(2);
