-- The environment scan: what changes outside the port (law, epidemics, pests, weather, cyber, controls, trade), what that
-- means here, who owns it, and which changes it proposes. Sources say how often they must be looked at.

create table scan_source (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  kind text not null check (kind in ('law', 'epidemic', 'pest', 'weather', 'cyber', 'control', 'trade')),
  name text not null,
  url text not null,
  agency_id text not null references agency,
  every_days int not null check (every_days between 1 and 366),
  created_at timestamptz not null,
  checked_at timestamptz,
  checked_by_post uuid references post,
  checked_by_account uuid,
  retired_at timestamptz,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id)
);
call app.protect_by_circle('scan_source');

create table scan_notice (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  source_id uuid,
  kind text not null check (kind in ('law', 'epidemic', 'pest', 'weather', 'cyber', 'control', 'trade')),
  title text not null,
  summary text not null,
  url text not null,
  published_on date not null,
  valid_until date,
  -- What it means for this port: without it a notice is only news.
  so_what text not null,
  owner_agency text not null references agency,
  risk_types text[] not null,
  places text[] not null,
  review_on date not null,
  recorded_at timestamptz not null,
  recorded_by_agency text not null references agency,
  recorded_by_post uuid not null references post,
  recorded_by_account uuid,
  version int not null,
  closed_at timestamptz,
  closed_by_post uuid references post,
  closed_by_account uuid,
  close_reason text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, source_id) references scan_source (realm, id),
  check ((closed_at is null) = (close_reason is null))
);
create index scan_notice_newest on scan_notice (recorded_at desc, id desc);
create index scan_notice_risks on scan_notice using gin (risk_types);
call app.protect_by_circle('scan_notice');

-- A change that a notice asks for: to a rule, a duty, a warning, training, resources, or what the public is told.
create table scan_proposal (
  realm int not null,
  id uuid not null,
  notice_id uuid not null,
  circle_id int not null,
  ordinal int not null,
  kind text not null check (kind in ('rule', 'duty', 'warning', 'training', 'resource', 'information')),
  words text not null,
  agency_id text not null references agency,
  due_on date not null,
  proposed_at timestamptz not null,
  proposed_by_post uuid not null references post,
  proposed_by_account uuid,
  state text not null check (state in ('proposed', 'accepted', 'declined', 'done')),
  answered_at timestamptz,
  answered_by_post uuid references post,
  answered_by_account uuid,
  answer text,
  primary key (realm, id),
  foreign key (realm, notice_id) references scan_notice (realm, id),
  check ((state = 'proposed') = (answered_at is null))
);
create index on scan_proposal (notice_id, ordinal);
call app.protect_by_circle('scan_proposal');

-- What happened to a notice, insert-only: earlier words stay readable.
create table scan_event (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  notice_id uuid not null,
  circle_id int not null,
  at timestamptz not null,
  act text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid,
  data jsonb not null,
  primary key (realm, id),
  foreign key (realm, notice_id) references scan_notice (realm, id)
);
create index on scan_event (notice_id, seq);
call app.protect_by_circle('scan_event');

grant select, insert, update on scan_source, scan_notice, scan_proposal to tongguan_request, tongguan_job;
grant select, insert on scan_event to tongguan_request, tongguan_job;
