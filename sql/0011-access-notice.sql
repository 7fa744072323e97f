-- What closes for a viewer closes at once in the database. Open pages and streams learn of it at once too, and not only when
-- something next happens: a notice without content, on which each stream asks for its own viewer.

create function app.tell_access() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform pg_notify('access', '');
    return null;
  end
  $$;
revoke execute on function app.tell_access() from public;

create trigger tell_access after update of closings on viewer
  for each row when (old.closings <> new.closings) execute function app.tell_access();
