-- What waits for a person, grouped: by subject, leading rule and time window. Intake appends; nobody counts signals to show a
-- list. A group is no row: it is what a viewer may see of the tallies that share its id, so its count never holds hidden members.

create table triage_item (
  realm int not null,
  circle_id int not null,
  -- From realm, kind, rule, subject and window: the same for all viewers, each of whom sees their members of it.
  group_id uuid not null,
  object_kind text not null check (object_kind in ('signal', 'compound')),
  object_id uuid not null,
  received_at timestamptz not null,
  kind text not null,
  rule text not null,
  risk_type text,
  source_id uuid,
  port text not null,
  place text not null,
  -- 0 nothing, 1 low, 2 unknown, 3 medium, 4 high: unknown is never taken for low.
  rank smallint not null check (rank between 0 and 4),
  -- 0 where a row only raises the level of its group, for those who see more of the same signal; and for what has ended.
  n smallint not null check (n in (0, 1))
);
create index triage_item_of_group on triage_item (group_id, received_at desc) include (circle_id);
create index triage_item_of_object on triage_item (object_id) include (circle_id);
create index triage_item_of_risk on triage_item (risk_type, received_at desc) include (circle_id);
call app.protect_by_circle('triage_item');

create table triage_tally (
  realm int not null,
  circle_id int not null,
  group_id uuid not null,
  window_at timestamptz not null,
  kind text not null,
  rule text not null,
  domain text not null,
  subject_kind text not null,
  subject_key text not null,
  source_id uuid,
  n int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  rank smallint not null
);
create index triage_tally_of_group on triage_tally (group_id) include (circle_id);
create index triage_tally_newest on triage_tally (realm, window_at desc) include (circle_id);
call app.protect_by_circle('triage_tally');

-- Signals that a correction has replaced: they no longer wait, and no longer count as evidence.
create table triage_superseded (
  realm int not null,
  circle_id int not null,
  signal_id uuid not null,
  at timestamptz not null,
  -- Taken out of the tallies.
  applied boolean not null default false,
  primary key (realm, signal_id)
);
create index triage_superseded_open on triage_superseded (realm) where not applied;
call app.protect_by_circle('triage_superseded');

-- What an agency decided about a group, as seen by those who see what it was decided on: the circle is the meet of the agency's
-- own and of the members' that were seen. Another agency's decision about the same group is another row.
create table triage_state (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  agency_id text not null references agency,
  group_id uuid not null,
  assigned_post uuid references post,
  assigned_account uuid,
  quiet_kind text check (quiet_kind in ('snoozed', 'dismissed', 'attached')),
  -- Quiet as long as all three hold: before this instant, fewer than so many, at most this rank.
  quiet_until timestamptz,
  quiet_count int,
  quiet_rank smallint,
  -- What was seen when it was made quiet.
  seen_count int,
  seen_rank smallint,
  incident_id uuid,
  -- Who did what, in order: [{act, at, agency, post, account, …}].
  log jsonb not null,
  -- What an undo restores; null where the last act cannot be undone.
  before jsonb,
  changed_at timestamptz not null,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, agency_id, group_id, circle_id),
  foreign key (realm, incident_id) references incident (realm, id),
  check ((quiet_kind is null) = (quiet_until is null)),
  check (quiet_kind is distinct from 'attached' or incident_id is not null)
);
create index triage_state_of_group on triage_state (group_id, agency_id);
call app.protect_by_circle('triage_state');

grant insert on triage_item, triage_tally, triage_superseded to tongguan_intake;
grant select on triage_item, triage_tally, triage_superseded to tongguan_request, tongguan_job;
-- Items and tallies of compound assessments, which change and end; those of signals only a correction takes away, in the fold.
grant insert, update on triage_item, triage_tally to tongguan_job;
grant select, insert, update on triage_state to tongguan_request, tongguan_job;

-- Many rows of one group become one, and corrected signals leave their groups. Deleting and summing are one statement, so they
-- see the same rows: a batch that commits meanwhile is there afterwards, whole. Safe to repeat.
create function app.fold_triage() returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    folded int;
    -- The group's id is made with its realm, so it alone names the group.
    changed uuid[];
  begin
    if not pg_try_advisory_xact_lock(7161, 40) then return 0; end if;
    with applied as (update triage_superseded set applied = true where not applied returning realm, signal_id)
      select array_agg(distinct i.group_id) into changed from applied a join triage_item i on i.realm = a.realm and i.object_id = a.signal_id;
    delete from triage_item i using triage_superseded s where i.group_id = any (changed) and s.realm = i.realm and s.signal_id = i.object_id;
    with gone as (
      delete from triage_tally t
       where t.kind <> 'compound'
         and (t.group_id = any (changed)
           or (t.group_id, t.circle_id, t.source_id) in
              (select group_id, circle_id, source_id from triage_tally where kind <> 'compound' group by 1, 2, 3 having count(*) > 1))
      returning t.*
    ), same as (
      select realm, circle_id, group_id, source_id, min(window_at) as window_at, min(kind) as kind, min(rule) as rule, min(domain) as domain,
             min(subject_kind) as subject_kind, min(subject_key) as subject_key, sum(n)::int as n, min(first_at) as first_at,
             max(last_at) as last_at, max(rank) as rank
        from gone group by 1, 2, 3, 4
    ), counted as (
      select circle_id, group_id, source_id, sum(n)::int as n, min(received_at) as first_at, max(received_at) as last_at, max(rank) as rank
        from triage_item where group_id = any (changed) group by 1, 2, 3
    ), added as (
      insert into triage_tally (realm, circle_id, group_id, source_id, window_at, kind, rule, domain, subject_kind, subject_key, n, first_at, last_at, rank)
        select s.realm, s.circle_id, s.group_id, s.source_id, s.window_at, s.kind, s.rule, s.domain, s.subject_kind, s.subject_key,
               coalesce(c.n, s.n), coalesce(c.first_at, s.first_at), coalesce(c.last_at, s.last_at), coalesce(c.rank, s.rank)
          from same s left join counted c using (circle_id, group_id, source_id)
         where c.n is not null or s.group_id <> all (coalesce(changed, '{}'))
      returning 1
    )
    select count(*) into folded from added;
    return folded;
  end
  $$;
revoke execute on function app.fold_triage() from public;
grant execute on function app.fold_triage() to tongguan_job;

-- Adds a job that runs in so many seconds, once, however often it is asked for until then.
create function app.add_job_soon(task text, seconds int) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$ select graphile_worker.add_job(task, '{}'::json, run_at => now() + make_interval(secs => seconds), job_key => task,
                                       job_key_mode => 'preserve_run_at', max_attempts => 3) $$;
revoke execute on function app.add_job_soon(text, int) from public;
grant execute on function app.add_job_soon(text, int) to tongguan_intake;

-- The officers of the actor's own agency, by post: whom something can be assigned to.
create function app.colleagues()
  returns table (post_id uuid, post_zh text, post_en text, account_id uuid, officer_zh text, officer_en text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select p.post_id, p.zh, p.en, o.account_id, o.zh, o.en
      from app.whoami() w join post p on p.agency_id = w.agency_id and p.active and not p.roles && array['system', 'auditor', 'administrator']
      left join app.account_post_now n on n.post_id = p.post_id
      left join account a on a.account_id = n.account_id
      left join officer o on o.account_id = a.account_id and a.disabled_at is null
     order by p.zh, p.post_id, o.zh
  $$;
revoke execute on function app.colleagues() from public;
grant execute on function app.colleagues() to tongguan_request;

-- Signals that were here before: only declarations were, in windows of a day (UTC), grouped by heading and leading rule.
insert into triage_item (realm, circle_id, group_id, object_kind, object_id, received_at, kind, rule, risk_type, source_id, port, place, rank, n)
select s.realm, a.circle_id,
       encode(substring(sha256(convert_to(concat_ws(E'\x1f', s.realm, s.kind, a.rule, 'hs4', left(s.body->>'hs6', 4),
         to_char(date_trunc('day', s.received_at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), 'UTF8')) from 1 for 16), 'hex')::uuid,
       'signal', s.id, s.received_at, s.kind, a.rule, a.risk_type, s.source_id, s.port, s.place,
       (case when a.level is null then 2 when a.level >= 2 then a.level + 1 else a.level end)::smallint, 1
  from signal s
  join lateral (
    select a.circle_id, a.level, a.risk_type,
           coalesce((select r.one->>'rule' from jsonb_array_elements(a.reasons) with ordinality r (one, i)
                      order by (r.one->>'points')::numeric desc, r.i limit 1), '?' || coalesce(a.unknowns->>0, '')) as rule
      from assessment a where a.realm = s.realm and a.signal_id = s.id and a.needs_person
     order by a.uses_parts, a.assessed_at limit 1) a on true
 where s.kind = 'declaration' and not exists (select from signal c where c.realm = s.realm and c.corrects = s.id);

insert into triage_tally (realm, circle_id, group_id, window_at, kind, rule, domain, subject_kind, subject_key, source_id, n, first_at, last_at, rank)
select i.realm, i.circle_id, i.group_id, date_trunc('day', min(i.received_at) at time zone 'UTC') at time zone 'UTC', i.kind, i.rule,
       split_part(coalesce(min(i.risk_type), ''), '.', 1), 'hs4', min(left(s.body->>'hs6', 4)), i.source_id, count(*), min(i.received_at), max(i.received_at), max(i.rank)
  from triage_item i join signal s on s.realm = i.realm and s.id = i.object_id and s.received_at = i.received_at
 group by i.realm, i.circle_id, i.group_id, i.kind, i.rule, i.source_id;
