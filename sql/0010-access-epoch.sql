-- The access epoch tells open pages, streams and browser stores to drop what ended. It was one counter for everybody that every
-- new circle raised: each new warning made every open page of the site read itself again, under the eyes of its reader, and told
-- posts that may know nothing that somebody had shared something. Now each viewer has its own, and only what closes raises it;
-- what opens is told by the feed.

alter table viewer add column closings bigint not null default 0;

create or replace function app.derive_access(circles int[], viewers int[]) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    changed int := 0;
    n int;
    -- Always arrays, so that both tables are reached by index; with "is null or" every pair was tried (90 ms at 350 circles).
    of_circles int[] := coalesce(circles, array(select circle_id from circle));
    of_viewers int[] := coalesce(viewers, array(select viewer_id from viewer));
    bases int[] := array(select circle_id from circle where circle_id = any (of_circles) and parts is null
                         union select unnest(parts) from circle where circle_id = any (of_circles) and parts is not null);
    derived circle_viewer[];
  begin
    with base as materialized (
      select viewer_id, circle_id, range_agg(during) as terms
        from app.opening_reason
       where circle_id = any (bases) and viewer_id = any (of_viewers)
       group by viewer_id, circle_id
    ), opened as (
      select viewer_id, circle_id, unnest(terms) as during from base where circle_id = any (of_circles)
      union all
      -- A meet is open when every part is open: intersect the parts' terms.
      select b.viewer_id, m.circle_id, unnest(range_intersect_agg(b.terms))
        from (select circle_id, unnest(parts) as part, cardinality(parts) as wanted from circle where circle_id = any (of_circles) and parts is not null) m
        join base b on b.circle_id = m.part
       group by b.viewer_id, m.circle_id, m.wanted
      having count(*) = m.wanted
    )
    select array_agg(row (viewer_id, circle_id, lower(during), upper(during))::circle_viewer) into derived from opened;
    derived := coalesce(derived, '{}');
    with gone as (
      delete from circle_viewer cv
       where cv.circle_id = any (of_circles) and cv.viewer_id = any (of_viewers)
         and not exists (select from unnest(derived) d where (d.viewer_id, d.circle_id, d.valid_from) = (cv.viewer_id, cv.circle_id, cv.valid_from))
      returning cv.viewer_id
    ), shortened as (
      select cv.viewer_id from circle_viewer cv join unnest(derived) d using (viewer_id, circle_id, valid_from) where d.valid_to < cv.valid_to
    ), told as (
      update viewer set closings = closings + 1
       where viewer_id in (select viewer_id from gone union select viewer_id from shortened)
    )
    select count(*) into changed from gone;
    insert into circle_viewer as cv select * from unnest(derived)
      on conflict (viewer_id, circle_id, valid_from) do update set valid_to = excluded.valid_to where cv.valid_to <> excluded.valid_to;
    get diagnostics n = row_count;
    changed := changed + n;
    return changed;
  end
  $$;

-- Changes whenever something closes for this actor, also when a term simply runs out.
create or replace function app.access_epoch() returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select coalesce((select closings from viewer where viewer_id = app.viewer()), 0) || ':' || count(*) filter (where valid_to <= now())
      from circle_viewer where viewer_id = app.viewer()
  $$;

drop table access_epoch;
