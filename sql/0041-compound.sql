-- Compound assessments: what assessments on two sides mean together. The circle is the meet of both sides', so whoever sees one
-- side alone sees nothing of it. Written by jobs on behalf of agencies that see both.

create table compound (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  -- Of data/rules/interactions.json, and its version.
  interaction text not null,
  version int not null,
  port text not null,
  place text not null,
  a_circle int not null,
  b_circle int not null,
  -- As for an assessment; null: unknown.
  level smallint check (level between 0 and 3),
  likelihood real not null,
  low real not null,
  high real not null,
  -- Factors with what they rest on, contributions, what is missing, what would change the level.
  result jsonb not null,
  raised_at timestamptz not null,
  assessed_at timestamptz not null,
  ended_at timestamptz,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  check (low <= likelihood and likelihood <= high)
);
-- Whoever may write this circle sees the rows that are unique in it.
create unique index compound_open on compound (realm, interaction, port, place, circle_id, a_circle, b_circle) where ended_at is null;
create index compound_newest on compound (raised_at desc, id desc);
call app.protect_by_circle('compound');

-- The signals that a compound assessment rests on now.
create table compound_signal (
  realm int not null,
  compound_id uuid not null,
  circle_id int not null,
  signal_id uuid not null,
  side text not null check (side in ('a', 'b')),
  primary key (realm, compound_id, signal_id, side),
  foreign key (realm, compound_id) references compound (realm, id)
);
create index on compound_signal (signal_id);
call app.protect_by_circle('compound_signal');

grant select on compound, compound_signal to tongguan_request, tongguan_job;
grant insert, update on compound to tongguan_job;
grant insert, delete on compound_signal to tongguan_job;
