/** Revisions and reviews in the database. Everybody reads them; the policy lets only those in charge of law write. */
import { uuid } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { NewReview, NewRevision } from './decide.ts'

/** One change of law at a time: each decides on what the one before left. */
export const lockLaw = (call: Call): Promise<unknown> => call.tx.query('select pg_advisory_xact_lock(7161, 50)')

export const insertRevision = async (call: Call, revision: NewRevision, cause: string | null): Promise<string> => {
  const id = uuid()
  await call.tx.query(
    `insert into reference_revision (realm, id, kind, row_id, body, effective_on, recorded_at, note, cause, agency_id, post_id, account_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      call.realm,
      id,
      revision.kind,
      revision.rowId,
      revision.body === null ? null : JSON.stringify(revision.body),
      revision.effectiveOn,
      call.at,
      revision.note,
      cause,
      call.actor.agencyId,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
  return id
}

/** A row that already waits for the same instrument keeps its first flag. @returns ids of the flags that are new */
export const insertReviews = async (
  call: Call,
  reviews: readonly NewReview[],
  revisionId: string,
): Promise<string[]> => {
  const ids: string[] = []
  for (const review of reviews) {
    const [row] = await call.tx.query<{ id: string }>(
      `insert into reference_review (realm, id, kind, row_id, instrument, replaced_by, revision_id, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (kind, row_id, instrument) where outcome is null do nothing returning id`,
      [call.realm, uuid(), review.kind, review.rowId, review.instrument, review.replacedBy, revisionId, call.at],
    )
    if (row) ids.push(row.id)
  }
  return ids
}

export type ReviewRow = {
  id: string
  kind: 'duty' | 'deadline'
  rowId: string
  instrument: string
  replacedBy: string | null
  reason: string
  openedAt: Date
  outcome: 'kept' | 'changed' | 'ended' | null
  note: string | null
  decidedAt: Date | null
  agencyId: string | null
  postId: string | null
}

const REVIEWS = `select r.id, r.kind, r.row_id as "rowId", r.instrument, r.replaced_by as "replacedBy", v.note as reason,
    r.opened_at as "openedAt", r.outcome, r.note, r.decided_at as "decidedAt", r.agency_id as "agencyId", r.post_id as "postId"
  from reference_review r join reference_revision v on v.realm = r.realm and v.id = r.revision_id`

export const findReview = async (call: Call, id: string, lock = false): Promise<ReviewRow | undefined> =>
  (await call.tx.query<ReviewRow>(`${REVIEWS} where r.id = $1 ${lock ? 'for update of r' : ''}`, [id]))[0]

export const listReviews = (call: Call, only: 'open' | 'all'): Promise<ReviewRow[]> =>
  call.tx.query<ReviewRow>(
    `${REVIEWS} where $1 = 'all' or r.outcome is null order by r.outcome is not null, r.seq desc limit 500`,
    [only],
  )

export const reviewsOfRow = (call: Call, kind: string, rowId: string): Promise<ReviewRow[]> =>
  call.tx.query<ReviewRow>(
    `${REVIEWS} where case when $1 = 'instrument' then r.instrument = $2 else r.kind = $1 and r.row_id = $2 end order by r.outcome is not null, r.seq desc`,
    [kind, rowId],
  )

export const settleReview = async (
  call: Call,
  id: string,
  outcome: string,
  note: string,
  result: string | null,
): Promise<void> => {
  await call.tx.query(
    `update reference_review set outcome = $2, note = $3, result = $4, decided_at = $5, agency_id = $6, post_id = $7, account_id = $8
      where id = $1`,
    [id, outcome, note, result, call.at, call.actor.agencyId, call.actor.postId, call.actor.accountId],
  )
}

export type VersionRow = {
  effectiveOn: string
  recordedAt: Date
  note: string
  ended: boolean
  agencyId: string
  postId: string
}

/** Newest first. */
export const versionsOfRow = (call: Call, kinds: readonly string[], rowId: string): Promise<VersionRow[]> =>
  call.tx.query<VersionRow>(
    `select effective_on::text as "effectiveOn", recorded_at as "recordedAt", note, body is null as ended,
            agency_id as "agencyId", post_id as "postId"
       from reference_revision where kind = any ($1) and row_id = $2 order by seq desc`,
    [kinds, rowId],
  )

/** Open tasks that the caller may see, with what their law is found by. */
export const openTasks = (
  call: Call,
): Promise<{ deadline: string | null; riskType: string; place: string; jurisdiction: 'CN' | 'INT' }[]> =>
  call.tx.query(
    `select t.deadline, i.risk_type as "riskType", i.place, i.jurisdiction
       from task t join incident i on i.realm = t.realm and i.id = t.incident_id
      where t.realm = $1 and i.closed_at is null and t.status in ('waiting', 'open', 'accepted', 'blocked')`,
    [call.realm],
  )
