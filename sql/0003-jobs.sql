-- Jobs and partitions. The queue's own tables (schema graphile_worker) are made by tongguan_owner just before this file runs;
-- here the job role gets what it needs to work them, and everyone else one function to add a job.

create function app.open_job_queue() returns void
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp
  as $$
  declare t record;
  begin
    revoke all on schema graphile_worker from public;
    revoke execute on all functions in schema graphile_worker from public;
    grant usage on schema graphile_worker to tongguan_job;
    grant execute on all functions in schema graphile_worker to tongguan_job;
    grant usage, select on all sequences in schema graphile_worker to tongguan_job;
    for t in select c.oid::regclass as name, c.relname from pg_class c
              where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind in ('r', 'p') loop
      if t.relname = 'migrations' then
        execute format('grant select on %s to tongguan_job', t.name);
        execute format('comment on table %s is %L', t.name, 'no-rls: which schema files of the queue were applied, without content');
        continue;
      end if;
      execute format('grant select, insert, update, delete on %s to tongguan_job', t.name);
      execute format('alter table %s enable row level security, force row level security', t.name);
      execute format('drop policy if exists owner_all on %s', t.name);
      execute format('create policy owner_all on %s to tongguan_owner using (true) with check (true)', t.name);
      -- A job carries ids and the identity on whose behalf it runs; what they stand for is read under that one's policy.
      execute format('drop policy if exists queue on %s', t.name);
      execute format('create policy queue on %s to tongguan_job using (true) with check (true)', t.name);
    end loop;
    for t in select c.oid::regclass as name from pg_class c
              where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'v' loop
      execute format('grant select on %s to tongguan_job', t.name);
    end loop;
  end
  $$;
revoke execute on function app.open_job_queue() from public;
select app.open_job_queue();

-- Adds a job that becomes runnable when this transaction commits. Payload: ids, and the post on whose behalf. A job with the
-- same key that has not started is replaced.
create function app.add_job(task text, payload jsonb, run_at timestamptz default null, job_key text default null) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$ select graphile_worker.add_job(task, payload::json, run_at => coalesce(run_at, now()), job_key => job_key, max_attempts => 12) $$;
revoke execute on function app.add_job(text, jsonb, timestamptz, text) from public;
grant execute on function app.add_job(text, jsonb, timestamptz, text) to tongguan_request, tongguan_intake, tongguan_job, tongguan_auth;

-- ---------------------------------------------------------------- partitions by month

create table if not exists partitioned (
  table_name text primary key
);
comment on table partitioned is 'no-rls: names of partitioned tables, without content';

-- Makes the monthly partitions (UTC) of every table in `partitioned` that touch [from_at, to_at]. Built beside and attached,
-- which does not stop readers or writers. A partition has no grants: reading it directly would go round the parent's policy.
create function app.ensure_partitions_between(from_at timestamptz, to_at timestamptz) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC'
  as $$
  declare
    parent text;
    child text;
    month timestamptz;
    made int := 0;
    r text;
  begin
    for parent in select table_name from partitioned order by table_name loop
      month := date_trunc('month', from_at);
      while month <= to_at loop
        child := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
        if to_regclass(format('public.%I', child)) is null then
          -- A table's lock, unlike an advisory one, also makes what others have committed known here.
          lock table public.partitioned in share row exclusive mode;
          if to_regclass(format('public.%I', child)) is null then
            execute format('create table public.%I (like public.%I including all)', child, parent);
            execute format('alter table public.%I enable row level security, force row level security', child);
            foreach r in array array['public', 'tongguan_request', 'tongguan_intake', 'tongguan_job', 'tongguan_ledger', 'tongguan_search', 'tongguan_auth'] loop
              execute format('revoke all on public.%I from %s', child, r);
            end loop;
            execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)',
                           parent, child, month, month + interval '1 month');
            made := made + 1;
          end if;
        end if;
        month := month + interval '1 month';
      end loop;
    end loop;
    return made;
  end
  $$;
revoke execute on function app.ensure_partitions_between(timestamptz, timestamptz) from public;

-- This month, the one before for late messages, and so many ahead.
create function app.ensure_partitions(months_ahead int) returns int
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$ select app.ensure_partitions_between(now() - interval '1 month', now() + make_interval(months => least(months_ahead, 24))) $$;
revoke execute on function app.ensure_partitions(int) from public;
grant execute on function app.ensure_partitions(int) to tongguan_job;
