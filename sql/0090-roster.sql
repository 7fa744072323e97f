-- Duty rosters: which post of which shift is stood by whom, for one agency or for the joint cell. All agencies that take part
-- may read them (TLP:GREEN): a roster that others cannot see helps nobody at night. Contacts are duty numbers, entered for that.
-- A row is inserted with an empty fact and gets its fact in the same transaction.

create table roster (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  -- Stood by officers of several agencies.
  joint boolean not null,
  title text not null,
  zone text not null,
  -- [{ id, title, from, to }]: minutes after local midnight; an end that is not later is on the next day.
  shifts jsonb not null,
  -- [{ id, title, shifts, always }]: the posts to be stood, and in which shifts; always: day and night without a hole.
  lines jsonb not null,
  changed_at timestamptz not null,
  changed_by_post uuid not null references post,
  changed_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id)
);
call app.protect_by_circle('roster');

-- One post in one shift of one day. Without a person it is vacant: rows are never deleted.
create table duty (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  roster_id uuid not null,
  line text not null,
  shift text not null,
  day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (starts_at < ends_at),
  -- Of the person; null while vacant.
  agency_id text references agency,
  account_id uuid,
  post_id uuid references post,
  -- Of somebody without an account here.
  name text,
  contact text,
  reach text check (reach in ('phone', 'radio', 'console', 'other')),
  changed_at timestamptz not null,
  changed_by_post uuid not null references post,
  changed_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, roster_id) references roster (realm, id),
  unique (realm, roster_id, line, shift, day),
  check (num_nonnulls(agency_id, contact, reach) in (0, 3)),
  check (num_nonnulls(account_id, name) = (agency_id is not null)::int),
  check ((account_id is null) = (post_id is null))
);
create index duty_at on duty (ends_at, starts_at) where agency_id is not null;
call app.protect_by_circle('duty');

-- Two officers exchange their duties when both have said yes.
create table duty_swap (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  roster_id uuid not null,
  first_duty uuid not null,
  second_duty uuid not null,
  first_account uuid not null,
  second_account uuid not null,
  first_consent_at timestamptz,
  second_consent_at timestamptz,
  state text not null check (state in ('open', 'done', 'refused', 'withdrawn')),
  reason text,
  proposed_at timestamptz not null,
  proposed_by_post uuid not null references post,
  proposed_by_account uuid not null,
  settled_at timestamptz,
  settled_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, roster_id) references roster (realm, id),
  foreign key (realm, first_duty) references duty (realm, id),
  foreign key (realm, second_duty) references duty (realm, id),
  check (first_duty <> second_duty and first_account <> second_account),
  check ((state = 'open') = (settled_at is null)),
  check (state <> 'done' or (first_consent_at is not null and second_consent_at is not null))
);
create unique index duty_swap_open on duty_swap (realm, first_duty, second_duty) where state = 'open';
call app.protect_by_circle('duty_swap');

grant select, insert, update on roster, duty, duty_swap to tongguan_request, tongguan_job;

-- Who may stand a duty is looked up by jobs too.
grant execute on function app.colleagues() to tongguan_job;
