/** What the record holds of a delivery: to whom, of what, how it went. No address and no text. Importing this file registers it. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

export const outboxImage: RowImage<{ id: string; image: Json }> = {
  table: 'outbox',
  objectKind: 'notice',
  select: `select o.realm, o.id, o.fact, o.commitment, jsonb_build_object(
      'about', o.about_kind || '/' || o.about_id, 'event', o.event, 'to', jsonb_build_array(o.agency_id, o.post_id, o.account_id),
      'channel', jsonb_build_array(o.channel_id, o.channel_kind), 'by', o.by_agency,
      'state', jsonb_build_array(o.state, o.reason, o.reply, o.attempts),
      'times', jsonb_build_array(app.instant(o.queued_at), app.instant(o.next_at), app.instant(o.sent_at), app.instant(o.settled_at),
                 app.instant(o.acknowledged_at))) as image
    from outbox o`,
  image: (row) => row.image,
}

registerRowImage(outboxImage)
