-- Reports of an incident: drafted from its record, edited by a person, signed, numbered, sent to the members. A signed report is
-- never changed; what was wrong is corrected by another one that names it. Receipts belong to the report's image.

create table report (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  circle_id int not null,
  kind text not null check (kind in ('initial', 'follow_up', 'final', 'correction')),
  locale text not null check (locale in ('zh', 'en')),
  -- Sections, each with what the record gave, what a person wrote, and which of both it is.
  content jsonb not null,
  corrects uuid,
  due_at timestamptz,
  due_kind text check (due_kind in ('statutory_numeric', 'statutory_immediate', 'statutory_prompt', 'local_default')),
  deadline text,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  edited_at timestamptz not null,
  -- Given when it is signed: one running number for all reports of the incident.
  number int check (number > 0),
  signed_at timestamptz,
  signed_post uuid references post,
  signed_account uuid,
  discarded_at timestamptz,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, incident_id, number),
  foreign key (realm, incident_id) references incident (realm, id),
  foreign key (realm, corrects) references report (realm, id),
  check ((kind = 'correction') = (corrects is not null)),
  check ((due_at is null) = (due_kind is null)),
  check ((signed_at is null) = (number is null) and (signed_at is null) = (signed_account is null)),
  check (signed_at is null or discarded_at is null)
);
create index on report (incident_id, at);
call app.protect_by_circle('report');

-- One row per member it was sent to; opened once.
create table report_receipt (
  realm int not null,
  report_id uuid not null,
  for_agency text not null references agency,
  circle_id int not null,
  ordinal int not null,
  sent_at timestamptz not null,
  opened_at timestamptz,
  opened_post uuid references post,
  opened_account uuid,
  primary key (realm, report_id, for_agency),
  foreign key (realm, report_id) references report (realm, id),
  check ((opened_at is null) = (opened_post is null))
);
call app.protect_by_circle('report_receipt');

grant select, insert on report, report_receipt to tongguan_request, tongguan_job;
grant update (content, edited_at, number, signed_at, signed_post, signed_account, discarded_at, fact, commitment)
  on report to tongguan_request, tongguan_job;
grant update (opened_at, opened_post, opened_account) on report_receipt to tongguan_request, tongguan_job;
