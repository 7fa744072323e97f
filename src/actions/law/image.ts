/** What the record holds of revisions of the reference and of reviews. Importing this file registers the images. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

export const revisionImage: RowImage<ImageRow> = {
  table: 'reference_revision',
  objectKind: 'law_revision',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'kind', r.kind, 'row', r.row_id, 'body', r.body, 'effectiveOn', r.effective_on::text, 'note', r.note, 'cause', r.cause,
      'by', jsonb_build_array(app.instant(r.recorded_at), r.agency_id, r.post_id, r.account_id)) as image
    from reference_revision r`,
  image: (row) => row.image,
}

export const reviewImage: RowImage<ImageRow> = {
  table: 'reference_review',
  objectKind: 'law_review',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'kind', r.kind, 'row', r.row_id, 'instrument', r.instrument, 'replacedBy', r.replaced_by, 'revision', r.revision_id,
      'opened', app.instant(r.opened_at), 'outcome', r.outcome, 'note', r.note, 'result', r.result,
      'decided', case when r.decided_at is not null
        then jsonb_build_array(app.instant(r.decided_at), r.agency_id, r.post_id, r.account_id) end) as image
    from reference_review r`,
  image: (row) => row.image,
}

registerRowImage(revisionImage)
registerRowImage(reviewImage)
