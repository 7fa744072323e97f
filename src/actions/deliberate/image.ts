/**
 * What the record holds of hypotheses, pieces, questions, decisions and plans, each with the rows that belong to it: a belief,
 * a dissent, a position or a rating changed behind the service's back no longer fits the commitment of the row it belongs to.
 * Importing this file registers the images.
 */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

const by = (row: string): string =>
  `jsonb_build_array(app.instant(${row}.at), ${row}.agency_id, ${row}.post_id, ${row}.account_id)`

export const hypothesisImage: RowImage<ImageRow> = {
  table: 'hypothesis',
  objectKind: 'hypothesis',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'ordinal', r.ordinal, 'statement', r.statement, 'put', ${by('r')},
      'beliefs', (select jsonb_agg(jsonb_build_array(b.id, b.word, b.low, b.high, b.reason, ${by('b')}) order by b.seq)
                    from belief b where b.realm = r.realm and b.hypothesis_id = r.id),
      'dissents', (select jsonb_agg(jsonb_build_array(d.id, d.words, ${by('d')}, app.instant(d.withdrawn_at), d.withdrawn_post,
                       d.withdrawn_account, d.withdrawn_reason) order by d.at, d.id)
                     from dissent d where d.realm = r.realm and d.hypothesis_id = r.id)) as image
    from hypothesis r`,
  image: (row) => row.image,
}

export const pieceImage: RowImage<ImageRow> = {
  table: 'piece',
  objectKind: 'piece',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'kind', r.kind, 'signal', r.signal_id, 'evidence', r.evidence_id, 'task', r.task_id,
      'standsFor', r.stands_for, 'words', r.words, 'grade', jsonb_build_array(r.reliability, r.credibility), 'weighed', ${by('r')},
      'ratings', (select jsonb_agg(jsonb_build_array(p.id, p.hypothesis_id, p.fit, ${by('p')}) order by p.seq)
                    from piece_rating p where p.realm = r.realm and p.piece_id = r.id)) as image
    from piece r`,
  image: (row) => row.image,
}

export const questionImage: RowImage<ImageRow> = {
  table: 'question',
  objectKind: 'question',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'words', r.words, 'for', r.for_agency, 'due', app.instant(r.due_at), 'asked', ${by('r')},
      'answer', case when r.answer is not null then jsonb_build_array(r.answer, app.instant(r.answered_at), r.answered_agency,
                  r.answered_post, r.answered_account) end) as image
    from question r`,
  image: (row) => row.image,
}

export const decisionImage: RowImage<ImageRow> = {
  table: 'decision',
  objectKind: 'decision',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'question', r.question, 'basis', r.basis, 'decider', r.decider, 'options', to_jsonb(r.options),
      'asked', to_jsonb(r.asked), 'due', app.instant(r.due_at), 'by', ${by('r')},
      'positions', (select jsonb_agg(jsonb_build_array(p.id, p.stance, p.reason, ${by('p')}) order by p.seq)
                      from decision_position p where p.realm = r.realm and p.decision_id = r.id),
      'tasks', (select jsonb_agg(jsonb_build_array(t.option, t.title, t.for_agency, t.minutes, t.task_id) order by t.ordinal)
                  from decision_task t where t.realm = r.realm and t.decision_id = r.id),
      'decided', case when r.outcome is not null then jsonb_build_array(r.outcome, r.chosen, r.reason, r.conditions,
                   app.instant(r.decided_at), r.decided_agency, r.decided_post, r.decided_account) end) as image
    from decision r`,
  image: (row) => row.image,
}

export const planImage: RowImage<ImageRow> = {
  table: 'plan',
  objectKind: 'plan',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'version', r.version, 'content', r.content, 'drafted', ${by('r')},
      'activated', case when r.activated_at is not null then jsonb_build_array(app.instant(r.activated_at), r.activated_agency,
                     r.activated_post, r.activated_account) end) as image
    from plan r`,
  image: (row) => row.image,
}

for (const image of [hypothesisImage, pieceImage, questionImage, decisionImage, planImage]) registerRowImage(image)
