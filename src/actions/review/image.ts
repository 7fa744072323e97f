/**
 * What the record holds of a review: the whole of it, with findings, who agreed, actions and history. A row changed in any of
 * them behind the service's back no longer fits the review's commitment. Importing this file registers the image.
 */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

const ACTIONS = `(select jsonb_agg(jsonb_build_array(a.id, a.change, a.words, a.owner_agency, a.due_on, a.state,
      app.instant(a.proposed_at), a.proposed_by_agency, a.proposed_by_post, a.proposed_by_account,
      app.instant(a.answered_at), a.answered_by_agency, a.answered_by_post, a.answered_by_account, a.answer,
      app.instant(a.done_at), a.done_by_agency, a.done_by_post, a.done_by_account, a.done_words, a.check_on,
      app.instant(a.checked_at), a.checked_by_agency, a.checked_by_post, a.checked_by_account, a.result, a.seen_in, a.check_words,
      app.instant(a.overdue_at), app.instant(a.recalled_at)) order by a.ordinal)
    from review_action a where a.realm = f.realm and a.finding_id = f.id)`

const STANCES = `(select jsonb_agg(jsonb_build_array(s.agency_id, s.stance, s.words, app.instant(s.at), s.post_id, s.account_id)
      order by s.agency_id)
    from review_stance s where s.realm = f.realm and s.finding_id = f.id)`

export const reviewImage: RowImage<ImageRow> = {
  table: 'review',
  objectKind: 'review',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'circle', r.circle_id, 'incident', r.incident_id, 'riskType', r.risk_type,
      'opened', jsonb_build_array(app.instant(r.opened_at), r.opened_by_agency, r.opened_by_post, r.opened_by_account),
      'closed', case when r.closed_at is not null
        then jsonb_build_array(app.instant(r.closed_at), r.closed_by_agency, r.closed_by_post, r.closed_by_account, r.summary) end,
      'findings', (select jsonb_agg(jsonb_build_object('id', f.id, 'circle', f.circle_id, 'kind', f.kind, 'riskType', f.risk_type,
                       'what', f.what, 'why', f.why,
                       'put', jsonb_build_array(app.instant(f.put_at), f.put_by_agency, f.put_by_post, f.put_by_account),
                       'closed', jsonb_build_array(app.instant(f.closed_at), f.closed_by_agency, f.closed_by_post,
                         f.closed_by_account, f.closed_how, f.closed_words),
                       'stances', ${STANCES}, 'actions', ${ACTIONS}) order by f.ordinal)
                     from review_finding f where f.realm = r.realm and f.review_id = r.id),
      'history', (select jsonb_agg(jsonb_build_array(e.id, app.instant(e.at), e.act, e.agency_id, e.post_id, e.account_id, e.data)
                      order by e.seq)
                    from review_event e where e.realm = r.realm and e.review_id = r.id)) as image
    from review r`,
  image: (row) => row.image,
}

registerRowImage(reviewImage)
