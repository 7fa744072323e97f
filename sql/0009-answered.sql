-- Writes that were answered, by the key that their sender gave them: whoever does not know whether a write was done sends it
-- again under the same key and gets the first answer. Kept for a day.

create table answered (
  post_id uuid not null,
  key_hash bytea not null check (octet_length(key_hash) = 32),
  -- Hash of method, address and body: the same key for another request is refused.
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status int not null,
  answer text,
  answered_at timestamptz not null default now(),
  primary key (post_id, key_hash)
);
create index on answered (answered_at);
alter table answered enable row level security, force row level security;
create policy owner_all on answered to tongguan_owner using (true) with check (true);
create policy own on answered to tongguan_request
  using (post_id = (select w.post_id from app.whoami() w)) with check (post_id = (select w.post_id from app.whoami() w));
grant select, insert on answered to tongguan_request;

create function app.forget_answered() returns int
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$ with gone as (delete from answered where answered_at < now() - interval '1 day' returning 1) select count(*)::int from gone $$;
revoke execute on function app.forget_answered() from public;
grant execute on function app.forget_answered() to tongguan_job;
