/** What the record holds of a compound assessment. Importing this file registers the image. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

export const compoundImage: RowImage<{ id: string; image: Json }> = {
  table: 'compound',
  objectKind: 'compound',
  select: `select c.realm, c.id, c.fact, c.commitment, jsonb_build_object(
      'circle', c.circle_id, 'interaction', c.interaction, 'version', c.version, 'port', c.port, 'place', c.place,
      'sides', jsonb_build_array(c.a_circle, c.b_circle), 'level', c.level,
      'likelihood', jsonb_build_array(c.low::text, c.likelihood::text, c.high::text), 'result', c.result::text,
      'raisedAt', app.instant(c.raised_at), 'assessedAt', app.instant(c.assessed_at), 'endedAt', app.instant(c.ended_at),
      'signals', jsonb_build_array(c.a_signal, c.b_signal)) as image
    from compound c`,
  image: (row) => row.image,
}

registerRowImage(compoundImage)
