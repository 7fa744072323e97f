/** What the record holds of an agency's decisions about a group. Importing this file registers the image. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

export const triageImage: RowImage<{ id: string; image: Json }> = {
  table: 'triage_state',
  objectKind: 'triage',
  select: `select t.realm, t.id, t.fact, t.commitment, jsonb_build_object(
      'circle', t.circle_id, 'agency', t.agency_id, 'group', t.group_id,
      'assigned', jsonb_build_array(t.assigned_post, t.assigned_account),
      'quiet', jsonb_build_array(t.quiet_kind, case when t.quiet_until = 'infinity' then null else app.instant(t.quiet_until) end,
        t.quiet_count, t.quiet_rank, t.seen_count, t.seen_rank, t.incident_id),
      'log', t.log, 'before', t.before, 'changedAt', app.instant(t.changed_at)) as image
    from triage_state t`,
  image: (row) => row.image,
}

registerRowImage(triageImage)
