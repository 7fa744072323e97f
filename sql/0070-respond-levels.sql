-- The working half of the incident room: response levels, clocks that pause, several assignees, tasks by hand, members who
-- come and go, a lead by override, incidents that fold into another.

alter table incident
  add column level text not null default 'normal'
    check (level in ('normal', 'watch', 'IV', 'III', 'II', 'I', 'stand_down')),
  add column level_since timestamptz,
  -- Stand-down asks for it; the review itself is kept elsewhere.
  add column review_opened_at timestamptz,
  -- The successor: never folded itself, so that one step always leads to where the work goes on.
  add column merged_into uuid,
  add column merged_at timestamptz,
  add foreign key (realm, merged_into) references incident (realm, id),
  add check ((merged_into is null) = (merged_at is null)),
  add check (merged_into <> id);
create index incident_folded on incident (merged_into) where merged_into is not null;
create index incident_level on incident (level) where closed_at is null and merged_into is null and level not in ('normal', 'stand_down');

-- A member that was dismissed stays in the list with the reason; its access ended with its membership of the group.
alter table incident_member
  add column left_at timestamptz,
  add column left_reason text,
  add check ((left_at is null) = (left_reason is null)),
  add check (left_at is null or role <> 'lead');

alter table task
  add column paused_at timestamptz,
  add column pause_reason text,
  -- How long the clock has stood in all, without the pause that is going on.
  add column paused_ms bigint not null default 0 check (paused_ms >= 0),
  -- Why a clock that cannot be paused is late or will be: never moves the due time.
  add column explained text,
  -- Reminders and escalations besides reminded_at (the accountable) and escalated_at (breach): each at most once.
  add column pressed_at timestamptz,
  add column escalated_further_at timestamptz,
  add column blocked_at timestamptz,
  -- Set on a task that somebody added by hand.
  add column added_reason text,
  -- What the last act changed, so that a slip can be undone within a minute; empty once anybody else acted.
  add column slip jsonb,
  add check ((paused_at is null) = (pause_reason is null)),
  add check (paused_at is null or clock_kind = 'local_default');

-- Officers of the accountable agency who work on a task besides the accountable one. A post first; the officer once accepted.
create table task_assignee (
  realm int not null,
  task_id uuid not null,
  incident_id uuid not null,
  post_id uuid not null references post,
  circle_id int not null,
  ordinal int not null,
  account_id uuid,
  assigned_at timestamptz not null,
  assigned_by_post uuid not null references post,
  accepted_at timestamptz,
  left_at timestamptz,
  primary key (realm, task_id, post_id),
  foreign key (realm, task_id) references task (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  check ((accepted_at is null) = (account_id is null))
);
create index on task_assignee (incident_id);
create index task_assignee_post on task_assignee (post_id);
call app.protect_by_circle('task_assignee');
grant select, insert, update on task_assignee to tongguan_request, tongguan_job;

-- Folds the audience of an incident into its successor's: everything of it is from now on seen by whom the successor is seen
-- by. Its members were made members of the successor before, so nobody loses anything. A function, because the timeline is
-- insert-only and files are not changed by anybody: it changes the circle of their rows and nothing else.
create function app.fold_incident(folded uuid) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    from_circle int;
    to_circle int;
    from_group uuid;
    to_group uuid;
  begin
    select f.circle_id, t.circle_id, f.group_id, t.group_id into from_circle, to_circle, from_group, to_group
      from incident f join incident t on t.realm = f.realm and t.id = f.merged_into
     where f.realm = app.realm() and f.id = folded;
    if to_circle is null or not app.may_see(from_circle) or not app.may_see(to_circle) then
      raise exception 'no such incident' using errcode = 'insufficient_privilege';
    end if;
    -- Nobody may lose by it: whoever is in the one group now is in the other.
    if exists (select from group_member m where m.group_id = from_group and now() >= m.valid_from and now() < m.valid_to
                and not exists (select from group_member s where s.group_id = to_group and s.agency_id = m.agency_id
                                  and now() >= s.valid_from and now() < s.valid_to)) then
      raise exception 'a member of the folded incident is not a member of its successor' using errcode = 'insufficient_privilege';
    end if;
    update incident set circle_id = to_circle where realm = app.realm() and id = folded;
    update incident_member set circle_id = to_circle where realm = app.realm() and incident_id = folded;
    update task set circle_id = to_circle where realm = app.realm() and incident_id = folded;
    update task_assignee set circle_id = to_circle where realm = app.realm() and incident_id = folded;
    update handover set circle_id = to_circle where realm = app.realm() and incident_id = folded;
    update incident_event set circle_id = to_circle where realm = app.realm() and incident_id = folded;
    update evidence set circle_id = to_circle where realm = app.realm() and incident_id = folded;
  end
  $$;
revoke execute on function app.fold_incident(uuid) from public;
grant execute on function app.fold_incident(uuid) to tongguan_request;
