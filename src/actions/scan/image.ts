/** What the record holds of notices and sources. The image of a notice includes its proposals. Importing this registers them. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

export const noticeImage: RowImage<ImageRow> = {
  table: 'scan_notice',
  objectKind: 'scan_notice',
  select: `select n.realm, n.id, n.fact, n.commitment, jsonb_build_object(
      'circle', n.circle_id, 'source', n.source_id, 'kind', n.kind, 'title', n.title, 'summary', n.summary, 'url', n.url,
      'publishedOn', n.published_on, 'validUntil', n.valid_until, 'soWhat', n.so_what, 'owner', n.owner_agency,
      'risks', to_jsonb(n.risk_types), 'places', to_jsonb(n.places), 'reviewOn', n.review_on, 'version', n.version,
      'recorded', jsonb_build_array(app.instant(n.recorded_at), n.recorded_by_agency, n.recorded_by_post, n.recorded_by_account),
      'closed', case when n.closed_at is not null
        then jsonb_build_array(app.instant(n.closed_at), n.closed_by_post, n.closed_by_account, n.close_reason) end,
      'proposals', (select jsonb_agg(jsonb_build_array(p.id, p.kind, p.words, p.agency_id, p.due_on, p.state, app.instant(p.proposed_at),
                      p.proposed_by_post, p.proposed_by_account, app.instant(p.answered_at), p.answered_by_post, p.answered_by_account,
                      p.answer) order by p.ordinal)
                    from scan_proposal p where p.realm = n.realm and p.notice_id = n.id)) as image
    from scan_notice n`,
  image: (row) => row.image,
}

export const sourceImage: RowImage<ImageRow> = {
  table: 'scan_source',
  objectKind: 'scan_source',
  select: `select s.realm, s.id, s.fact, s.commitment, jsonb_build_object(
      'circle', s.circle_id, 'kind', s.kind, 'name', s.name, 'url', s.url, 'agency', s.agency_id, 'everyDays', s.every_days,
      'created', app.instant(s.created_at),
      'checked', jsonb_build_array(app.instant(s.checked_at), s.checked_by_post, s.checked_by_account),
      'retired', app.instant(s.retired_at)) as image
    from scan_source s`,
  image: (row) => row.image,
}

registerRowImage(noticeImage)
registerRowImage(sourceImage)
