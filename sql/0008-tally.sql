-- How many signals came, by hour: what the Situation page compares with a usual day, without counting rows. Intake appends
-- one row per batch, circle, kind and domain (no update, so no two writers wait for each other); a job folds them.

create table signal_tally (
  realm int not null,
  circle_id int not null,
  hour timestamptz not null,
  kind text not null,
  -- Domain of the risk type that the assessment found; empty where it found none.
  domain text not null,
  received int not null,
  needs_person int not null
);
create index signal_tally_by_hour on signal_tally (realm, hour desc) include (circle_id);
call app.protect_by_circle('signal_tally');
grant insert on signal_tally to tongguan_intake;
grant select on signal_tally to tongguan_request, tongguan_job;

-- Many rows of one hour become one. Safe to repeat; a crash in between leaves what was there.
create function app.fold_tallies() returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare folded int;
  begin
    if not pg_try_advisory_xact_lock(7161, 8) then return 0; end if;
    with gone as (
      delete from signal_tally t
       using (select realm, circle_id, hour, kind, domain from signal_tally group by 1, 2, 3, 4, 5 having count(*) > 1) many
       where (t.realm, t.circle_id, t.hour, t.kind, t.domain) = (many.realm, many.circle_id, many.hour, many.kind, many.domain)
      returning t.*
    ), summed as (
      insert into signal_tally
        select realm, circle_id, hour, kind, domain, sum(received), sum(needs_person) from gone group by 1, 2, 3, 4, 5 returning 1
    )
    select count(*) into folded from gone;
    return folded;
  end
  $$;
grant execute on function app.fold_tallies() to tongguan_job;
