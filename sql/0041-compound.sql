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
  -- The strongest evidence of each side now.
  a_signal uuid not null,
  b_signal uuid not null,
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
create index compound_of_a on compound (a_signal) where ended_at is null;
create index compound_of_b on compound (b_signal) where ended_at is null;
create index compound_newest on compound (raised_at desc, id desc);
call app.protect_by_circle('compound');

grant select on compound to tongguan_request, tongguan_job;
grant insert, update on compound to tongguan_job;
