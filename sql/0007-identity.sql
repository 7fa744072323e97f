-- Administration of accounts, posts, members and tokens. The request role reads no secret table; it calls these functions,
-- which act only for an administrator's own session (not a token's) in the purpose of administration, or for the command
-- line as tongguan_auth. So an injected statement of anybody else administers nothing, and no function returns a hash.
-- Rules (the last administrator, who may hold which role) are decided by the service; the functions only read and write.

-- One open link per account is enough; the newest counts.
create index on one_time_link (account_id) where used_at is null;
create index on sign_in_attempt (first_at);
create index on account_post (post_id);

create function app.require_administrator() returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    if session_user in ('tongguan_request', 'tongguan_job', 'tongguan_intake', 'tongguan_search', 'tongguan_ledger')
       and not exists (select from app.whoami() w where w.account_id is not null and w.scopes is null
                        and 'administrator' = any (w.roles) and w.purpose = 'administration') then
      raise exception 'administration is for administrators' using errcode = 'insufficient_privilege';
    end if;
  end
  $$;

-- The posts that an account holds now.
create view app.account_post_now with (security_invoker = true) as
  select ap.account_id, p.post_id, p.agency_id, p.zh, p.en, p.roles, p.purposes, g.zh as agency_zh, g.en as agency_en, ap.valid_from
    from account_post ap join post p using (post_id) join agency g using (agency_id)
   where p.active and now() >= ap.valid_from and now() < ap.valid_to;

create function app.admin_accounts(words text, after_login text, at_most int)
  returns table (account_id uuid, login text, zh text, en text, disabled boolean, totp boolean, link_open boolean, demo boolean, created_at timestamptz, posts jsonb)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return query
      select a.account_id, a.login, o.zh, o.en, a.disabled_at is not null, a.totp_confirmed_at is not null,
             exists (select from one_time_link l where l.account_id = a.account_id and l.used_at is null and l.expires_at > now()),
             a.demo, a.created_at,
             coalesce((select jsonb_agg(jsonb_build_object('id', n.post_id, 'zh', n.zh, 'en', n.en,
                         'agency', jsonb_build_object('id', n.agency_id, 'zh', n.agency_zh, 'en', n.agency_en)) order by n.valid_from, n.zh)
                         from app.account_post_now n where n.account_id = a.account_id), '[]'::jsonb)
        from account a join officer o using (account_id)
       where a.login > coalesce(after_login, '')
         and (words is null or strpos(a.login, lower(words)) > 0 or strpos(o.zh, words) > 0 or strpos(lower(o.en), lower(words)) > 0)
       order by a.login limit at_most;
  end
  $$;

create function app.admin_account(id uuid)
  returns table (account_id uuid, login text, disabled boolean, demo boolean, agencies text[], is_administrator boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return query
      select a.account_id, a.login, a.disabled_at is not null, a.demo,
             array(select distinct n.agency_id from app.account_post_now n where n.account_id = a.account_id order by 1),
             exists (select from app.account_post_now n where n.account_id = a.account_id and 'administrator' = any (n.roles))
        from account a where a.account_id = id;
  end
  $$;

-- How many other accounts can administer now: enabled, at a post of administration, able to sign in. Holds the access lock
-- until the transaction ends, so that two administrators cannot remove each other at the same time.
create function app.admin_other_administrators(id uuid, count_demo boolean) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    perform app.lock_access();
    return (select count(distinct a.account_id) from account a join app.account_post_now n using (account_id)
             where a.account_id <> id and a.disabled_at is null and 'administrator' = any (n.roles)
               and (a.password_hash is not null or (a.demo and count_demo)));
  end
  $$;

create function app.admin_create_account(id uuid, new_login text, name_zh text, name_en text, posts uuid[]) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    insert into account (account_id, login) values (id, new_login) on conflict (login) do nothing;
    if not found then return false; end if;
    insert into officer (account_id, zh, en) values (id, name_zh, name_en);
    insert into account_post (account_id, post_id, valid_from)
      -- The first named is the usual one: an earlier start.
      select id, p, now() - make_interval(secs => 1 - n / 1000.0) from unnest(posts) with ordinality x(p, n);
    return true;
  end
  $$;

-- A fresh link makes every earlier one of the account void.
create function app.admin_put_link(id uuid, link_hash bytea, until timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    update one_time_link set used_at = now() where account_id = id and used_at is null;
    insert into one_time_link (token_hash, account_id, purpose, expires_at) values (link_hash, id, 'set_password', until);
  end
  $$;

-- Password and one-time codes stop working at once, and every session ends.
create function app.admin_clear_secrets(id uuid) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    update account set password_hash = null, totp_secret = null, totp_confirmed_at = null, totp_last_step = null where account_id = id;
    update session set ended_at = now() where account_id = id and ended_at is null;
  end
  $$;

create function app.admin_set_disabled(id uuid, to_disable boolean) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    update account set disabled_at = case when to_disable then now() end where account_id = id and (disabled_at is null) = to_disable;
    if not found then return false; end if;
    if to_disable then
      update session set ended_at = now() where account_id = id and ended_at is null;
      update one_time_link set used_at = now() where account_id = id and used_at is null;
    end if;
    return true;
  end
  $$;

create function app.admin_held(hashes bytea[]) returns setof bytea
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return query select distinct login_hash from sign_in_attempt where login_hash = any (hashes) and locked_until > now();
  end
  $$;

create function app.admin_unlock(hash bytea) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare n int;
  begin
    perform app.require_administrator();
    delete from sign_in_attempt where login_hash = hash;
    get diagnostics n = row_count;
    return n;
  end
  $$;

create function app.admin_set_posts(id uuid, posts uuid[]) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    update account_post set valid_to = now() where account_id = id and post_id <> all (posts) and valid_to > now();
    insert into account_post (account_id, post_id) select id, p from unnest(posts) p
     where not exists (select from account_post ap where ap.account_id = id and ap.post_id = p and now() >= ap.valid_from and now() < ap.valid_to);
    update session set ended_at = now() where account_id = id and post_id <> all (posts) and ended_at is null;
  end
  $$;

create function app.admin_put_post(id uuid, agency text, name_zh text, name_en text, with_roles text[], for_purposes text[], is_active boolean) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    perform app.put_post(id, agency, name_zh, name_en, with_roles, for_purposes, is_active);
  end
  $$;

create function app.admin_set_member(id text, is_member boolean) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    perform app.put_agency(a.agency_id, a.zh, a.en, a.type, is_member) from agency a where a.agency_id = id;
  end
  $$;

create function app.admin_tokens()
  returns table (token_id uuid, name text, post_id uuid, scopes text[], source_id uuid, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return query select t.token_id, t.name, t.post_id, t.scopes, t.source_id, t.created_at, t.expires_at, t.revoked_at
                   from api_token t order by t.revoked_at is not null, t.created_at desc;
  end
  $$;

create function app.admin_create_token(id uuid, hash bytea, token_name text, post uuid, with_scopes text[], source uuid, by_account uuid, until timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    insert into api_token (token_hash, token_id, name, post_id, scopes, source_id, created_by, expires_at)
      values (hash, id, token_name, post, with_scopes, source, by_account, until);
  end
  $$;

-- Does this source belong to this agency? The source's own policy would hide other agencies' sources from an administrator.
create function app.admin_source_is_of(source uuid, agency text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    return exists (select from source s where s.source_id = source and s.agency_id = agency);
  end
  $$;

create function app.admin_revoke_token(id uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.require_administrator();
    update api_token set revoked_at = now() where token_id = id and revoked_at is null;
    return found;
  end
  $$;

revoke all on app.account_post_now from public;
grant select on app.account_post_now to tongguan_auth;
grant execute on function app.admin_accounts(text, text, int), app.admin_account(uuid), app.admin_other_administrators(uuid, boolean),
  app.admin_create_account(uuid, text, text, text, uuid[]), app.admin_put_link(uuid, bytea, timestamptz), app.admin_clear_secrets(uuid),
  app.admin_set_disabled(uuid, boolean), app.admin_held(bytea[]), app.admin_unlock(bytea), app.admin_set_posts(uuid, uuid[]),
  app.admin_put_post(uuid, text, text, text, text[], text[], boolean), app.admin_set_member(text, boolean),
  app.admin_tokens(), app.admin_create_token(uuid, bytea, text, uuid, text[], uuid, uuid, timestamptz),
  app.admin_source_is_of(uuid, text), app.admin_revoke_token(uuid) to tongguan_request, tongguan_auth;
-- Signing in tells the page which of its views are still open.
grant execute on function app.access_epoch() to tongguan_auth;
