/** Reviews in the database. Every statement runs under the actor's policy. Days travel as text. */
import type { Call } from '../../ledger/public.ts'
import type { Position } from '../warn/public.ts'
import type { ActionState, ChangeKind, CheckResult, FindingKind, SeenIn, Stance } from './model.ts'
import type { PutFinding } from './repeats.ts'
import type { By, CorrectiveAction, Finding, ReviewState, StanceOf } from './state.ts'

/** A review as it is kept: without what its incident says (members, who steers, whether it is closed). */
export type StoredReview = {
  circleId: number
  state: Omit<ReviewState, 'members' | 'steering' | 'incidentClosed'>
}

type ReviewSql = {
  id: string
  circle_id: number
  incident_id: string
  risk_type: string
  opened_at: Date
  opened_by_agency: string
  opened_by_post: string
  opened_by_account: string | null
  closed_at: Date | null
  closed_by_agency: string | null
  closed_by_post: string | null
  closed_by_account: string | null
  summary: string | null
}
type FindingSql = {
  id: string
  review_id: string
  kind: FindingKind
  what: string
  why: string
  put_at: Date
  put_by_agency: string
  put_by_post: string
  put_by_account: string | null
  closed_at: Date | null
  closed_by_agency: string | null
  closed_by_post: string | null
  closed_by_account: string | null
  closed_how: 'effect' | 'waiver' | null
  closed_words: string | null
}
type StanceSql = {
  finding_id: string
  agency_id: string
  stance: Stance
  words: string
  at: Date
  post_id: string
  account_id: string | null
}
type ActionSql = {
  id: string
  finding_id: string
  change: ChangeKind
  words: string
  owner_agency: string
  due_on: string
  proposed_at: Date
  proposed_by_agency: string
  proposed_by_post: string
  proposed_by_account: string | null
  state: ActionState
  answered_at: Date | null
  answered_by_agency: string | null
  answered_by_post: string | null
  answered_by_account: string | null
  answer: string | null
  done_at: Date | null
  done_by_agency: string | null
  done_by_post: string | null
  done_by_account: string | null
  done_words: string | null
  check_on: string | null
  checked_at: Date | null
  checked_by_agency: string | null
  checked_by_post: string | null
  checked_by_account: string | null
  result: CheckResult | null
  seen_in: SeenIn | null
  check_words: string | null
  overdue_at: Date | null
  recalled_at: Date | null
}

/** A closed clause of a row: all of its columns are set together, which the table checks. */
const said = (
  at: Date | null,
  agency: string | null,
  post: string | null,
  account: string | null,
  words: string | null,
) => (at === null ? null : { at, by: { agency: agency!, post: post!, account }, words: words ?? '' })

const actionOf = (row: ActionSql): CorrectiveAction => {
  const done = said(row.done_at, row.done_by_agency, row.done_by_post, row.done_by_account, row.done_words)
  const check = said(
    row.checked_at,
    row.checked_by_agency,
    row.checked_by_post,
    row.checked_by_account,
    row.check_words,
  )
  return {
    id: row.id,
    change: row.change,
    words: row.words,
    owner: row.owner_agency,
    dueOn: row.due_on,
    state: row.state,
    proposedAt: row.proposed_at,
    proposedBy: { agency: row.proposed_by_agency, post: row.proposed_by_post, account: row.proposed_by_account },
    answered: said(row.answered_at, row.answered_by_agency, row.answered_by_post, row.answered_by_account, row.answer),
    done: done && { ...done, checkOn: row.check_on! },
    check: check && { ...check, result: row.result!, seenIn: row.seen_in },
    overdueAt: row.overdue_at,
    recalledAt: row.recalled_at,
  }
}

const stanceOf = (row: StanceSql): StanceOf => ({
  agency: row.agency_id,
  stance: row.stance,
  words: row.words,
  at: row.at,
  by: { agency: row.agency_id, post: row.post_id, account: row.account_id },
})

const findingOf = (row: FindingSql, stances: readonly StanceSql[], actions: readonly ActionSql[]): Finding => {
  const closed = said(row.closed_at, row.closed_by_agency, row.closed_by_post, row.closed_by_account, row.closed_words)
  return {
    id: row.id,
    kind: row.kind,
    what: row.what,
    why: row.why,
    putAt: row.put_at,
    putBy: { agency: row.put_by_agency, post: row.put_by_post, account: row.put_by_account },
    stances: stances.filter((one) => one.finding_id === row.id).map(stanceOf),
    actions: actions.filter((one) => one.finding_id === row.id).map(actionOf),
    closed: closed && { ...closed, how: row.closed_how! },
  }
}

const COLUMNS = `id, circle_id, incident_id, risk_type, opened_at, opened_by_agency, opened_by_post, opened_by_account, closed_at,
  closed_by_agency, closed_by_post, closed_by_account, summary`

const ACTION_COLUMNS = `id, finding_id, change, words, owner_agency, due_on::text, proposed_at, proposed_by_agency, proposed_by_post,
  proposed_by_account, state, answered_at, answered_by_agency, answered_by_post, answered_by_account, answer, done_at,
  done_by_agency, done_by_post, done_by_account, done_words, check_on::text, checked_at, checked_by_agency, checked_by_post,
  checked_by_account, result, seen_in, check_words, overdue_at, recalled_at`

const complete = async (call: Call, rows: readonly ReviewSql[]): Promise<StoredReview[]> => {
  if (rows.length === 0) return []
  const { tx, realm } = call
  const findings = await tx.query<FindingSql>(
    `select id, review_id, kind, what, why, put_at, put_by_agency, put_by_post, put_by_account, closed_at, closed_by_agency,
            closed_by_post, closed_by_account, closed_how, closed_words
       from review_finding where realm = $1 and review_id = any ($2) order by ordinal`,
    [realm, rows.map((row) => row.id)],
  )
  const ids = findings.map((row) => row.id)
  const stances = await tx.query<StanceSql>(
    `select finding_id, agency_id, stance, words, at, post_id, account_id
       from review_stance where realm = $1 and finding_id = any ($2) order by at, agency_id`,
    [realm, ids],
  )
  const actions = await tx.query<ActionSql>(
    `select ${ACTION_COLUMNS} from review_action where realm = $1 and finding_id = any ($2) order by ordinal`,
    [realm, ids],
  )
  return rows.map((row) => {
    const closed = said(row.closed_at, row.closed_by_agency, row.closed_by_post, row.closed_by_account, row.summary)
    return {
      circleId: row.circle_id,
      state: {
        id: row.id,
        incidentId: row.incident_id,
        riskType: row.risk_type,
        openedAt: row.opened_at,
        openedBy: { agency: row.opened_by_agency, post: row.opened_by_post, account: row.opened_by_account },
        findings: findings.filter((one) => one.review_id === row.id).map((one) => findingOf(one, stances, actions)),
        closed: closed && { at: closed.at, by: closed.by, summary: closed.words },
      },
    }
  })
}

/** `lock`: held until the transaction ends, so that acts on one review follow one another. */
export const findReview = async (call: Call, id: string, lock = false): Promise<StoredReview | undefined> =>
  (
    await complete(
      call,
      await call.tx.query<ReviewSql>(
        `select ${COLUMNS} from review where realm = $1 and id = $2 ${lock ? 'for update' : ''}`,
        [call.realm, id],
      ),
    )
  )[0]

export const findReviewOf = async (
  call: Call,
  what: 'incident' | 'finding' | 'action',
  id: string,
): Promise<string | undefined> => {
  const from = {
    incident: 'select id as review_id from review where realm = $1 and incident_id = $2',
    finding: 'select review_id from review_finding where realm = $1 and id = $2',
    action: 'select review_id from review_action where realm = $1 and id = $2',
  }
  return (await call.tx.query<{ review_id: string }>(from[what], [call.realm, id]))[0]?.review_id
}

export const pageReviews = async (
  call: Call,
  state: 'open' | 'closed' | 'all',
  limit: number,
  before: Position | undefined,
): Promise<StoredReview[]> =>
  complete(
    call,
    await call.tx.query<ReviewSql>(
      `select ${COLUMNS} from review
        where realm = $1 and ($2 = 'all' or ($2 = 'closed') = (closed_at is not null))
          and ($3::timestamptz is null or (opened_at, id) < ($3, $4::uuid))
        order by opened_at desc, id desc limit $5`,
      [call.realm, state, before?.at ?? null, before?.id ?? null, limit],
    ),
  )

/** Of incidents that the caller may see: what a list names them by. */
export const findIncidentNames = async (call: Call, ids: readonly string[]) =>
  call.tx.query<{ id: string; no: string; title: string; lead: string; closed: boolean }>(
    `select id, no, title, lead_agency as lead, closed_at is not null as closed from incident where realm = $1 and id = any ($2)`,
    [call.realm, ids],
  )

/** When the earliest of these signals reached the port, of those that the caller may see. */
export const findFirstSignal = async (call: Call, ids: readonly string[]): Promise<Date | null> =>
  (
    await call.tx.query<{ at: Date | null }>(
      'select min(received_at) as at from signal where realm = $1 and id = any ($2)',
      [call.realm, ids],
    )
  )[0]?.at ?? null

/** All findings that the caller may see, for what repeats what. */
export const findPutFindings = (call: Call): Promise<PutFinding[]> =>
  call.tx.query<PutFinding>(
    `select id, review_id as "reviewId", kind, risk_type as "riskType", what, put_at as "putAt"
       from review_finding where realm = $1 order by put_at`,
    [call.realm],
  )

export type DueSql = { id: string; reviewId: string; incidentId: string; words: string; owner: string; day: string }

/** Actions that are late, or whose effect is to be looked at, longest first. @param today at the port */
export const findDue = (call: Call, what: 'overdue' | 'check', today: string): Promise<DueSql[]> => {
  const [day, where] =
    what === 'overdue'
      ? ['due_on', `a.state in ('open', 'accepted') and a.due_on < $2::date`]
      : ['check_on', `a.state = 'done' and a.check_on <= $2::date`]
  return call.tx.query<DueSql>(
    `select a.id, a.review_id as "reviewId", r.incident_id as "incidentId", a.words, a.owner_agency as owner, a.${day}::text as day
       from review_action a join review r on r.realm = a.realm and r.id = a.review_id
      where a.realm = $1 and ${where} order by a.${day}, a.id limit 200`,
    [call.realm, today],
  )
}

export const countOpen = async (call: Call): Promise<number> =>
  (
    await call.tx.query<{ count: number }>(
      'select count(*)::int as count from review where realm = $1 and closed_at is null',
      [call.realm],
    )
  )[0]!.count

/** Closed ones first, newest first: what has ended is what can be learned from. */
export const findIncidentsWithoutReview = (call: Call) =>
  call.tx.query<{ id: string; no: string; title: string; closed_at: Date | null }>(
    `select i.id, i.no, i.title, i.closed_at from incident i
      where i.realm = $1 and not exists (select from review r where r.realm = i.realm and r.incident_id = i.id)
      order by i.closed_at desc nulls last, i.opened_at desc limit 20`,
    [call.realm],
  )

export type EventSql = {
  at: Date
  act: string
  agency_id: string
  post_id: string
  account_id: string | null
  data: Record<string, unknown>
}

export const findEvents = (call: Call, reviewId: string): Promise<EventSql[]> =>
  call.tx.query<EventSql>(
    'select at, act, agency_id, post_id, account_id, data from review_event where realm = $1 and review_id = $2 order by seq desc',
    [call.realm, reviewId],
  )

export const byOf = (row: Pick<EventSql, 'agency_id' | 'post_id' | 'account_id'>): By => ({
  agency: row.agency_id,
  post: row.post_id,
  account: row.account_id,
})
