/**
 * What the record holds of warnings and links. The image of a warning includes its acknowledgements: a row changed there
 * behind the service's back no longer fits the warning's commitment. Importing this file registers the images.
 */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

export const warningImage: RowImage<ImageRow> = {
  table: 'warning',
  objectKind: 'warning',
  select: `select w.realm, w.id, w.fact, w.commitment, jsonb_build_object(
      'level', w.level, 'title', w.title, 'body', w.body, 'riskType', w.risk_type, 'place', w.place,
      'jurisdiction', w.jurisdiction, 'group', w.group_id,
      'issued', jsonb_build_array(app.instant(w.issued_at), w.issued_by_agency, w.issued_by_post, w.issued_by_account),
      'ackMinutes', w.ack_minutes,
      'ended', case when w.ended_at is not null
        then jsonb_build_array(app.instant(w.ended_at), w.ended_by_post, w.ended_by_account, w.end_reason) end,
      'acks', (select jsonb_agg(jsonb_build_array(a.agency_id, a.why_zh, a.why_en, app.instant(a.due_at),
                 app.instant(a.acknowledged_at), a.post_id, a.account_id, a.note, app.instant(a.escalated_at)) order by a.ordinal)
               from warning_ack a where a.realm = w.realm and a.warning_id = w.id)) as image
    from warning w`,
  image: (row) => row.image,
}

export const linkImage: RowImage<ImageRow> = {
  table: 'case_link',
  objectKind: 'link',
  select: `select l.realm, l.id, l.fact, l.commitment, jsonb_build_object(
      'incident', l.incident_id, 'warning', l.warning_id, 'signal', l.signal_id,
      'linked', jsonb_build_array(app.instant(l.linked_at), l.linked_by_post, l.linked_by_account)) as image
    from case_link l`,
  image: (row) => row.image,
}

registerRowImage(warningImage)
registerRowImage(linkImage)
