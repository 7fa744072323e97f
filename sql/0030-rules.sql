-- Decision tables of the site: one row per version of a kind. A version begins as a draft of its author, is proposed, and is
-- approved by a second person; from its date on it judges, until a later one takes effect or it is retired. Content is never
-- changed after approval, because assessments of its time rest on it. Which version is in force is a question of the
-- instant and stands in no column.

create table rule_table (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  kind text not null check (kind ~ '^[a-z][a-z_]{1,40}$'),
  version int not null check (version >= 1),
  status text not null check (status in ('draft', 'proposed', 'approved', 'withdrawn')),
  content jsonb not null,
  -- The version that it was made from; null: came with the platform, or from a file.
  based_on int,
  -- Counts saves, so that two windows cannot overwrite one another.
  edit int not null default 1,
  reason text not null default '',
  -- Null: installed with the platform.
  author_agency text references agency,
  author_post uuid references post,
  author_account uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  proposed_at timestamptz,
  decided_at timestamptz,
  decided_by_agency text references agency,
  decided_by_post uuid references post,
  decided_by_account uuid,
  decision_note text,
  -- Wanted while proposed, fixed when approved.
  effective_from timestamptz,
  effective_to timestamptz,
  retired_by_agency text references agency,
  retired_by_post uuid references post,
  retired_by_account uuid,
  retire_reason text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, kind, version),
  -- Nobody approves their own table, whatever the service says.
  check (status <> 'approved' or author_account is null or (decided_by_account is not null and decided_by_account <> author_account)),
  check (status <> 'approved' or effective_from is not null),
  check (effective_to is null or (effective_to >= effective_from and retire_reason is not null))
);
create index rule_table_newest on rule_table (kind, version desc);
call app.protect_by_circle('rule_table');
grant select, insert on rule_table to tongguan_request;
grant update (status, content, edit, reason, changed_at, proposed_at, decided_at, decided_by_agency, decided_by_post, decided_by_account,
              decision_note, effective_from, effective_to, retired_by_agency, retired_by_post, retired_by_account, retire_reason,
              fact, commitment) on rule_table to tongguan_request;

-- What judges arriving signals reads what was ever approved, and nothing else of it.
create policy judge_read on rule_table for select to tongguan_intake using (realm = (select app.realm()) and status = 'approved');
grant select (realm, kind, version, status, content, effective_from, effective_to) on rule_table to tongguan_intake;

-- Every process that holds tables reads them again when one was approved or retired.
create function app.tell_rules() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    perform pg_notify('rules', '');
    return null;
  end
  $$;
revoke execute on function app.tell_rules() from public;
create trigger tell_rules after insert or update of status, effective_from, effective_to, content on rule_table
  for each row when (new.status = 'approved') execute function app.tell_rules();

-- An approved table keeps its content, its number and its author.
create function app.keep_approved_rules() returns trigger
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    raise exception 'an approved decision table keeps its content' using errcode = '42501';
  end
  $$;
revoke execute on function app.keep_approved_rules() from public;
create trigger keep_approved before update on rule_table
  for each row when (old.status = 'approved' and (new.status <> 'approved' or new.content <> old.content or new.edit <> old.edit
    or new.effective_from <> old.effective_from or new.decided_by_account is distinct from old.decided_by_account))
  execute function app.keep_approved_rules();
