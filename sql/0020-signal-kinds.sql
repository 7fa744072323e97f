-- Signals of every kind: numbers of cases elsewhere, indexes for what is rare, and sources for whoever binds a token to one.

-- Numbers under which other systems keep a case that the signal belongs to. A constant default: no row is written again.
alter table signal add column case_nos text[] not null default '{}';
comment on column signal.flags is 'what is odd about its arrival or its codes, for people to see: late, clock_ahead, person_pattern, container_check …';

-- Kinds other than the frequent one, and signals with something odd, without an index entry for every declaration.
create index signal_of_kind on signal (kind, received_at desc, id desc) where kind <> 'declaration';
create index signal_flagged on signal (received_at desc, id desc) where flags <> '{}';

-- A token is bound to a source of its post's agency. Names of sources only, and only for administrators: no content.
create function app.admin_sources()
  returns table (source_id uuid, code text, agency_id text, kind text, zh text, en text, port text, place text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return query select s.source_id, s.code, s.agency_id, s.kind, s.zh, s.en, s.port, s.place from source s where s.active order by s.code;
  end
  $$;
revoke execute on function app.admin_sources() from public;
grant execute on function app.admin_sources() to tongguan_request, tongguan_auth;
