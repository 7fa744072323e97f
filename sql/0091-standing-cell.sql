-- The standing cell: daily briefs, shift hand-overs, meetings and what meetings resolve.
--
-- A line that is drawn from another record (a brief's line, an item handed over, a point of an agenda) is a row of its own
-- with the meet of the audiences of its document and of that record: who may not see the record does not see the line.
-- A row is inserted with an empty fact and gets its fact in the same transaction.

-- What an agency sets for its own cell.
create table cell_setting (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  -- When the draft of the daily brief is made: minutes after local midnight. A local default.
  brief_minute int not null check (brief_minute between 0 and 1439),
  -- [text]: keys and equipment to be checked at every hand-over.
  checklist jsonb not null,
  changed_at timestamptz not null,
  changed_by_post uuid not null references post,
  changed_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, agency_id)
);
call app.protect_by_circle('cell_setting');

create table brief (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  -- Day and running number of that day, of this agency alone: it counts nothing of others. Null until issued.
  no text,
  state text not null check (state in ('draft', 'replaced', 'issued')),
  since timestamptz not null,
  until timestamptz not null check (since < until),
  -- The local day for which the clock made the draft; a person's drafts have none.
  made_for date,
  remarks text not null default '',
  drafted_at timestamptz not null,
  drafted_by_post uuid not null references post,
  drafted_by_account uuid,
  issued_at timestamptz,
  issued_by_post uuid references post,
  issued_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, agency_id, no),
  unique (realm, agency_id, made_for),
  check (num_nonnulls(no, issued_at, issued_by_post, issued_by_account) in (0, 4)),
  check ((state = 'issued') = (issued_at is not null))
);
create index brief_newest on brief (drafted_at desc, id desc);
call app.protect_by_circle('brief');

create table brief_line (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  -- Of the record that the line is drawn from; the line's own circle is its meet with the brief's.
  source_circle_id int not null,
  brief_id uuid not null,
  ordinal int not null,
  section text not null,
  object text,
  zh text not null,
  en text not null,
  path text not null,
  strong boolean not null,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, brief_id) references brief (realm, id)
);
create index on brief_line (brief_id, ordinal);
call app.protect_by_circle('brief_line');

-- Part of the brief's image: to whom it went, and who opened it first.
create table brief_receipt (
  realm int not null,
  brief_id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  opened_at timestamptz,
  opened_by_post uuid references post,
  opened_by_account uuid,
  primary key (realm, brief_id, agency_id),
  foreign key (realm, brief_id) references brief (realm, id)
);
call app.protect_by_circle('brief_receipt');

create table shift_handover (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  shift_from timestamptz not null,
  shift_to timestamptz not null,
  next_to timestamptz not null,
  notes text not null,
  -- [{ text, ok, remark }]
  checklist jsonb not null,
  out_at timestamptz not null,
  out_post uuid not null references post,
  out_account uuid not null,
  -- Whom the roster, or the outgoing officer, names. Null: any colleague who comes on duty.
  named_account uuid,
  in_at timestamptz,
  in_post uuid references post,
  in_account uuid,
  in_note text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  check (shift_from < shift_to and shift_to < next_to),
  check (num_nonnulls(in_at, in_post, in_account) in (0, 3)),
  -- Two different people sign, or nobody has taken over.
  check (in_account <> out_account)
);
create index shift_handover_newest on shift_handover (out_at desc, id desc);
call app.protect_by_circle('shift_handover');

create table shift_item (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  shift_id uuid not null,
  ordinal int not null,
  section text not null,
  object text,
  zh text not null,
  en text not null,
  path text not null,
  strong boolean not null,
  -- Of the incoming officer, at signing.
  reservation text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, shift_id) references shift_handover (realm, id)
);
create index on shift_item (shift_id, ordinal);
call app.protect_by_circle('shift_item');

-- After signing, a mistake is put right by a new line. Part of the hand-over's image. `seq` never leaves the server.
create table shift_correction (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  circle_id int not null,
  shift_id uuid not null,
  at timestamptz not null,
  post_id uuid not null references post,
  account_id uuid not null,
  text text not null,
  primary key (realm, id),
  foreign key (realm, shift_id) references shift_handover (realm, id)
);
create index on shift_correction (shift_id, seq);
call app.protect_by_circle('shift_correction');

create table meeting (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  title text not null,
  place text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (starts_at < ends_at),
  -- Invited, the host among them.
  agencies text[] not null,
  state text not null check (state in ('planned', 'held', 'circulated', 'cancelled')),
  minutes text not null default '',
  -- [{ agency, present, who }]
  attendance jsonb not null default '[]',
  -- Of the minutes: answers are given to one version.
  version int not null default 1,
  created_at timestamptz not null,
  created_by_post uuid not null references post,
  created_by_account uuid,
  ended_reason text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  check ((state = 'cancelled') = (ended_reason is not null))
);
create index meeting_by_time on meeting (starts_at desc, id desc);
call app.protect_by_circle('meeting');

-- Part of the meeting's image: approved or objected to, once per agency and version.
create table meeting_answer (
  realm int not null,
  meeting_id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  version int not null,
  approves boolean not null,
  reason text,
  at timestamptz not null,
  post_id uuid not null references post,
  account_id uuid not null,
  primary key (realm, meeting_id, agency_id, version),
  foreign key (realm, meeting_id) references meeting (realm, id),
  check (approves or reason is not null)
);
call app.protect_by_circle('meeting_answer');

create table agenda_item (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  meeting_id uuid not null,
  ordinal int not null,
  section text not null,
  object text,
  zh text not null,
  en text not null,
  path text not null,
  added_at timestamptz not null,
  added_by_post uuid not null references post,
  added_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, meeting_id) references meeting (realm, id),
  unique (realm, meeting_id, object)
);
create index on agenda_item (meeting_id, ordinal);
call app.protect_by_circle('agenda_item');

-- A decision of a meeting and its task are one row: there is no decision without an accountable agency and a due time.
create table resolution (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  meeting_id uuid not null,
  ordinal int not null,
  text text not null,
  agency_id text not null references agency,
  due_at timestamptz not null,
  status text not null check (status in ('open', 'accepted', 'blocked', 'done')),
  note text,
  post_id uuid references post,
  account_id uuid,
  decided_at timestamptz not null,
  decided_by_post uuid not null references post,
  decided_by_account uuid,
  changed_at timestamptz not null,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, meeting_id) references meeting (realm, id),
  unique (realm, meeting_id, ordinal),
  check (status not in ('accepted', 'done') or account_id is not null),
  check (status not in ('blocked', 'done') or note is not null)
);
create index resolution_due on resolution (due_at) where status <> 'done';
call app.protect_by_circle('resolution');

grant select, insert, update on cell_setting, brief, brief_line, brief_receipt, shift_handover, shift_item, meeting, resolution to tongguan_request, tongguan_job;
grant select, insert on shift_correction, meeting_answer, agenda_item to tongguan_request, tongguan_job;
grant update (fact, commitment) on agenda_item to tongguan_request, tongguan_job;
