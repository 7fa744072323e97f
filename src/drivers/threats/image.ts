/** What the record holds of a definition item: its row and everything that was said about it. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

export const itemImage: RowImage<ImageRow> = {
  table: 'definition_item',
  objectKind: 'definition',
  select: `select d.realm, d.id, d.fact, d.commitment, jsonb_build_object(
      'risk', d.risk_type, 'places', to_jsonb(d.places), 'jurisdiction', d.jurisdiction, 'origin', d.origin,
      'opened', app.instant(d.opened_at), 'interimDue', app.instant(d.interim_due_at),
      'interim', case when d.interim_lead is not null then jsonb_build_array(d.interim_lead, app.instant(d.interim_at)) end,
      'escalated', app.instant(d.interim_escalated_at), 'definition', d.definition, 'measures', d.measures,
      'legalGap', d.legal_gap, 'reviewOn', d.review_on::text, 'state', d.state, 'proposal', d.proposal,
      'proposedBy', d.proposed_by_post, 'ended', app.instant(d.ended_at), 'endReason', d.end_reason, 'dutyRow', d.duty_row,
      'entries', (select jsonb_agg(jsonb_build_array(e.act, app.instant(e.at), e.agency_id, e.post_id, e.account_id, e.data) order by e.seq)
                    from definition_entry e where e.realm = d.realm and e.item_id = d.id)) as image
    from definition_item d`,
  image: (row) => row.image,
}

registerRowImage(itemImage)
