-- The definition queue: risks that nobody owns here, until an owner is found. An item that rests on reference data is seen by
-- every agency that takes part; one that rests on a signal or an incident by those who see that, until it is put to all.

create table definition_item (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  risk_type text not null,
  places text[] not null check (cardinality(places) > 0),
  jurisdiction text not null check (jurisdiction in ('CN', 'INT')),
  origin text not null check (origin in ('reference', 'signal', 'incident', 'released')),
  opened_at timestamptz not null,
  -- By when an interim lead stands: a local default, never law.
  interim_due_at timestamptz not null,
  interim_lead text references agency,
  interim_at timestamptz,
  interim_escalated_at timestamptz,
  definition text,
  measures text,
  legal_gap text,
  review_on date,
  state text not null check (state in ('open', 'proposed', 'settled', 'rejected')),
  -- Lead, support, inform, phase, basis: what a legal officer accepts as a new duty row, or returns.
  proposal jsonb,
  proposed_by_post uuid references post,
  ended_at timestamptz,
  end_reason text,
  duty_row text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  check ((interim_lead is null) = (interim_at is null)),
  check ((state in ('settled', 'rejected')) = (ended_at is not null)),
  check (state <> 'proposed' or proposal is not null)
);
create index on definition_item (opened_at desc, id);
create unique index definition_item_open on definition_item (realm, risk_type, jurisdiction, places, circle_id) where state in ('open', 'proposed');
call app.protect_by_circle('definition_item');

-- What was said and done, insert-only.
create table definition_entry (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  item_id uuid not null,
  circle_id int not null,
  at timestamptz not null,
  act text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid,
  data jsonb not null,
  primary key (realm, id),
  foreign key (realm, item_id) references definition_item (realm, id)
);
create index on definition_entry (item_id, seq);
call app.protect_by_circle('definition_entry');

grant select, insert, update on definition_item to tongguan_request, tongguan_job;
grant select, insert on definition_entry to tongguan_request, tongguan_job;
