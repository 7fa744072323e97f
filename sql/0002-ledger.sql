-- The tamper-evident record: entries that business transactions append, and the tree that the integrator alone builds
-- over them (design: ledger-format.md). Entries, index, tiles, bundles, roots and checkpoints hold salted hashes and
-- nothing else. Openings hold what the hashes commit to, and stand under the policy like every other content.

-- ---------------------------------------------------------------- what business transactions write

-- Insert-only. `id` only orders entries of one transaction; outside, the envelope's UUID and the leaf hash name the entry.
-- The default of `epoch` is a constant that app.ledger_open() raises under an exclusive lock: no read per inserted row, and
-- when it has changed, every transaction that wrote under the old epoch has ended.
create table ledger_entry (
  id bigint generated always as identity,
  epoch int not null default 1,
  txid xid8 not null default pg_current_xact_id(),
  -- Canonical JSON of two commitments, stored as the bytes that are hashed. A wrong length is refused here, in the business
  -- transaction; later it would stop the integrator.
  leaf bytea not null check (octet_length(leaf) = 122),
  primary key (epoch, txid, id)
);
alter table ledger_entry alter column leaf set storage plain;
comment on table ledger_entry is 'no-rls: two salted hashes per entry, without content, kind, actor or time';

-- What a leaf commits to: field 1 is the envelope (who did what, when, on what basis), field 2 the payload.
-- Salt and text are erased together by app.erase_payloads(), in one transaction with an entry whose act is `erased`.
create table ledger_opening (
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  field smallint not null check (field in (1, 2)),
  realm int not null,
  circle_id int not null,
  entry uuid not null,
  salt bytea not null check (octet_length(salt) = 32),
  -- Canonical JSON, hashed as stored; never jsonb, which would write it again in another order.
  text text not null,
  primary key (leaf_hash, field)
);
alter table ledger_opening enable row level security, force row level security;
create policy owner_all on ledger_opening to tongguan_owner using (true) with check (true);
-- Content follows its circle. An auditor reads envelopes of every circle of the realm, and no payload by that right.
create policy by_circle on ledger_opening for select to tongguan_request, tongguan_job
  using (realm = (select app.realm())
         and (circle_id in (select circle_id from circle_viewer where viewer_id = (select app.viewer()) and now() >= valid_from and now() < valid_to)
              or (field = 1 and (select app.is_auditor()))));
create policy append on ledger_opening for insert to tongguan_request, tongguan_intake, tongguan_job, tongguan_auth with check (true);

-- ---------------------------------------------------------------- what the integrator writes

create table ledger_state (
  one boolean primary key default true check (one),
  size bigint not null default 0 check (size between 0 and 9007199254740991),
  epoch int not null default 1,
  cursor_epoch int not null default 0,
  cursor_txid xid8 not null default '0',
  cursor_id bigint not null default 0,
  -- txids mean nothing in another cluster: where this differs, app.ledger_open() begins a new epoch.
  system_identifier bigint,
  -- The partial bundle at the right edge, exactly the bytes of tile/entries/N.p/W; empty when size is a multiple of 256.
  tail bytea not null default '',
  -- The signer refuses to go below this.
  signed_size bigint not null default -1,
  -- When the integrator last looked, and since when entries have been waiting without a break (null: none waits).
  looked_at timestamptz,
  behind_since timestamptz,
  -- Why it no longer signs: a person must look. Set by start-up checks and by a witness that has seen more or other.
  stopped text
);
alter table ledger_state alter column tail set storage external;
insert into ledger_state default values;
comment on table ledger_state is 'no-rls: one row of counters and hashes, without content';

-- The index of an entry, given once and for ever. `entry` is null for a leaf taken back from published files after a
-- restored backup. leaf_hash is not unique: a repeated leaf must not stop the integrator; verify names it.
create table ledger_index (
  seq bigint primary key,
  entry bigint,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32)
);
create index ledger_index_leaf_hash on ledger_index (leaf_hash);
comment on table ledger_index is 'no-rls: order of salted hashes, without content';

-- Full tiles only; they never change. Partial ones are prefixes that readers derive: level 0 from ledger_index, above from
-- the roots of the level below.
create table ledger_tile (
  level smallint not null check (level between 0 and 63),
  n bigint not null,
  hashes bytea not null check (octet_length(hashes) = 8192),
  root bytea not null check (octet_length(root) = 32),
  primary key (level, n)
);
alter table ledger_tile alter column hashes set storage external;
comment on table ledger_tile is 'no-rls: hashes, without content';

-- Full bundles of 256 entries, as published.
create table ledger_bundle (
  n bigint primary key,
  entries bytea not null
);
alter table ledger_bundle alter column entries set storage external;
comment on table ledger_bundle is 'no-rls: salted hashes of entries as they are published';

-- One root per size, for ever.
create table ledger_tree (
  size bigint primary key,
  root bytea not null check (octet_length(root) = 32)
);
insert into ledger_tree values (0, sha256(''::bytea));
comment on table ledger_tree is 'no-rls: one hash per size, without content';

create table ledger_checkpoint (
  size bigint primary key references ledger_tree,
  -- The signed note, with the cosignatures gathered so far.
  note text not null,
  signed_at timestamptz not null
);
comment on table ledger_checkpoint is 'no-rls: signed sizes and roots, published to everyone';

-- ---------------------------------------------------------------- functions

-- Called at every start before the first write, by the server and by the integrator. Raises the epoch where the cluster is
-- not the one that wrote the state (a logical restore). The lock on ledger_entry waits for every writer to end.
create function app.ledger_open() returns int
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    here bigint := (select system_identifier from pg_control_system());
    state ledger_state;
  begin
    select * into state from ledger_state;
    if state.system_identifier = here then return state.epoch; end if;
    -- A first start: nothing was written under another cluster's numbers.
    if state.system_identifier is null then
      update ledger_state set system_identifier = here where system_identifier is null;
      return state.epoch;
    end if;
    lock table ledger_entry in access exclusive mode;
    select * into state from ledger_state for update;
    if state.system_identifier = here then return state.epoch; end if;
    state.epoch := state.epoch + 1;
    execute format('alter table ledger_entry alter column epoch set default %s', state.epoch);
    update ledger_state set system_identifier = here, epoch = state.epoch;
    return state.epoch;
  end
  $$;

-- Deletes salt and text of payloads together. The caller appends, in the same transaction, an `erased` entry whose payload
-- names them as {"openings": [[entry, "payload"], …]}; without it, verify reports each as gone without right.
create function app.erase_payloads(entries uuid[], hashes bytea[]) returns int
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with gone as (delete from ledger_opening where field = 2 and leaf_hash = any (hashes) and entry = any (entries) returning 1)
    select count(*)::int from gone
  $$;

grant insert (leaf) on ledger_entry to tongguan_request, tongguan_intake, tongguan_job, tongguan_auth;
grant insert on ledger_opening to tongguan_request, tongguan_intake, tongguan_job, tongguan_auth;
grant select on ledger_opening to tongguan_request, tongguan_job;
grant select on ledger_state, ledger_index, ledger_tile, ledger_bundle, ledger_tree, ledger_checkpoint to tongguan_request, tongguan_job;

grant select on ledger_entry to tongguan_ledger;
grant select, update on ledger_state, ledger_checkpoint to tongguan_ledger;
grant select, insert on ledger_index, ledger_tile, ledger_bundle, ledger_tree, ledger_checkpoint to tongguan_ledger;

grant execute on function app.ledger_open() to tongguan_request, tongguan_job, tongguan_ledger, tongguan_auth;
grant execute on function app.erase_payloads(uuid[], bytea[]) to tongguan_job;
