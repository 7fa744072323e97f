-- After-action review: what happened in an incident and why, what is changed because of it, and whether the change worked.
-- A review and all that belongs to it carry the circle of the incident: who worked on it sees it, nobody else.
-- What the record says of the incident (gaps, deadlines, hand-overs) is computed when it is read, never kept here; nor is
-- whether a finding repeats an earlier one: both depend on what the reader may see.

create table review (
  realm int not null,
  id uuid not null,
  circle_id int not null,
  incident_id uuid not null,
  -- Of the incident, as it was when the review was opened.
  risk_type text not null,
  opened_at timestamptz not null,
  opened_by_agency text not null references agency,
  opened_by_post uuid not null references post,
  opened_by_account uuid,
  closed_at timestamptz,
  closed_by_agency text references agency,
  closed_by_post uuid references post,
  closed_by_account uuid,
  summary text,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  -- Whoever could run into this key sees the incident and so its review.
  unique (realm, incident_id),
  foreign key (realm, incident_id) references incident (realm, id),
  check ((closed_at is null) = (summary is null) and (closed_at is null) = (closed_by_post is null))
);
create index review_newest on review (opened_at desc, id desc);
call app.protect_by_circle('review');

create table review_finding (
  realm int not null,
  id uuid not null,
  review_id uuid not null,
  circle_id int not null,
  ordinal int not null,
  kind text not null check (kind in ('information', 'duty', 'resource', 'procedure', 'training', 'system')),
  risk_type text not null,
  what text not null,
  why text not null,
  put_at timestamptz not null,
  put_by_agency text not null references agency,
  put_by_post uuid not null references post,
  put_by_account uuid,
  closed_at timestamptz,
  closed_by_agency text references agency,
  closed_by_post uuid references post,
  closed_by_account uuid,
  -- By the effect of what was changed, or by an explicit waiver.
  closed_how text check (closed_how in ('effect', 'waiver')),
  closed_words text,
  primary key (realm, id),
  foreign key (realm, review_id) references review (realm, id),
  check ((closed_at is null) = (closed_how is null) and (closed_at is null) = (closed_words is null)),
  check (closed_how is distinct from 'waiver' or closed_by_agency <> put_by_agency)
);
create index on review_finding (review_id, ordinal);
create index on review_finding (risk_type, kind, put_at);
call app.protect_by_circle('review_finding');

-- Whether an agency agrees with a finding: its present word. Earlier ones are in the history.
create table review_stance (
  realm int not null,
  finding_id uuid not null,
  agency_id text not null references agency,
  circle_id int not null,
  stance text not null check (stance in ('agree', 'object')),
  words text not null,
  at timestamptz not null,
  post_id uuid not null references post,
  account_id uuid,
  primary key (realm, finding_id, agency_id),
  foreign key (realm, finding_id) references review_finding (realm, id),
  check (stance <> 'object' or words <> '')
);
call app.protect_by_circle('review_stance');

-- What is changed because of a finding: by whom, until when, and whether it worked.
create table review_action (
  realm int not null,
  id uuid not null,
  finding_id uuid not null,
  review_id uuid not null,
  circle_id int not null,
  ordinal int not null,
  change text not null check (change in ('plan', 'rule', 'duty', 'training', 'resource')),
  words text not null,
  owner_agency text not null references agency,
  due_on date not null,
  proposed_at timestamptz not null,
  proposed_by_agency text not null references agency,
  proposed_by_post uuid not null references post,
  proposed_by_account uuid,
  state text not null check (state in ('open', 'accepted', 'declined', 'done', 'checked')),
  answered_at timestamptz,
  answered_by_agency text references agency,
  answered_by_post uuid references post,
  answered_by_account uuid,
  answer text,
  done_at timestamptz,
  done_by_agency text references agency,
  done_by_post uuid references post,
  done_by_account uuid,
  done_words text,
  -- The day on which the effect is looked at.
  check_on date,
  checked_at timestamptz,
  checked_by_agency text references agency,
  checked_by_post uuid references post,
  checked_by_account uuid,
  result text check (result in ('works', 'does_not', 'waived')),
  seen_in text check (seen_in in ('drill', 'incident', 'inspection', 'record')),
  check_words text,
  overdue_at timestamptz,
  recalled_at timestamptz,
  primary key (realm, id),
  foreign key (realm, finding_id) references review_finding (realm, id),
  foreign key (realm, review_id) references review (realm, id),
  check ((state = 'checked') = (checked_at is not null)),
  check ((checked_at is null) = (result is null)),
  check ((done_at is null) = (check_on is null)),
  check (state <> 'done' or done_at is not null),
  -- Nobody says of their own work that it worked, or that it need not be looked at.
  check (checked_by_agency is null or checked_by_agency <> owner_agency),
  check (result is null or result = 'waived' or (done_at is not null and seen_in is not null))
);
create index on review_action (finding_id, ordinal);
create index review_action_due on review_action (due_on) where state in ('open', 'accepted');
create index review_action_check on review_action (check_on) where state = 'done';
call app.protect_by_circle('review_action');

-- What happened to a review, insert-only. `seq` orders rows of one instant and never leaves the server.
create table review_event (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  review_id uuid not null,
  circle_id int not null,
  at timestamptz not null,
  act text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  -- Null for what a clock did.
  account_id uuid,
  data jsonb not null,
  primary key (realm, id),
  foreign key (realm, review_id) references review (realm, id)
);
create index on review_event (review_id, seq);
call app.protect_by_circle('review_event');

grant select, insert, update on review, review_finding, review_stance, review_action to tongguan_request, tongguan_job;
grant select, insert on review_event to tongguan_request, tongguan_job;
