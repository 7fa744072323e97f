-- The whole course of a warning: a chain of escalation, new versions, cancellation apart from the end, lessons, and who asked
-- to be told. Versions, events and lessons belong to the warning and are part of its image (src/actions/warn/image.ts), which
-- keeps the spelling of rows written before: what is new joins it only where there is something new.

alter table warning
  add column version int not null default 1 check (version >= 1),
  -- `ended`: it is over. `cancelled`: it was wrong, and everybody who got it is told and acknowledges that.
  add column ended_as text check (ended_as in ('ended', 'cancelled')),
  -- In place of minutes, where the issuer asked for working days of the port.
  add column ack_working_days int check (ack_working_days between 1 and 20);
update warning set ended_as = 'ended' where ended_at is not null;
alter table warning add constraint warning_over_check check ((ended_at is null) = (ended_as is null));

-- A round is one request to acknowledge. A raised level and a cancellation begin a new one; what was acknowledged before
-- stands in the events.
alter table warning_ack
  add column round int not null default 1 check (round >= 1),
  add column subject text not null default 'warning' check (subject in ('warning', 'cancellation')),
  add column asked_at timestamptz,
  add column remind_at timestamptz,
  add column reminded_at timestamptz,
  -- When the commander of the issuing agency is told, and when that was done. `escalated_at`: the next role of the agency.
  add column command_at timestamptz,
  add column commanded_at timestamptz;
create index warning_ack_of_agency on warning_ack (agency_id) where acknowledged_at is null;

create table warning_version (
  realm int not null,
  warning_id uuid not null,
  version int not null check (version >= 1),
  circle_id int not null,
  level text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  title text not null,
  body text not null,
  -- Why it was changed; null in the first version.
  reason text,
  at timestamptz not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid,
  primary key (realm, warning_id, version),
  foreign key (realm, warning_id) references warning (realm, id),
  check ((version = 1) = (reason is null))
);
call app.protect_by_circle('warning_version');

-- The timeline: insert-only. `seq` orders rows of one instant and never leaves the server.
create table warning_event (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  warning_id uuid not null,
  circle_id int not null,
  at timestamptz not null,
  act text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  -- Null for what a clock did.
  account_id uuid,
  data jsonb not null,
  primary key (realm, id),
  foreign key (realm, warning_id) references warning (realm, id)
);
create index on warning_event (warning_id, seq);
call app.protect_by_circle('warning_event');

-- What an agency says afterwards: was it right, was it in time, what to change. Its last word counts.
create table warning_lesson (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  warning_id uuid not null,
  circle_id int not null,
  verdict text not null check (verdict in ('right', 'partly', 'false_alarm', 'unknown')),
  timely text not null check (timely in ('in_time', 'late', 'unknown')),
  change text not null,
  at timestamptz not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid,
  primary key (realm, id),
  foreign key (realm, warning_id) references warning (realm, id)
);
create index on warning_lesson (warning_id, seq);
call app.protect_by_circle('warning_lesson');

-- An agency, or one post of it, asks to be told. It opens nothing: who subscribes is proposed to the issuer, and chosen
-- beforehand only where an agreement already gives the agency the issuer's warnings.
create table warning_subscription (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  -- Null: for the whole agency.
  post_id uuid references post,
  domain text,
  risk_type text,
  place text check (place in ('sea', 'air', 'land', 'rail')),
  min_level text not null check (min_level in ('blue', 'yellow', 'orange', 'red')),
  made_at timestamptz not null,
  made_by_post uuid not null references post,
  made_by_account uuid,
  ended_at timestamptz,
  ended_by_post uuid references post,
  ended_by_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  check (domain is null or risk_type is null),
  check ((ended_at is null) = (ended_by_post is null))
);
create index on warning_subscription (agency_id) where ended_at is null;
call app.protect_by_circle('warning_subscription');

-- Who subscribed to such a warning, for the officer who issues it: the agency, its post where the wish is a post's, the level,
-- and whether an agreement in force gives it the warnings of the caller's agency. Nothing else of a subscription is told.
create function app.warning_subscribers(of_domain text, of_risk text, of_place text)
  returns table (agency_id text, post_id uuid, min_level text, entitled boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select s.agency_id, s.post_id, s.min_level,
           exists (select from app.agreement_in_force f
                    where f.giver = w.agency_id and f.receiver = s.agency_id and f.data_class = 'warning' and f.during @> now())
      from warning_subscription s cross join app.whoami() w
     where s.realm = app.realm() and s.ended_at is null
       and (s.domain is null or s.domain = of_domain) and (s.risk_type is null or s.risk_type = of_risk)
       and (s.place is null or s.place = of_place)
       and w.purpose not in ('audit', 'administration')
     order by s.agency_id, s.made_at, s.id
  $$;
revoke execute on function app.warning_subscribers(text, text, text) from public;
grant execute on function app.warning_subscribers(text, text, text) to tongguan_request, tongguan_job;

grant select, insert on warning_version, warning_event, warning_lesson to tongguan_request, tongguan_job;
grant select, insert, update on warning_subscription to tongguan_request, tongguan_job;
