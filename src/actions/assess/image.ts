/** What the record holds of a decision table: all of it, so that a point changed behind the service's back shows. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

export const RULE_OBJECT = 'ruleset'

export type RuleImageRow = { id: string; image: Json }

export const ruleTableImage: RowImage<RuleImageRow> = {
  table: 'rule_table',
  objectKind: RULE_OBJECT,
  select: `select t.realm, t.id, t.fact, t.commitment, jsonb_build_object(
      'circle', t.circle_id, 'kind', t.kind, 'version', t.version, 'status', t.status, 'content', t.content, 'basedOn', t.based_on,
      'edit', t.edit, 'reason', t.reason,
      'author', jsonb_build_array(t.author_agency, t.author_post, t.author_account, app.instant(t.created_at)),
      'changedAt', app.instant(t.changed_at), 'proposedAt', app.instant(t.proposed_at),
      'decided', jsonb_build_array(app.instant(t.decided_at), t.decided_by_agency, t.decided_by_post, t.decided_by_account, t.decision_note),
      'effective', jsonb_build_array(app.instant(t.effective_from), app.instant(t.effective_to)),
      'retired', jsonb_build_array(t.retired_by_agency, t.retired_by_post, t.retired_by_account, t.retire_reason)) as image
    from rule_table t`,
  image: (row) => row.image,
}

registerRowImage(ruleTableImage)
