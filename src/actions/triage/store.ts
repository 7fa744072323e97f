/** Groups and decisions in the database. What is not visible is neither counted nor there. */
import type { Call } from '../../ledger/public.ts'
import type { LogEntry, Quiet, TriageState } from './decide.ts'
import type { View } from './model.ts'

export type Filter = {
  kind: string | null
  domain: string | null
  rank: number | null
  sourceId: string | null
  /** Groups that hold the words; null: no words were asked for. */
  ids: readonly string[] | null
  since: Date | null
}

export type GroupSql = {
  group_id: string
  window_at: Date
  kind: string
  rule: string
  domain: string
  subject_kind: string
  subject_key: string
  n: number
  first_at: Date
  last_at: Date
  rank: number
}

/** No window is longer; a group whose window began earlier cannot have had anything since. */
const LONGEST_WINDOW = `interval '7 days'`

/**
 * Groups as the viewer sees them, from the tallies, with what their agency decided last. Decisions about what more was seen
 * are rows that whoever sees less does not have. The limits of quiet are those that `decide` set.
 * $1 realm, $2 agency, $3 now, $4 kind, $5 domain, $6 rank, $7 source, $8 ids, $9 since.
 */
const SEEN = `
  with seen as materialized (
    select t.group_id, min(t.window_at) as window_at, min(t.kind) as kind, min(t.rule) as rule, min(t.domain) as domain,
           min(t.subject_kind) as subject_kind, min(t.subject_key) as subject_key, sum(t.n)::int as n,
           min(t.first_at) as first_at, max(t.last_at) as last_at, max(t.rank) as rank
      from triage_tally t
     where t.realm = $1 and ($4::text is null or t.kind = $4) and ($5::text is null or t.domain = $5)
       and ($8::uuid[] is null or t.group_id = any ($8))
       and ($9::timestamptz is null or t.window_at >= $9::timestamptz - ${LONGEST_WINDOW})
     group by t.group_id
    having sum(t.n) > 0 and ($6::int is null or max(t.rank) = $6) and ($7::uuid is null or bool_or(t.source_id = $7))
       and ($9::timestamptz is null or max(t.last_at) >= $9)
  ), decided as materialized (
    select distinct on (s.group_id) s.group_id, s.assigned_post, s.assigned_account, s.quiet_kind, s.quiet_until, s.quiet_count, s.quiet_rank
      from triage_state s where s.realm = $1 and s.agency_id = $2 order by s.group_id, s.changed_at desc, s.id
  ), placed as (
    select seen.*, d.assigned_post, d.assigned_account, d.quiet_kind,
           coalesce(d.quiet_until > $3 and (d.quiet_count is null or seen.n < d.quiet_count) and seen.rank <= d.quiet_rank, false) as quiet
      from seen left join decided d using (group_id)
  )`

const paramsOf = (call: Call, filter: Filter): unknown[] => [
  call.realm,
  call.actor.agencyId,
  call.at,
  filter.kind,
  filter.domain,
  filter.rank,
  filter.sourceId,
  filter.ids,
  filter.since,
]

const MINE = `(assigned_account = $10 or (assigned_account is null and assigned_post = $11))`
const IN_VIEW: Readonly<Record<View, string>> = {
  open: 'not quiet',
  mine: `not quiet and ${MINE}`,
  unassigned: 'not quiet and assigned_post is null',
  snoozed: `quiet and quiet_kind = 'snoozed'`,
  dismissed: `quiet and quiet_kind <> 'snoozed'`,
}

export type Position = { rank: number; at: Date; id: string }

/** The most urgent first, then the newest. */
export const pageGroups = (
  call: Call,
  filter: Filter,
  view: View,
  limit: number,
  before: Position | undefined,
): Promise<GroupSql[]> =>
  call.tx.query<GroupSql>(
    `${SEEN} select group_id, window_at, kind, rule, domain, subject_kind, subject_key, n, first_at, last_at, rank from placed
      where ${IN_VIEW[view]} and ($10::uuid is null or true) and ($11::uuid is null or true)
        and ($12::int is null or (rank, last_at, group_id) < ($12::int, $13::timestamptz, $14::uuid))
      order by rank desc, last_at desc, group_id desc limit $15`,
    [
      ...paramsOf(call, filter),
      call.actor.accountId,
      call.actor.postId,
      before?.rank ?? null,
      before?.at ?? null,
      before?.id ?? null,
      limit,
    ],
    `triage-page-${view}`,
  )

export type CountSql = Record<View, number> & { open_ever: number; signals: number }

export const countGroups = async (call: Call, filter: Filter): Promise<CountSql> => {
  // Of any time, so that what the period leaves out can be said; the period is applied to each count.
  const of = (view: View, more = ''): string =>
    `count(*) filter (where ${IN_VIEW[view]} and ($12::timestamptz is null or last_at >= $12) ${more})::int`
  const [row] = await call.tx.query<CountSql>(
    `${SEEN} select ${of('open')} as open, ${of('mine')} as mine, ${of('unassigned')} as unassigned, ${of('snoozed')} as snoozed,
        ${of('dismissed')} as dismissed, count(*) filter (where not quiet)::int as open_ever,
        coalesce(sum(n) filter (where kind <> 'compound' and not quiet and ($12::timestamptz is null or last_at >= $12)), 0)::int as signals from placed`,
    [...paramsOf(call, { ...filter, since: null }), call.actor.accountId, call.actor.postId, filter.since],
    'triage-count',
  )
  return row!
}

const NONE: Filter = { kind: null, domain: null, rank: null, sourceId: null, ids: null, since: null }

export const findGroups = (call: Call, ids: readonly string[]): Promise<GroupSql[]> =>
  call.tx.query<GroupSql>(
    `${SEEN} select group_id, window_at, kind, rule, domain, subject_kind, subject_key, n, first_at, last_at, rank from placed`,
    paramsOf(call, { ...NONE, ids }),
    'triage-groups',
  )

/** Circles of what the caller sees of each group: what a decision about it rests on. */
export const findCircles = async (call: Call, ids: readonly string[]): Promise<Map<string, number[]>> => {
  const rows = await call.tx.query<{ group_id: string; circles: number[] }>(
    'select group_id, array_agg(distinct circle_id) as circles from triage_tally where realm = $1 and group_id = any ($2) group by 1',
    [call.realm, ids],
  )
  return new Map(rows.map((row) => [row.group_id, row.circles]))
}

/** One after the other for each group of an agency, in one order, so that two officers never wait for each other. */
export const lockGroups = async (call: Call, ids: readonly string[]): Promise<void> => {
  for (const id of [...ids].sort())
    await call.tx.query('select pg_advisory_xact_lock(7161, hashtext($1))', [`triage ${call.actor.agencyId} ${id}`])
}

export type StateSql = {
  id: string
  circle_id: number
  group_id: string
  assigned_post: string | null
  assigned_account: string | null
  quiet_kind: Quiet['kind'] | null
  quiet_until: Date | number | null
  quiet_count: number | null
  quiet_rank: number | null
  seen_count: number | null
  seen_rank: number | null
  incident_id: string | null
  log: LogEntry[]
  before: StoredBefore | null
}

/** As JSON: instants are texts. */
type StoredBefore = {
  assigned: TriageState['assigned']
  quiet: (Omit<Quiet, 'until'> & { until: string | null }) | null
}

export type StoredState = { id: string; circleId: number; state: TriageState }

const untilOf = (value: Date | number | null): Date | null => (value instanceof Date ? value : null)

const stateOf = (row: StateSql): StoredState => ({
  id: row.id,
  circleId: row.circle_id,
  state: {
    groupId: row.group_id,
    assigned: row.assigned_post === null ? null : { post: row.assigned_post, account: row.assigned_account },
    quiet:
      row.quiet_kind === null
        ? null
        : {
            kind: row.quiet_kind,
            until: untilOf(row.quiet_until),
            count: row.quiet_count,
            rank: row.quiet_rank!,
            seen: { count: row.seen_count!, rank: row.seen_rank! },
            incidentId: row.incident_id,
          },
    log: row.log,
    before:
      row.before === null
        ? null
        : {
            assigned: row.before.assigned,
            quiet:
              row.before.quiet === null
                ? null
                : {
                    ...row.before.quiet,
                    until: row.before.quiet.until === null ? null : new Date(row.before.quiet.until),
                  },
          },
  },
})

const STATE = `id, circle_id, group_id, assigned_post, assigned_account, quiet_kind,
  case when quiet_until = 'infinity' then null else quiet_until end as quiet_until, quiet_count, quiet_rank, seen_count, seen_rank,
  incident_id, log, before`

/** The last decisions of the caller's agency, by group. */
export const findStates = async (call: Call, ids: readonly string[]): Promise<Map<string, StoredState>> => {
  const rows = await call.tx.query<StateSql>(
    `select distinct on (group_id) ${STATE} from triage_state
      where realm = $1 and agency_id = $2 and group_id = any ($3) order by group_id, changed_at desc, id`,
    [call.realm, call.actor.agencyId, ids],
  )
  return new Map(rows.map((row) => [row.group_id, stateOf(row)]))
}

export const findState = async (call: Call, id: string): Promise<StoredState | undefined> => {
  const [row] = await call.tx.query<StateSql>(
    `select ${STATE} from triage_state where realm = $1 and agency_id = $2 and id = $3`,
    [call.realm, call.actor.agencyId, id],
  )
  return row && stateOf(row)
}

/**
 * One row per agency, group and circle. Where what is seen has another circle now, the decision goes on in a row of its own,
 * which whoever sees less does not have.
 */
const PUT = `
  insert into triage_state (realm, id, circle_id, agency_id, group_id, assigned_post, assigned_account, quiet_kind, quiet_until,
                            quiet_count, quiet_rank, seen_count, seen_rank, incident_id, log, before, changed_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
  on conflict (realm, agency_id, group_id, circle_id) do update set
    assigned_post = excluded.assigned_post, assigned_account = excluded.assigned_account, quiet_kind = excluded.quiet_kind,
    quiet_until = excluded.quiet_until, quiet_count = excluded.quiet_count, quiet_rank = excluded.quiet_rank,
    seen_count = excluded.seen_count, seen_rank = excluded.seen_rank, incident_id = excluded.incident_id,
    log = excluded.log, before = excluded.before, changed_at = excluded.changed_at
  returning id`

/** @returns the row's id, which is the known one where the circle is the same */
export const putState = async (call: Call, newId: string, circleId: number, state: TriageState): Promise<string> => {
  const { assigned, quiet } = state
  const [row] = await call.tx.query<{ id: string }>(PUT, [
    call.realm,
    newId,
    circleId,
    call.actor.agencyId,
    state.groupId,
    assigned?.post ?? null,
    assigned?.account ?? null,
    quiet?.kind ?? null,
    quiet === null ? null : (quiet.until ?? 'infinity'),
    quiet?.count ?? null,
    quiet?.rank ?? null,
    quiet?.seen.count ?? null,
    quiet?.seen.rank ?? null,
    quiet?.incidentId ?? null,
    JSON.stringify(state.log),
    state.before === null ? null : JSON.stringify(state.before),
    call.at,
  ])
  return row!.id
}
