/** Writes a review: what is new, and what changed between two states. */
import { uuid } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { ReviewFact } from './decide.ts'
import type { By, CorrectiveAction, Finding, ReviewState } from './state.ts'
import type { StoredReview } from './store.ts'

export const insertReview = (call: Call, { state, circleId }: StoredReview): Promise<unknown> =>
  call.tx.query(
    `insert into review (realm, id, circle_id, incident_id, risk_type, opened_at, opened_by_agency, opened_by_post, opened_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      call.realm,
      state.id,
      circleId,
      state.incidentId,
      state.riskType,
      state.openedAt,
      state.openedBy.agency,
      state.openedBy.post,
      state.openedBy.account,
    ],
  )

const by = (one: { by: By } | null | undefined): (string | null)[] =>
  one ? [one.by.agency, one.by.post, one.by.account] : [null, null, null]

const putFinding = (
  call: Call,
  circleId: number,
  review: ReviewState,
  one: Finding,
  ordinal: number,
): Promise<unknown> =>
  call.tx.query(
    `insert into review_finding (realm, id, review_id, circle_id, ordinal, kind, risk_type, what, why, put_at, put_by_agency,
                                 put_by_post, put_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      call.realm,
      one.id,
      review.id,
      circleId,
      ordinal,
      one.kind,
      review.riskType,
      one.what,
      one.why,
      one.putAt,
      one.putBy.agency,
      one.putBy.post,
      one.putBy.account,
    ],
  )

const closeFinding = (call: Call, { id, closed }: Finding): Promise<unknown> =>
  call.tx.query(
    `update review_finding set closed_at = $3, closed_by_agency = $4, closed_by_post = $5, closed_by_account = $6,
            closed_how = $7, closed_words = $8
      where realm = $1 and id = $2`,
    [call.realm, id, closed?.at ?? null, ...by(closed), closed?.how ?? null, closed?.words ?? null],
  )

const putAction = (
  call: Call,
  circleId: number,
  reviewId: string,
  findingId: string,
  one: CorrectiveAction,
  ordinal: number,
): Promise<unknown> =>
  call.tx.query(
    `insert into review_action (realm, id, finding_id, review_id, circle_id, ordinal, change, words, owner_agency, due_on,
                                proposed_at, proposed_by_agency, proposed_by_post, proposed_by_account, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      call.realm,
      one.id,
      findingId,
      reviewId,
      circleId,
      ordinal,
      one.change,
      one.words,
      one.owner,
      one.dueOn,
      one.proposedAt,
      one.proposedBy.agency,
      one.proposedBy.post,
      one.proposedBy.account,
      one.state,
    ],
  )

const updateAction = (call: Call, one: CorrectiveAction): Promise<unknown> =>
  call.tx.query(
    `update review_action set state = $3, answered_at = $4, answered_by_agency = $5, answered_by_post = $6,
            answered_by_account = $7, answer = $8, done_at = $9, done_by_agency = $10, done_by_post = $11, done_by_account = $12,
            done_words = $13, check_on = $14, checked_at = $15, checked_by_agency = $16, checked_by_post = $17,
            checked_by_account = $18, result = $19, seen_in = $20, check_words = $21, overdue_at = $22, recalled_at = $23
      where realm = $1 and id = $2`,
    [
      call.realm,
      one.id,
      one.state,
      one.answered?.at ?? null,
      ...by(one.answered),
      one.answered?.words ?? null,
      one.done?.at ?? null,
      ...by(one.done),
      one.done?.words ?? null,
      one.done?.checkOn ?? null,
      one.check?.at ?? null,
      ...by(one.check),
      one.check?.result ?? null,
      one.check?.seenIn ?? null,
      one.check?.words ?? null,
      one.overdueAt,
      one.recalledAt,
    ],
  )

const saveStances = async (call: Call, circleId: number, before: Finding | undefined, next: Finding): Promise<void> => {
  for (const one of next.stances)
    if (!before?.stances.includes(one))
      await call.tx.query(
        `insert into review_stance (realm, finding_id, agency_id, circle_id, stance, words, at, post_id, account_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (realm, finding_id, agency_id) do update
           set stance = excluded.stance, words = excluded.words, at = excluded.at, post_id = excluded.post_id,
               account_id = excluded.account_id`,
        [call.realm, next.id, one.agency, circleId, one.stance, one.words, one.at, one.by.post, one.by.account],
      )
}

export const saveReview = async (
  call: Call,
  circleId: number,
  before: ReviewState,
  next: ReviewState,
): Promise<void> => {
  for (const [ordinal, finding] of next.findings.entries()) {
    const was = before.findings.find((one) => one.id === finding.id)
    if (was === finding) continue
    if (!was) await putFinding(call, circleId, next, finding, ordinal)
    else if (was.closed !== finding.closed) await closeFinding(call, finding)
    await saveStances(call, circleId, was, finding)
    for (const [place, action] of finding.actions.entries()) {
      const earlier = was?.actions.find((one) => one.id === action.id)
      if (!earlier) await putAction(call, circleId, next.id, finding.id, action, place)
      else if (earlier !== action) await updateAction(call, action)
    }
  }
  if (next.closed !== before.closed)
    await call.tx.query(
      `update review set closed_at = $3, closed_by_agency = $4, closed_by_post = $5, closed_by_account = $6, summary = $7
        where realm = $1 and id = $2`,
      [call.realm, next.id, next.closed?.at ?? null, ...by(next.closed), next.closed?.summary ?? null],
    )
}

export const appendEvent = (
  call: Call,
  reviewId: string,
  circleId: number,
  fact: ReviewFact | { act: 'review.opened' },
): Promise<unknown> => {
  const { act, ...data } = fact
  return call.tx.query(
    `insert into review_event (realm, id, review_id, circle_id, at, act, agency_id, post_id, account_id, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      call.realm,
      uuid(),
      reviewId,
      circleId,
      call.at,
      act,
      call.actor.agencyId,
      call.actor.postId,
      call.actor.accountId,
      JSON.stringify(data),
    ],
  )
}
