-- Warnings and incidents: who was told, what is due, who took it on, and the evidence. A warning and an incident each have a
-- group of agencies (audience_group) and one circle over it; every row that belongs to them carries that circle.
--
-- warning, incident, task, evidence and case_link carry the commitment of their last fact. Rows that belong to one of them
-- (acknowledgements, members, hand-overs, the timeline) are part of its image in the record (src/actions/*/image.ts): a
-- change there behind the service's back no longer fits the commitment of the row they belong to.
-- A row is inserted with an empty fact and gets its fact in the same transaction.

-- The one spelling of an instant in the record: RFC 3339, UTC, milliseconds.
create function app.instant(at timestamptz) returns text
  language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
grant execute on function app.instant(timestamptz) to tongguan_request, tongguan_job, tongguan_ledger;

create table warning (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  group_id uuid not null,
  level text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  -- The officer's own words: an extract for this audience, never a copy of a signal's fields.
  title text not null,
  body text not null,
  risk_type text not null,
  place text not null check (place in ('sea', 'air', 'land', 'rail')),
  jurisdiction text not null check (jurisdiction in ('CN', 'INT')),
  issued_by_agency text not null references agency,
  issued_by_post uuid not null references post,
  issued_by_account uuid,
  issued_at timestamptz not null,
  -- A local default, never law.
  ack_minutes int not null check (ack_minutes between 1 and 1440),
  ended_at timestamptz,
  ended_by_post uuid references post,
  ended_by_account uuid,
  end_reason text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  check ((ended_at is null) = (end_reason is null) and (ended_at is null) = (ended_by_post is null))
);
create index warning_newest on warning (issued_at desc, id desc);
create index warning_open on warning (issued_at desc, id desc) where ended_at is null;
call app.protect_by_circle('warning');

-- One row per agency of the audience. It changes twice at most: escalated, acknowledged.
create table warning_ack (
  realm int not null,
  warning_id uuid not null,
  agency_id text not null references agency,
  ordinal int not null,
  circle_id int not null,
  why_zh text not null,
  why_en text not null,
  due_at timestamptz not null,
  acknowledged_at timestamptz,
  post_id uuid references post,
  account_id uuid,
  note text,
  escalated_at timestamptz,
  primary key (realm, warning_id, agency_id),
  foreign key (realm, warning_id) references warning (realm, id),
  check ((acknowledged_at is null) = (post_id is null))
);
call app.protect_by_circle('warning_ack');

create table incident (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  group_id uuid not null,
  -- Year and a random number: a running one would count incidents that its reader may not see.
  no text not null check (no ~ '^\d{4}-\d{5}$'),
  title text not null,
  risk_type text not null,
  place text not null check (place in ('sea', 'air', 'land', 'rail')),
  jurisdiction text not null check (jurisdiction in ('CN', 'INT')),
  lead_agency text not null references agency,
  opened_by_agency text not null references agency,
  opened_by_post uuid not null references post,
  opened_by_account uuid,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by_agency text references agency,
  closed_by_post uuid references post,
  closed_by_account uuid,
  summary text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, no),
  check ((closed_at is null) = (summary is null) and (closed_at is null) = (closed_by_post is null))
);
create index incident_newest on incident (opened_at desc, id desc);
create index incident_open on incident (opened_at desc, id desc) where closed_at is null;
call app.protect_by_circle('incident');

create table incident_member (
  realm int not null,
  incident_id uuid not null,
  agency_id text not null references agency,
  ordinal int not null,
  circle_id int not null,
  role text not null check (role in ('lead', 'support', 'inform')),
  why_zh text not null,
  why_en text not null,
  duty_row text,
  present_at timestamptz,
  primary key (realm, incident_id, agency_id),
  foreign key (realm, incident_id) references incident (realm, id)
);
-- Exactly one leads: the unique index refuses two, the service none.
create unique index incident_one_lead on incident_member (realm, incident_id) where role = 'lead';
call app.protect_by_circle('incident_member');

create table task (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  circle_id int not null,
  ordinal int not null,
  -- Of the reference data; without a template the task is a clock only.
  template text,
  deadline text,
  title_zh text not null,
  title_en text not null,
  proof_zh text not null,
  proof_en text not null,
  phase text not null check (phase in ('detect', 'control', 'handover', 'recover')),
  -- The accountable agency: there is no task without one.
  agency_id text not null references agency,
  post_id uuid references post,
  account_id uuid,
  status text not null check (status in ('waiting', 'open', 'accepted', 'blocked', 'done', 'waived', 'not_applicable')),
  resume_status text check (resume_status in ('open', 'accepted')),
  note text,
  clock_kind text not null check (clock_kind in ('statutory_numeric', 'statutory_immediate', 'statutory_prompt', 'local_default')),
  due_amount int not null check (due_amount > 0),
  due_unit text not null check (due_unit in ('minute', 'hour', 'day', 'workingDay')),
  trigger text not null,
  started_at timestamptz,
  due_at timestamptz,
  calendar_missing boolean not null default false,
  remind_at timestamptz,
  reminded_at timestamptz,
  escalated_at timestamptz,
  conditional boolean not null,
  unowned boolean not null,
  created_at timestamptz not null,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  check (status not in ('accepted', 'done') or account_id is not null),
  check ((started_at is null) = (due_at is null) or calendar_missing)
);
create index task_of_incident on task (incident_id, ordinal);
create index task_of_agency on task (agency_id, due_at) where status in ('open', 'accepted', 'blocked', 'waiting');
create index task_due on task (due_at) where status in ('open', 'accepted', 'blocked');
call app.protect_by_circle('task');

create table handover (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  task_id uuid not null,
  circle_id int not null,
  ordinal int not null,
  from_agency text not null references agency,
  to_agency text not null references agency,
  note text not null,
  offered_at timestamptz not null,
  offered_by_agency text not null references agency,
  offered_by_post uuid not null references post,
  offered_by_account uuid not null,
  state text not null check (state in ('offered', 'accepted', 'refused', 'withdrawn')),
  answered_at timestamptz,
  answered_by_agency text references agency,
  answered_by_post uuid references post,
  answered_by_account uuid,
  reason text,
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  foreign key (realm, task_id) references task (realm, id),
  unique (realm, task_id, ordinal),
  check ((state = 'offered') = (answered_at is null)),
  check (state <> 'accepted' or answered_by_agency = to_agency)
);
-- One offer at a time.
create unique index handover_open on handover (realm, task_id) where state = 'offered';
create index handover_waiting on handover (to_agency) where state = 'offered';
call app.protect_by_circle('handover');

-- The timeline: insert-only. `seq` orders rows of one instant and never leaves the server.
create table incident_event (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  incident_id uuid not null,
  task_id uuid,
  circle_id int not null,
  at timestamptz not null,
  act text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  -- Null for what a clock did.
  account_id uuid,
  data jsonb not null,
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  foreign key (realm, task_id) references task (realm, id)
);
create index on incident_event (incident_id, seq);
create index on incident_event (task_id, seq);
call app.protect_by_circle('incident_event');

-- Files. The bytes are in the row, so that a backup is one thing; the record holds their SHA-256, not the bytes.
create table evidence (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  task_id uuid,
  circle_id int not null,
  name text not null,
  media_type text not null,
  byte_count int not null check (byte_count between 1 and 20971520),
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes bytea not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  foreign key (realm, task_id) references task (realm, id),
  check (octet_length(bytes) = byte_count)
);
alter table evidence alter column bytes set storage external;
create index on evidence (incident_id, at);
call app.protect_by_circle('evidence');

-- What belongs together: a warning or an incident with a signal, an incident with its warning. A link has the meet of the
-- audiences of both ends: who does not see both ends sees no link, and is not told how many there are.
create table case_link (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  incident_id uuid,
  warning_id uuid,
  signal_id uuid,
  linked_at timestamptz not null,
  linked_by_post uuid not null references post,
  linked_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  foreign key (realm, warning_id) references warning (realm, id),
  check (num_nonnulls(incident_id, warning_id, signal_id) = 2)
);
create index on case_link (incident_id);
create index on case_link (warning_id);
create index on case_link (signal_id);
call app.protect_by_circle('case_link');

-- A number that no incident of this year has yet. It reads hidden rows to keep numbers unique and tells nothing of them.
create function app.new_incident_no(of_year int) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    candidate text;
  begin
    for i in 1..100 loop
      candidate := of_year || '-' || lpad(floor(random() * 100000)::int::text, 5, '0');
      if not exists (select from incident where realm = app.realm() and no = candidate) then return candidate; end if;
    end loop;
    raise exception 'no free incident number in %', of_year;
  end
  $$;
grant execute on function app.new_incident_no(int) to tongguan_request, tongguan_job;

grant select, insert, update on warning, warning_ack, incident, incident_member, task, handover to tongguan_request, tongguan_job;
grant select, insert on incident_event, evidence, case_link to tongguan_request, tongguan_job;
grant update (fact, commitment) on evidence, case_link to tongguan_request, tongguan_job;
