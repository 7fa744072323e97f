-- Reaching people outside the console. Addresses are configuration of the site, not content: an officer sees the own ones, an
-- administrator all through functions, the job role sends to them. The outbox holds who is told of what and how it went,
-- never a text: what is said is made at the moment of sending, under the access of the one who receives it.

create table reach_channel (
  id uuid primary key,
  kind text not null check (kind in ('email', 'webhook')),
  agency_id text not null references agency,
  -- An officer's own address, or null: an address of the agency.
  account_id uuid,
  -- For an agency's address: the post under whose access contents are made. An officer's own follows the officer's posts.
  post_id uuid references post,
  name text not null,
  address text not null,
  -- Key of the signatures of a webhook, sealed with the site's key.
  secret bytea,
  min_level text not null check (min_level in ('blue', 'yellow', 'orange', 'red')),
  locale text not null check (locale in ('zh', 'en')),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  check ((account_id is null) = (post_id is not null)),
  check (kind = 'email' or account_id is null),
  check ((kind = 'webhook') = (secret is not null))
);
create unique index reach_channel_own on reach_channel (account_id) where account_id is not null;
create index on reach_channel (agency_id) where active;
alter table reach_channel enable row level security, force row level security;
create policy owner_all on reach_channel to tongguan_owner using (true) with check (true);
create policy own on reach_channel to tongguan_request
  using (account_id = (select w.account_id from app.whoami() w where w.scopes is null))
  with check (account_id = (select w.account_id from app.whoami() w where w.scopes is null)
              and agency_id = (select w.agency_id from app.whoami() w));
create policy sending on reach_channel for select to tongguan_job using (true);

-- How an officer wants to be told. Minutes after midnight of the zone named; equal or null: no quiet hours.
create table reach_preference (
  account_id uuid primary key,
  levels text[] not null check (levels <@ array['blue', 'yellow', 'orange', 'red']),
  quiet_zone text not null,
  quiet_from int check (quiet_from between 0 and 1439),
  quiet_to int check (quiet_to between 0 and 1439),
  sound boolean not null,
  browser boolean not null,
  show_title boolean not null,
  changed_at timestamptz not null default now(),
  check ((quiet_from is null) = (quiet_to is null))
);
alter table reach_preference enable row level security, force row level security;
create policy owner_all on reach_preference to tongguan_owner using (true) with check (true);
create policy own on reach_preference to tongguan_request
  using (account_id = (select w.account_id from app.whoami() w where w.scopes is null))
  with check (account_id = (select w.account_id from app.whoami() w where w.scopes is null));
create policy sending on reach_preference for select to tongguan_job using (true);

create table outbox (
  realm int not null,
  -- Also the Message-ID and the delivery id: the same at every try.
  id uuid not null,
  circle_id int not null,
  about_kind text not null,
  about_id uuid not null,
  event text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid,
  channel_id uuid not null references reach_channel,
  channel_kind text not null check (channel_kind in ('email', 'webhook')),
  by_agency text not null references agency,
  -- `sent`: on its way, no answer known; a crash then leaves it so, and it is sent again under the same id.
  state text not null check (state in ('queued', 'sent', 'delivered', 'failed', 'withheld', 'over')),
  reason text,
  reply int,
  attempts int not null default 0,
  queued_at timestamptz not null,
  next_at timestamptz,
  sent_at timestamptz,
  settled_at timestamptz,
  acknowledged_at timestamptz,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  check ((settled_at is null) = (state in ('queued', 'sent')))
);
create index on outbox (about_id, queued_at);
create index on outbox (queued_at desc, id desc);
alter table outbox enable row level security, force row level security;
create policy owner_all on outbox to tongguan_owner using (true) with check (true);
create policy by_circle on outbox to tongguan_request
  using (realm = (select app.realm()) and circle_id in (select circle_id from circle_viewer where viewer_id = (select app.viewer()) and now() >= valid_from and now() < valid_to))
  with check (realm = (select app.realm()) and circle_id in (select circle_id from circle_viewer where viewer_id = (select app.viewer()) and now() >= valid_from and now() < valid_to));
-- Whoever sends must be able to note that somebody may no longer be told. Rows hold ids and states, no content.
create policy sending on outbox to tongguan_job using (realm = (select app.realm())) with check (realm = (select app.realm()));

grant select, insert on reach_channel, reach_preference to tongguan_request;
grant update (address, min_level, locale, active, agency_id, name, changed_at) on reach_channel to tongguan_request;
grant update (levels, quiet_zone, quiet_from, quiet_to, sound, browser, show_title, changed_at) on reach_preference to tongguan_request;
grant select on reach_channel, reach_preference to tongguan_job;
grant select, insert on outbox to tongguan_request, tongguan_job;
grant update (acknowledged_at, fact, commitment) on outbox to tongguan_request;
grant update on outbox to tongguan_job;

-- Where an agency is reached: its own addresses, and those of its officers at a post with one of the roles or at one of the
-- posts. Ids only.
create function app.reach_targets(of_agency text, with_roles text[], with_posts uuid[], at_level text)
  returns table (channel_id uuid, kind text, account_id uuid, post_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with ranks as (select array['blue', 'yellow', 'orange', 'red'] as r)
    select c.id, c.kind, c.account_id, c.post_id
      from reach_channel c, ranks
     where c.agency_id = of_agency and c.account_id is null and c.active
       and (at_level is null or array_position(r, at_level) >= array_position(r, c.min_level))
       and (select viewer_id from app.whoami()) is not null
    union all
    select distinct on (c.id) c.id, c.kind, c.account_id, n.post_id
      from reach_channel c join account a using (account_id)
      join app.account_post_now n on n.account_id = c.account_id
      left join reach_preference p on p.account_id = c.account_id
     where n.agency_id = of_agency and c.active and a.disabled_at is null
       and (n.roles && with_roles or n.post_id = any (with_posts))
       and (at_level is null or p.levels is null or at_level = any (p.levels))
       and (select viewer_id from app.whoami()) is not null
  $$;

-- May this address still be used for this officer at this post?
create function app.reach_standing(channel uuid, account uuid, post uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select case
      when not exists (select from reach_channel c where c.id = channel and c.active) then 'channel_off'
      when account is not null and not exists (select from account a where a.account_id = account and a.disabled_at is null) then 'account_off'
      when account is not null and not exists (select from app.account_post_now n where n.account_id = account and n.post_id = post) then 'post_left'
      when not exists (select from post p where p.post_id = post and p.active) then 'post_left'
      else 'ok' end
  $$;

-- Administration: addresses of agencies, and the outbox without content.
create function app.admin_channels()
  returns table (id uuid, kind text, agency_id text, account_id uuid, post_id uuid, name text, address text, min_level text, locale text,
                 active boolean, changed_at timestamptz, officer_zh text, officer_en text, delivered bigint, failed bigint, last_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return query
      select c.id, c.kind, c.agency_id, c.account_id, c.post_id, c.name, c.address, c.min_level, c.locale, c.active, c.changed_at, o.zh, o.en,
             s.delivered, s.failed, s.last_at
        from reach_channel c left join officer o using (account_id)
        left join lateral (select count(*) filter (where b.state = 'delivered') as delivered, count(*) filter (where b.state = 'failed') as failed,
                                  max(b.settled_at) as last_at from outbox b where b.channel_id = c.id) s on true
       order by c.active desc, c.agency_id, c.account_id nulls first, c.name, c.id;
  end
  $$;

create function app.admin_put_channel(new_id uuid, new_kind text, agency text, post uuid, new_name text, new_address text, new_secret bytea,
                                      level text, words text, is_active boolean) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    update reach_channel c set name = new_name, address = new_address, post_id = post, min_level = level, locale = words, active = is_active,
           changed_at = now()
     where c.id = new_id and c.account_id is null and c.kind = new_kind and c.agency_id = agency;
    if not found then
      insert into reach_channel (id, kind, agency_id, post_id, name, address, secret, min_level, locale, active)
        values (new_id, new_kind, agency, post, new_name, new_address, new_secret, level, words, is_active);
    end if;
  end
  $$;

create function app.admin_outbox(with_state text, before_at timestamptz, before_id uuid, at_most int)
  returns table (id uuid, about_kind text, event text, agency_id text, post_id uuid, account_id uuid, channel_id uuid, channel_kind text,
                 channel_name text, by_agency text, state text, reason text, reply int, attempts int, queued_at timestamptz, next_at timestamptz,
                 sent_at timestamptz, settled_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return query
      select b.id, b.about_kind, b.event, b.agency_id, b.post_id, b.account_id, b.channel_id, b.channel_kind, c.name, b.by_agency,
             b.state, b.reason, b.reply, b.attempts, b.queued_at, b.next_at, b.sent_at, b.settled_at
        from outbox b join reach_channel c on c.id = b.channel_id
       where b.realm = app.realm() and (with_state is null or b.state = with_state or (with_state = 'waiting' and b.state in ('queued', 'sent')))
         and (before_at is null or (b.queued_at, b.id) < (before_at, before_id))
       order by b.queued_at desc, b.id desc limit at_most;
  end
  $$;

revoke execute on function app.reach_targets(text, text[], uuid[], text), app.reach_standing(uuid, uuid, uuid), app.admin_channels(),
  app.admin_put_channel(uuid, text, text, uuid, text, text, bytea, text, text, boolean), app.admin_outbox(text, timestamptz, uuid, int) from public;
grant execute on function app.reach_targets(text, text[], uuid[], text) to tongguan_request, tongguan_job;
grant execute on function app.reach_standing(uuid, uuid, uuid) to tongguan_job;
grant execute on function app.admin_channels(), app.admin_put_channel(uuid, text, text, uuid, text, text, bytea, text, text, boolean),
  app.admin_outbox(text, timestamptz, uuid, int) to tongguan_request;
