/** What the record holds of a report: every word of it, its numbering and signature, and who has opened it. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

export const reportImage: RowImage<{ id: string; image: Json }> = {
  table: 'report',
  objectKind: 'report',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'kind', r.kind, 'locale', r.locale, 'content', r.content, 'corrects', r.corrects,
      'due', jsonb_build_array(app.instant(r.due_at), r.due_kind, r.deadline),
      'drafted', jsonb_build_array(app.instant(r.at), r.agency_id, r.post_id, r.account_id), 'edited', app.instant(r.edited_at),
      'number', r.number, 'discarded', app.instant(r.discarded_at),
      'signed', case when r.signed_at is not null then jsonb_build_array(app.instant(r.signed_at), r.signed_post, r.signed_account) end,
      'receipts', (select jsonb_agg(jsonb_build_array(t.for_agency, app.instant(t.sent_at), app.instant(t.opened_at), t.opened_post,
                       t.opened_account) order by t.ordinal)
                     from report_receipt t where t.realm = r.realm and t.report_id = r.id)) as image
    from report r`,
  image: (row) => row.image,
}

registerRowImage(reportImage)
