-- Derives all access again and compares: a row that was slipped into circle_viewer behind the service's back, or a derivation
-- that went wrong, does not stay. `ledger verify` names the differences; a job mends them and puts that on record.

create function app.access_differences() returns table (viewer_id int, circle_id int, difference text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with base as materialized (
      select viewer_id, circle_id, range_agg(during) as terms from app.opening_reason group by viewer_id, circle_id
    ), opened as (
      select viewer_id, circle_id, unnest(terms) as during from base
      union all
      select b.viewer_id, m.circle_id, unnest(range_intersect_agg(b.terms))
        from (select circle_id, unnest(parts) as part, cardinality(parts) as wanted from circle where parts is not null) m
        join base b on b.circle_id = m.part
       group by b.viewer_id, m.circle_id, m.wanted
      having count(*) = m.wanted
    ), derived as (
      select viewer_id, circle_id, lower(during) as valid_from, upper(during) as valid_to from opened
    )
    select distinct viewer_id, circle_id, 'widened' from (
      select viewer_id, circle_id, valid_from, valid_to from circle_viewer except select * from derived) wider
    union all
    select distinct viewer_id, circle_id, 'narrowed' from (
      select * from derived except select viewer_id, circle_id, valid_from, valid_to from circle_viewer) narrower
  $$;

-- In words that a person reads: whose posts see whose data without a reason, or do not see what they should.
create function app.describe_access_differences() returns table (difference text, viewer_zh text, viewer_en text, owner_zh text, owner_en text, data_class text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select d.difference, a.zh || ' ' || p.zh, a.en || ', ' || p.en, coalesce(o.zh, ''), coalesce(o.en, ''), coalesce(c.data_class, '')
      from app.access_differences() d
      join viewer v using (viewer_id) join post p using (post_id) join agency a using (agency_id)
      join circle c on c.circle_id = d.circle_id
      -- A meet has no owner of its own: the first of its parts stands for it.
      left join circle first on first.circle_id = c.parts[1]
      left join agency o on o.agency_id = coalesce(c.owner_agency, first.owner_agency)
     order by 1, 2, 4, 6
  $$;

-- Returns how many grants were too wide and how many were missing; under the lock that every change of access takes.
create function app.recheck_access() returns table (widened int, narrowed int)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.lock_access();
    select count(*) filter (where difference = 'widened'), count(*) filter (where difference = 'narrowed')
      into widened, narrowed from app.access_differences();
    if widened + narrowed > 0 then perform app.derive_access(null, null); end if;
    return next;
  end
  $$;
revoke execute on function app.access_differences(), app.describe_access_differences(), app.recheck_access() from public;
grant execute on function app.recheck_access() to tongguan_auth;
