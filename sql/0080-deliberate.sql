-- What the members of an incident believe, decide and plan. Every row has the incident's circle, but a piece of evidence that
-- rests on a signal has the meet of both: who does not see the signal does not see the piece, its words or its number.
--
-- hypothesis, piece, question, decision and plan carry the commitment of their last fact. Rows that belong to one of them
-- (beliefs, dissents, ratings, positions, tasks asked for) are part of its image (src/actions/deliberate/image.ts).

create table hypothesis (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  circle_id int not null,
  ordinal int not null check (ordinal > 0),
  statement text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, incident_id, ordinal),
  foreign key (realm, incident_id) references incident (realm, id)
);
call app.protect_by_circle('hypothesis');

-- How likely, in a word of the scale and as an interval in per cent. Insert-only: how the belief moved is its rows in order.
create table belief (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  hypothesis_id uuid not null,
  circle_id int not null,
  word text not null,
  low int not null check (low between 0 and 100),
  high int not null check (high between 0 and 100),
  reason text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  primary key (realm, id),
  foreign key (realm, hypothesis_id) references hypothesis (realm, id),
  check (low < high)
);
create index on belief (hypothesis_id, seq);
call app.protect_by_circle('belief');

-- An agency that does not agree. Only the agency itself may withdraw it, and the row stays: nobody holds the right to delete.
create table dissent (
  realm int not null,
  id uuid not null,
  hypothesis_id uuid not null,
  circle_id int not null,
  words text not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_post uuid references post,
  withdrawn_account uuid,
  withdrawn_reason text,
  primary key (realm, id),
  foreign key (realm, hypothesis_id) references hypothesis (realm, id),
  check ((withdrawn_at is null) = (withdrawn_reason is null) and (withdrawn_at is null) = (withdrawn_post is null))
);
create index on dissent (hypothesis_id, at);
call app.protect_by_circle('dissent');
create policy own_dissent on dissent as restrictive for update to tongguan_request, tongguan_job
  using (agency_id = (select agency_id from app.whoami())) with check (agency_id = (select agency_id from app.whoami()));

-- Evidence weighed against the hypotheses. `withheld`: the row in the incident's circle by which the owner of a signal lets the
-- members know that there is a piece they may not see; `stands_for` is that piece and never leaves the server.
create table piece (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  circle_id int not null,
  kind text not null check (kind in ('signal', 'evidence', 'task', 'note', 'withheld')),
  signal_id uuid,
  evidence_id uuid,
  task_id uuid,
  stands_for uuid,
  words text not null,
  reliability text check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')),
  credibility text check (credibility in ('1', '2', '3', '4', '5', '6')),
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  foreign key (realm, evidence_id) references evidence (realm, id),
  foreign key (realm, task_id) references task (realm, id),
  foreign key (realm, stands_for) references piece (realm, id),
  check ((kind = 'signal') = (signal_id is not null)),
  check ((kind = 'evidence') = (evidence_id is not null)),
  check ((kind = 'task') = (task_id is not null)),
  check ((kind = 'withheld') = (stands_for is not null)),
  check ((kind = 'withheld') = (reliability is null) and (kind = 'withheld') = (credibility is null))
);
create index on piece (incident_id, at);
call app.protect_by_circle('piece');

-- How well a piece fits a hypothesis, after Heuer: from very inconsistent (-2) to very consistent (2). Insert-only.
create table piece_rating (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  piece_id uuid not null,
  hypothesis_id uuid not null,
  circle_id int not null,
  fit int not null check (fit between -2 and 2),
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  primary key (realm, id),
  foreign key (realm, piece_id) references piece (realm, id),
  foreign key (realm, hypothesis_id) references hypothesis (realm, id)
);
create index on piece_rating (piece_id, seq);
call app.protect_by_circle('piece_rating');

-- What is not known yet, and who gets it.
create table question (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  circle_id int not null,
  words text not null,
  for_agency text not null references agency,
  due_at timestamptz,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_agency text references agency,
  answered_post uuid references post,
  answered_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_post is null))
);
create index on question (incident_id, at);
call app.protect_by_circle('question');

-- A decision asked for and, later, taken. Who may decide is fixed when it is asked for.
create table decision (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  circle_id int not null,
  question text not null,
  basis text not null,
  decider text not null check (decider in ('lead', 'commander')),
  -- In the order of the answer; who is asked is fixed too, so that silence is countable.
  options text[] not null check (cardinality(options) between 1 and 6),
  asked text[] not null,
  due_at timestamptz not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  outcome text check (outcome in ('approved', 'approved_with_conditions', 'returned')),
  chosen int,
  reason text,
  conditions text,
  decided_at timestamptz,
  decided_agency text references agency,
  decided_post uuid references post,
  decided_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  foreign key (realm, incident_id) references incident (realm, id),
  check ((outcome is null) = (decided_at is null) and (outcome is null) = (decided_account is null)),
  check ((outcome is null or outcome = 'returned') = (chosen is null)),
  check ((outcome is not distinct from 'approved_with_conditions') = (conditions is not null)),
  check (chosen is null or chosen between 0 and cardinality(options) - 1)
);
create index on decision (incident_id, at);
call app.protect_by_circle('decision');

-- What an agency says to it. Insert-only: the last row of an agency counts, the others show that it changed its mind.
create table decision_position (
  realm int not null,
  id uuid not null,
  seq bigint generated always as identity,
  decision_id uuid not null,
  circle_id int not null,
  stance text not null check (stance in ('agree', 'object', 'abstain')),
  reason text,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  primary key (realm, id),
  foreign key (realm, decision_id) references decision (realm, id),
  check (stance <> 'object' or reason is not null)
);
create index on decision_position (decision_id, seq);
call app.protect_by_circle('decision_position');

-- What becomes a task when it is approved; `option` null: whichever option is chosen.
create table decision_task (
  realm int not null,
  decision_id uuid not null,
  ordinal int not null,
  circle_id int not null,
  option int,
  title text not null,
  for_agency text not null references agency,
  minutes int not null check (minutes between 1 and 43200),
  task_id uuid,
  primary key (realm, decision_id, ordinal),
  foreign key (realm, decision_id) references decision (realm, id),
  foreign key (realm, task_id) references task (realm, id)
);
call app.protect_by_circle('decision_task');

-- A version of the plan: not edited, only activated (which adds the tasks that its steps became); the next one supersedes it.
create table plan (
  realm int not null,
  id uuid not null,
  incident_id uuid not null,
  circle_id int not null,
  version int not null check (version > 0),
  content jsonb not null,
  agency_id text not null references agency,
  post_id uuid not null references post,
  account_id uuid not null,
  at timestamptz not null,
  activated_at timestamptz,
  activated_agency text references agency,
  activated_post uuid references post,
  activated_account uuid,
  fact bytea not null default '\x',
  commitment bytea not null default '\x',
  primary key (realm, id),
  unique (realm, incident_id, version),
  foreign key (realm, incident_id) references incident (realm, id),
  check ((activated_at is null) = (activated_post is null) and (activated_at is null) = (activated_account is null))
);
call app.protect_by_circle('plan');

grant select, insert on hypothesis, belief, dissent, piece, piece_rating, question, decision, decision_position, decision_task, plan
  to tongguan_request, tongguan_job;
grant update (fact, commitment) on hypothesis, piece to tongguan_request, tongguan_job;
grant update (withdrawn_at, withdrawn_post, withdrawn_account, withdrawn_reason) on dissent to tongguan_request, tongguan_job;
grant update (answer, answered_at, answered_agency, answered_post, answered_account, fact, commitment) on question to tongguan_request, tongguan_job;
grant update (outcome, chosen, reason, conditions, decided_at, decided_agency, decided_post, decided_account, fact, commitment)
  on decision to tongguan_request, tongguan_job;
grant update (task_id) on decision_task to tongguan_request, tongguan_job;
grant update (content, activated_at, activated_agency, activated_post, activated_account, fact, commitment) on plan to tongguan_request, tongguan_job;
