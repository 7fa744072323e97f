-- Reference data as versioned rows: duties, law, deadlines, taxonomy, calendar, rules. A version, once loaded, stays
-- readable for ever, because decisions of its time rest on it; only the owner writes, at start-up.

create table reference_set (
  set_name text not null check (set_name ~ '^[a-z][a-z0-9_.-]{1,60}$'),
  version text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  loaded_at timestamptz not null default now(),
  -- Counts loads: the highest is in force. Two loads can share an instant.
  load_no bigint generated always as identity,
  primary key (set_name, version)
);
comment on table reference_set is 'no-rls: versions of public reference data';

create table reference_row (
  set_name text not null,
  version text not null,
  kind text not null,
  id text not null,
  -- Order in its file: where several fit, the first counts.
  position int not null,
  body jsonb not null,
  source text,
  confidence text,
  primary key (set_name, version, kind, id),
  foreign key (set_name, version) references reference_set
);
comment on table reference_row is 'no-rls: public reference data: duties, deadlines, risk types, calendar, rules';

grant select on reference_set, reference_row to tongguan_request, tongguan_intake, tongguan_job, tongguan_ledger, tongguan_auth;
