-- Who may see what: agencies, posts, sessions, circles, viewers and the one policy that every protected table gets.
-- The cluster roles (tongguan_owner, _request, _intake, _job, _ledger, _search, _auth) exist before this file runs,
-- which runs as tongguan_owner. Functions live in schema app, tables in public.

create extension if not exists btree_gin;

create schema app;
revoke all on schema public from public;
revoke all on schema app from public;
grant usage on schema public, app to tongguan_request, tongguan_intake, tongguan_job, tongguan_ledger, tongguan_search, tongguan_auth;
alter default privileges in schema app revoke execute on functions from public;
alter default privileges revoke execute on functions from public;

-- ---------------------------------------------------------------- agencies, posts, officers

create table agency (
  agency_id text primary key check (agency_id ~ '^[a-z][a-z0-9_]{1,40}$'),
  zh text not null,
  en text not null,
  type text not null,
  -- Only agencies that take part at this site have posts, are reached by warnings and count for TLP:GREEN.
  member boolean not null default false
);
comment on table agency is 'no-rls: names of the agencies at this site, reference data that everyone signed in may read';

create table post (
  post_id uuid primary key,
  agency_id text not null references agency,
  zh text not null,
  en text not null,
  roles text[] not null default '{}',
  -- The purposes this post may act for, the usual one first.
  purposes text[] not null check (cardinality(purposes) > 0),
  active boolean not null default true
);
comment on table post is 'no-rls: names and duties of posts, which everyone signed in may read; persons are in officer';
create index on post (agency_id);

-- Names of officers, apart from their secrets.
create table officer (
  account_id uuid primary key,
  zh text not null,
  en text not null
);

-- Secrets of an account. Only tongguan_auth can read this table.
create table account (
  account_id uuid primary key,
  login text not null check (login = lower(login) and length(login) between 2 and 64),
  password_hash text,
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  -- The last time step whose code was used: a code works once.
  totp_last_step bigint,
  demo boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  password_changed_at timestamptz
);
create unique index account_login on account (login);

create table account_post (
  account_id uuid not null references account,
  post_id uuid not null references post,
  valid_from timestamptz not null default now(),
  valid_to timestamptz not null default 'infinity',
  primary key (account_id, post_id, valid_from)
);

create table session (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  account_id uuid not null references account,
  post_id uuid not null references post,
  -- Null: the post's usual purpose.
  purpose text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  user_agent text
);
create index on session (account_id) where ended_at is null;

-- A machine's token: acts as one post, for the scopes named, optionally for one source only.
create table api_token (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  token_id uuid not null unique,
  name text not null,
  post_id uuid not null references post,
  scopes text[] not null,
  source_id uuid,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create table one_time_link (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  account_id uuid not null references account,
  purpose text not null check (purpose in ('set_password')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Failed attempts per account and per caller. A lock holds one caller (account × address), never the account for everyone.
create table sign_in_attempt (
  login_hash bytea not null,
  caller_hash bytea not null,
  failures int not null default 0,
  first_at timestamptz not null default now(),
  locked_until timestamptz,
  primary key (login_hash, caller_hash)
);

-- ---------------------------------------------------------------- circles and viewers

-- A named set of agencies whose roster only its members see. Incidents and warnings are groups.
create table audience_group (
  group_id uuid primary key,
  kind text not null check (kind in ('incident', 'warning', 'standing')),
  owner_agency text not null references agency,
  created_at timestamptz not null default now()
);

create table group_member (
  group_id uuid not null references audience_group,
  agency_id text not null references agency,
  valid_from timestamptz not null default now(),
  valid_to timestamptz not null default 'infinity',
  primary key (group_id, agency_id, valid_from)
);

-- An agreement between two agencies *is* the policy: it opens one data class for one purpose while it is in force.
create table agreement (
  agreement_id uuid primary key,
  giver text not null references agency,
  receiver text not null references agency,
  data_class text not null,
  purpose text not null,
  basis_zh text not null,
  basis_en text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity',
  giver_signed_at timestamptz,
  receiver_signed_at timestamptz,
  ended_at timestamptz,
  check (giver <> receiver)
);

-- The interned audience of a row: either a marking, or the meet of other circles (parts).
create table circle (
  circle_id int generated always as identity primary key,
  key bytea not null unique,
  owner_agency text references agency,
  data_class text,
  purpose_lock text,
  tlp text check (tlp in ('red', 'amber_strict', 'amber', 'green', 'clear')),
  agencies text[] not null default '{}',
  groups uuid[] not null default '{}',
  parts int[],
  check ((parts is null) = (owner_agency is not null and data_class is not null and tlp is not null)),
  check (parts is null or cardinality(parts) > 1)
);
create index on circle using gin (groups);
create index on circle using gin (parts);
create index on circle (owner_agency, data_class);

-- What a post is entitled to for a purpose.
create table viewer (
  viewer_id int generated always as identity primary key,
  post_id uuid not null references post,
  purpose text not null,
  -- How often something closed for this viewer: see app.access_epoch().
  closings bigint not null default 0,
  unique (post_id, purpose)
);

-- Derived: which viewer sees which circle, and when. Nothing reads agreements at query time; expiry is tested in the policy.
create table circle_viewer (
  viewer_id int not null references viewer,
  circle_id int not null references circle,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  primary key (viewer_id, circle_id, valid_from),
  check (valid_from < valid_to)
);
create index on circle_viewer (circle_id);

-- ---------------------------------------------------------------- who acts in this transaction

create function app.realm() returns int
  language sql stable parallel safe
  return nullif(current_setting('app.realm', true), '')::int;

-- The actor of this transaction. A session or token names itself by the SHA-256 of its secret, which an injected statement
-- cannot guess for anyone else; only the job role may say on whose behalf it acts, and it is checked again here.
create function app.whoami()
  returns table (account_id uuid, post_id uuid, agency_id text, viewer_id int, purpose text, roles text[], scopes text[],
                 source_id uuid, officer_zh text, officer_en text, post_zh text, post_en text, agency_zh text, agency_en text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with secret as (
      select decode(nullif(current_setting('app.session', true), ''), 'hex') as hash,
             nullif(current_setting('app.purpose', true), '') as purpose
    ), acting as (
      select s.account_id, s.post_id, s.purpose as session_purpose, null::text[] as scopes, null::uuid as source_id
        from secret, session s join account a using (account_id)
       where session_user <> 'tongguan_job' and s.token_hash = secret.hash and s.ended_at is null and s.expires_at > now() and a.disabled_at is null
         and exists (select from account_post ap where ap.account_id = s.account_id and ap.post_id = s.post_id
                      and now() >= ap.valid_from and now() < ap.valid_to)
      union all
      select null, t.post_id, null, t.scopes, t.source_id
        from secret, api_token t
       where session_user <> 'tongguan_job' and t.token_hash = secret.hash and t.revoked_at is null and t.expires_at > now()
      union all
      select null, nullif(current_setting('app.on_behalf', true), '')::uuid, null, null, null
       where session_user = 'tongguan_job' and nullif(current_setting('app.on_behalf', true), '') is not null
    )
    select acting.account_id, p.post_id, p.agency_id, v.viewer_id, v.purpose, p.roles, acting.scopes, acting.source_id,
           o.zh, o.en, p.zh, p.en, g.zh, g.en
      from acting join post p using (post_id) join agency g using (agency_id) cross join secret
      join viewer v on v.post_id = p.post_id and v.purpose = coalesce(secret.purpose, acting.session_purpose, p.purposes[1])
      left join officer o on o.account_id = acting.account_id
     where p.active and v.purpose = any (p.purposes)
  $$;

-- The viewer of app.whoami(), and nothing else of it: every policy asks this once per query and table, so it looks up two
-- rows by their keys with a plan that the connection keeps (whoami() here: 0.5 ms a call, a list of 50 asked it ten times).
create function app.viewer() returns int
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    asked text := nullif(current_setting('app.purpose', true), '');
    secret bytea;
    mine int;
  begin
    if session_user = 'tongguan_job' then
      select v.viewer_id into mine
        from post p join viewer v on v.post_id = p.post_id and v.purpose = coalesce(asked, p.purposes[1])
       where p.post_id = nullif(current_setting('app.on_behalf', true), '')::uuid and p.active and v.purpose = any (p.purposes);
      return mine;
    end if;
    secret := decode(nullif(current_setting('app.session', true), ''), 'hex');
    if secret is null then return null; end if;
    select v.viewer_id into mine
      from session s join account a using (account_id) join post p using (post_id)
      join viewer v on v.post_id = p.post_id and v.purpose = coalesce(asked, s.purpose, p.purposes[1])
     where s.token_hash = secret and s.ended_at is null and s.expires_at > now() and a.disabled_at is null
       and p.active and v.purpose = any (p.purposes)
       and exists (select from account_post ap where ap.account_id = s.account_id and ap.post_id = s.post_id
                    and now() >= ap.valid_from and now() < ap.valid_to);
    if found then return mine; end if;
    select v.viewer_id into mine
      from api_token t join post p using (post_id) join viewer v on v.post_id = p.post_id and v.purpose = coalesce(asked, p.purposes[1])
     where t.token_hash = secret and t.revoked_at is null and t.expires_at > now() and p.active and v.purpose = any (p.purposes);
    return mine;
  end
  $$;

create function app.is_auditor() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce((select 'auditor' = any (roles) and purpose = 'audit' from app.whoami()), false) $$;

-- May the actor see this circle now? For checks of a single id; lists use the policy.
create function app.may_see(circle int) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from circle_viewer where viewer_id = app.viewer() and circle_id = circle and now() >= valid_from and now() < valid_to) $$;

-- Tells open pages, streams and browser stores to drop what ended: changes whenever something closes for this actor, also when
-- a term simply runs out. One for each viewer: a common counter would make every page read itself again at each new warning,
-- and tell posts that may know nothing that somebody had shared something. What opens is told by the feed.
create function app.access_epoch() returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select coalesce((select closings from viewer where viewer_id = app.viewer()), 0) || ':' || count(*) filter (where valid_to <= now())
      from circle_viewer where viewer_id = app.viewer()
  $$;

-- ---------------------------------------------------------------- deriving circle_viewer

-- When is an agreement in force? Both have signed, its term runs, nobody has ended it.
create view app.agreement_in_force as
  select agreement_id, giver, receiver, data_class, purpose,
         tstzrange(greatest(valid_from, giver_signed_at, receiver_signed_at), least(valid_to, ended_at), '[)') as during
    from agreement
   where giver_signed_at is not null and receiver_signed_at is not null
     and greatest(valid_from, giver_signed_at, receiver_signed_at) < least(valid_to, coalesce(ended_at, 'infinity'));

-- One row for every reason that opens a marking to a viewer. The same rules in TypeScript: src/engine/sharing/policy.ts.
create view app.opening_reason as
  select v.viewer_id, c.circle_id, r.during
    from circle c
    join viewer v on true
    join post p on p.post_id = v.post_id and p.active and v.purpose = any (p.purposes)
    cross join lateral (
      select tstzrange('-infinity', 'infinity') as during where p.agency_id = c.owner_agency
      union all
      select tstzrange('-infinity', 'infinity') where p.agency_id = any (c.agencies)
      union all
      select tstzrange(m.valid_from, m.valid_to, '[)') from group_member m
       where m.group_id = any (c.groups) and m.agency_id = p.agency_id and m.valid_from < m.valid_to
      union all
      select f.during from app.agreement_in_force f
       where c.tlp in ('amber', 'green', 'clear') and f.giver = c.owner_agency and f.receiver = p.agency_id
         and f.data_class = c.data_class and f.purpose = v.purpose
      union all
      select tstzrange('-infinity', 'infinity') from agency a
       where c.tlp in ('green', 'clear') and a.agency_id = p.agency_id and a.member
    ) r
   where c.parts is null
     -- Audit and administration are purposes without content: auditors read envelopes, administrators manage accounts.
     and v.purpose not in ('audit', 'administration')
     and (c.purpose_lock is null or c.purpose_lock = v.purpose);

create function app.lock_access() returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$ select pg_advisory_xact_lock(7161, 1) $$;

-- Derives again the named circles for the named viewers (null: all). The caller holds app.lock_access().
create function app.derive_access(circles int[], viewers int[]) returns int
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

-- Circles that hang on the given ones: themselves and every meet of them.
create function app.with_meets(circles int[]) returns int[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select array_agg(circle_id) from circle where circle_id = any (circles) or parts && circles $$;

-- The circle of a marking. Equal audiences share one. Takes the access lock only when the circle is new.
create function app.intern_circle(owner_agency text, data_class text, purpose_lock text, tlp text, agencies text[], groups uuid[]) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    named text[] := coalesce((select array_agg(distinct a order by a) from unnest(agencies) a where a <> owner_agency), '{}');
    grouped uuid[] := coalesce((select array_agg(distinct g order by g) from unnest(groups) g), '{}');
    k bytea := sha256(convert_to(jsonb_build_array(owner_agency, data_class, purpose_lock, tlp, named, grouped)::text, 'UTF8'));
    found int;
  begin
    select c.circle_id into found from circle c where c.key = k;
    if found is not null then return found; end if;
    perform app.lock_access();
    select c.circle_id into found from circle c where c.key = k;
    if found is not null then return found; end if;
    insert into circle (key, owner_agency, data_class, purpose_lock, tlp, agencies, groups)
      values (k, owner_agency, data_class, purpose_lock, tlp, named, grouped) returning circle_id into found;
    perform app.derive_access(array[found], null);
    return found;
  end
  $$;

-- The meet of circles: who sees it sees every one of them. Meets of meets are flattened.
create function app.intern_meet(circles int[]) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    flat int[] := (select array_agg(distinct p order by p) from circle c cross join unnest(coalesce(c.parts, array[c.circle_id])) p where c.circle_id = any (circles));
    k bytea;
    found int;
  begin
    if flat is null then raise exception 'the meet of no circle is not defined'; end if;
    if cardinality(flat) = 1 then return flat[1]; end if;
    k := sha256(convert_to('meet' || flat::text, 'UTF8'));
    select c.circle_id into found from circle c where c.key = k;
    if found is not null then return found; end if;
    perform app.lock_access();
    select c.circle_id into found from circle c where c.key = k;
    if found is not null then return found; end if;
    insert into circle (key, parts) values (k, flat) returning circle_id into found;
    perform app.derive_access(array[found], null);
    return found;
  end
  $$;

create function app.intern_viewer(post uuid, for_purpose text) returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare found int;
  begin
    select viewer_id into found from viewer where post_id = post and purpose = for_purpose;
    if found is not null then return found; end if;
    perform app.lock_access();
    select viewer_id into found from viewer where post_id = post and purpose = for_purpose;
    if found is not null then return found; end if;
    insert into viewer (post_id, purpose) values (post, for_purpose) returning viewer_id into found;
    perform app.derive_access(null, array[found]);
    return found;
  end
  $$;

-- Posts, memberships and agreements change only through these: lock, change, derive, in one transaction.
create function app.put_post(id uuid, agency text, name_zh text, name_en text, with_roles text[], for_purposes text[], is_active boolean) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare p text;
  begin
    perform app.lock_access();
    insert into post (post_id, agency_id, zh, en, roles, purposes, active)
      values (id, agency, name_zh, name_en, with_roles, for_purposes, is_active)
      on conflict (post_id) do update set zh = excluded.zh, en = excluded.en, roles = excluded.roles, purposes = excluded.purposes, active = excluded.active;
    foreach p in array for_purposes loop perform app.intern_viewer(id, p); end loop;
    perform app.derive_access(null, (select array_agg(viewer_id) from viewer where post_id = id));
  end
  $$;

-- A new group with its members. Members later join and leave through put_group_member.
create function app.put_group(id uuid, group_kind text, owner text, members text[], since timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.lock_access();
    insert into audience_group (group_id, kind, owner_agency) values (id, group_kind, owner);
    insert into group_member (group_id, agency_id, valid_from) select id, m, since from (select distinct unnest(members) as m) x;
  end
  $$;

create function app.put_group_member(id uuid, agency text, since timestamptz, until timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    if session_user in ('tongguan_request', 'tongguan_job') and not app.in_group(id) then
      raise exception 'the group is not yours' using errcode = 'insufficient_privilege';
    end if;
    perform app.lock_access();
    insert into group_member (group_id, agency_id, valid_from, valid_to) values (id, agency, since, until)
      on conflict (group_id, agency_id, valid_from) do update set valid_to = excluded.valid_to;
    perform app.derive_access(app.with_meets((select array_agg(circle_id) from circle where id = any (groups))), null);
  end
  $$;

create function app.end_group_member(id uuid, agency text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    if session_user in ('tongguan_request', 'tongguan_job') and not app.in_group(id) then
      raise exception 'the group is not yours' using errcode = 'insufficient_privilege';
    end if;
    perform app.lock_access();
    delete from group_member where group_id = id and agency_id = agency and valid_from >= at;
    update group_member set valid_to = at where group_id = id and agency_id = agency and valid_from < at and valid_to > at;
    perform app.derive_access(app.with_meets((select array_agg(circle_id) from circle where id = any (groups))), null);
  end
  $$;

create function app.put_agreement(id uuid, giver_agency text, receiver_agency text, class text, for_purpose text, legal_zh text, legal_en text,
                                  term_from timestamptz, term_to timestamptz, giver_signed timestamptz, receiver_signed timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.lock_access();
    insert into agreement (agreement_id, giver, receiver, data_class, purpose, basis_zh, basis_en, valid_from, valid_to, giver_signed_at, receiver_signed_at)
      values (id, giver_agency, receiver_agency, class, for_purpose, legal_zh, legal_en, term_from, term_to, giver_signed, receiver_signed);
    perform app.derive_access(app.with_meets((select array_agg(circle_id) from circle where owner_agency = giver_agency and data_class = class)), null);
  end
  $$;

create function app.end_agreement(id uuid, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform app.lock_access();
    update agreement set ended_at = at where agreement_id = id and (ended_at is null or ended_at > at);
    perform app.derive_access(app.with_meets((select array_agg(circle_id) from circle c join agreement a on a.agreement_id = id
      where c.owner_agency = a.giver and c.data_class = a.data_class)), null);
  end
  $$;

create function app.put_agency(id text, name_zh text, name_en text, of_type text, is_member boolean) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare was boolean := (select member from agency where agency_id = id);
  begin
    perform app.lock_access();
    insert into agency values (id, name_zh, name_en, of_type, is_member)
      on conflict (agency_id) do update set zh = excluded.zh, en = excluded.en, type = excluded.type, member = excluded.member;
    if was is distinct from is_member then
      perform app.derive_access(null, (select array_agg(viewer_id) from viewer join post using (post_id) where agency_id = id));
    end if;
  end
  $$;

-- Is the actor's agency in this group now? A function, because a policy on group_member cannot read group_member.
create function app.in_group(id uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select exists (select from app.whoami() w where
      exists (select from group_member m where m.group_id = id and m.agency_id = w.agency_id and now() >= m.valid_from and now() < m.valid_to)
      or exists (select from audience_group g where g.group_id = id and g.owner_agency = w.agency_id))
  $$;

-- What a circle is, for someone who may see it. Its owner's officers are told every agency that can see it now;
-- others are told the owner and themselves: a roster is not shown to everyone on it.
create function app.describe_circle(circle int)
  returns table (owner_agency text, data_class text, purpose_lock text, tlp text, is_meet boolean, seen_by text[])
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select c.owner_agency, c.data_class, c.purpose_lock, c.tlp, c.parts is not null,
           (select array_agg(distinct p.agency_id order by p.agency_id)
              from circle_viewer cv join viewer v using (viewer_id) join post p using (post_id)
             where cv.circle_id = c.circle_id and now() >= cv.valid_from and now() < cv.valid_to
               and (w.agency_id = c.owner_agency or p.agency_id in (w.agency_id, c.owner_agency)))
      from circle c, app.whoami() w
     where c.circle_id = describe_circle.circle and app.may_see(c.circle_id)
  $$;

-- ---------------------------------------------------------------- policies

-- The one policy of protected tables. Every table that holds realm and circle_id calls this in its migration.
create procedure app.protect_by_circle(target regclass)
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    seen text := 'realm = (select app.realm()) and circle_id in (select circle_id from circle_viewer where viewer_id = (select app.viewer()) and now() >= valid_from and now() < valid_to)';
  begin
    execute format('alter table %s enable row level security, force row level security', target);
    execute format('create policy owner_all on %s to tongguan_owner using (true) with check (true)', target);
    execute format('create policy by_circle on %s to tongguan_request, tongguan_job using (%s) with check (%s)', target, seen, seen);
    execute format('create policy intake_insert on %s for insert to tongguan_intake with check (realm = (select app.realm()))', target);
  end
  $$;

create procedure app.protect_for(target regclass, role_name text)
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    execute format('alter table %s enable row level security, force row level security', target);
    execute format('create policy owner_all on %s to tongguan_owner using (true) with check (true)', target);
    execute format('create policy %I on %s to %I using (true) with check (true)', 'only_' || role_name, target, role_name);
  end
  $$;

call app.protect_for('account', 'tongguan_auth');
call app.protect_for('account_post', 'tongguan_auth');
call app.protect_for('session', 'tongguan_auth');
call app.protect_for('api_token', 'tongguan_auth');
call app.protect_for('one_time_link', 'tongguan_auth');
call app.protect_for('sign_in_attempt', 'tongguan_auth');
call app.protect_for('officer', 'tongguan_auth');
call app.protect_for('circle', 'tongguan_auth');
call app.protect_for('viewer', 'tongguan_auth');
call app.protect_for('circle_viewer', 'tongguan_auth');
call app.protect_for('agreement', 'tongguan_auth');
call app.protect_for('audience_group', 'tongguan_auth');
call app.protect_for('group_member', 'tongguan_auth');

create policy signed_in on officer for select to tongguan_request, tongguan_job using ((select app.viewer()) is not null);
create policy own on circle_viewer for select to tongguan_request, tongguan_job using (viewer_id = (select app.viewer()));
create policy parties on agreement for select to tongguan_request, tongguan_job
  using ((select agency_id from app.whoami()) in (giver, receiver));
create policy members on audience_group for select to tongguan_request, tongguan_job using (app.in_group(group_id));
create policy members on group_member for select to tongguan_request, tongguan_job using (app.in_group(group_id));

grant select, insert, update on account, account_post, session, api_token, one_time_link, sign_in_attempt, officer to tongguan_auth;
grant delete on sign_in_attempt, one_time_link to tongguan_auth;
grant select on agency, post to tongguan_request, tongguan_job, tongguan_intake, tongguan_auth;
grant select on officer, agreement, audience_group, group_member to tongguan_request, tongguan_job;
grant select on circle_viewer to tongguan_request, tongguan_job;

grant execute on function app.realm() to tongguan_request, tongguan_job, tongguan_intake, tongguan_auth, tongguan_search;
grant execute on function app.whoami(), app.viewer(), app.is_auditor(), app.may_see(int), app.access_epoch(), app.in_group(uuid), app.describe_circle(int) to tongguan_request, tongguan_job, tongguan_search;
grant execute on function app.whoami() to tongguan_auth;
grant execute on function app.intern_circle(text, text, text, text, text[], uuid[]), app.intern_meet(int[]) to tongguan_request, tongguan_job, tongguan_intake, tongguan_auth;
grant execute on function app.put_group(uuid, text, text, text[], timestamptz), app.put_group_member(uuid, text, timestamptz, timestamptz), app.end_group_member(uuid, text, timestamptz) to tongguan_request, tongguan_job;
grant execute on function app.intern_viewer(uuid, text), app.put_post(uuid, text, text, text, text[], text[], boolean) to tongguan_auth;
