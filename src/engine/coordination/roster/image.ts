/** What the record holds of rosters. Importing this file registers the images. */
import type { Json } from '../../../base/public.ts'
import { type RowImage, registerRowImage } from '../../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

export const rosterImage: RowImage<ImageRow> = {
  table: 'roster',
  objectKind: 'roster',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'agency', r.agency_id, 'joint', r.joint, 'title', r.title, 'zone', r.zone, 'shifts', r.shifts, 'lines', r.lines,
      'changed', jsonb_build_array(app.instant(r.changed_at), r.changed_by_post, r.changed_by_account)) as image
    from roster r`,
  image: (row) => row.image,
}

export const dutyImage: RowImage<ImageRow> = {
  table: 'duty',
  objectKind: 'duty',
  select: `select d.realm, d.id, d.fact, d.commitment, jsonb_build_object(
      'roster', d.roster_id, 'slot', jsonb_build_array(d.line, d.shift, d.day::text, app.instant(d.starts_at), app.instant(d.ends_at)),
      'person', jsonb_build_array(d.agency_id, d.account_id, d.post_id, d.name, d.contact, d.reach),
      'changed', jsonb_build_array(app.instant(d.changed_at), d.changed_by_post, d.changed_by_account)) as image
    from duty d`,
  image: (row) => row.image,
}

export const swapImage: RowImage<ImageRow> = {
  table: 'duty_swap',
  objectKind: 'swap',
  select: `select s.realm, s.id, s.fact, s.commitment, jsonb_build_object(
      'roster', s.roster_id,
      'first', jsonb_build_array(s.first_duty, s.first_account, app.instant(s.first_consent_at)),
      'second', jsonb_build_array(s.second_duty, s.second_account, app.instant(s.second_consent_at)),
      'state', s.state, 'reason', s.reason,
      'proposed', jsonb_build_array(app.instant(s.proposed_at), s.proposed_by_post, s.proposed_by_account),
      'settled', jsonb_build_array(app.instant(s.settled_at), s.settled_by_account)) as image
    from duty_swap s`,
  image: (row) => row.image,
}

registerRowImage(rosterImage)
registerRowImage(dutyImage)
registerRowImage(swapImage)
