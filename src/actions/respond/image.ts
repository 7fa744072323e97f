/**
 * What the record holds of incidents, tasks and evidence. The image of an incident includes its members and its part of the
 * timeline; that of a task its assignees, its hand-overs and its part; that of a file its SHA-256, not its bytes. A row changed in any of
 * them behind the service's back no longer fits a commitment. Importing this file registers the images.
 */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

const history = (where: string): string =>
  `(select jsonb_agg(jsonb_build_array(e.id, app.instant(e.at), e.act, e.agency_id, e.post_id, e.account_id, e.data) order by e.seq)
      from incident_event e where e.realm = r.realm and ${where})`

export const incidentImage: RowImage<ImageRow> = {
  table: 'incident',
  objectKind: 'incident',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'no', r.no, 'title', r.title, 'riskType', r.risk_type, 'place', r.place, 'jurisdiction', r.jurisdiction,
      'group', r.group_id, 'lead', r.lead_agency,
      'opened', jsonb_build_array(app.instant(r.opened_at), r.opened_by_agency, r.opened_by_post, r.opened_by_account),
      'closed', case when r.closed_at is not null
        then jsonb_build_array(app.instant(r.closed_at), r.closed_by_agency, r.closed_by_post, r.closed_by_account, r.summary) end,
      'level', jsonb_build_array(r.level, app.instant(r.level_since)), 'review', app.instant(r.review_opened_at),
      'merged', jsonb_build_array(r.merged_into, app.instant(r.merged_at)),
      'members', (select jsonb_agg(jsonb_build_array(m.agency_id, m.role, m.why_zh, m.why_en, m.duty_row, app.instant(m.present_at),
                         app.instant(m.left_at), m.left_reason) order by m.ordinal)
                    from incident_member m where m.realm = r.realm and m.incident_id = r.id),
      'history', ${history(`e.incident_id = r.id and e.task_id is null and e.act <> 'evidence.added'`)}) as image
    from incident r`,
  image: (row) => row.image,
}

export const taskImage: RowImage<ImageRow> = {
  table: 'task',
  objectKind: 'task',
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'ordinal', r.ordinal, 'template', r.template, 'deadline', r.deadline,
      'title', jsonb_build_array(r.title_zh, r.title_en), 'proof', jsonb_build_array(r.proof_zh, r.proof_en),
      'phase', r.phase, 'agency', r.agency_id, 'assignee', jsonb_build_array(r.post_id, r.account_id),
      'status', r.status, 'resumeStatus', r.resume_status, 'note', r.note,
      'clock', jsonb_build_array(r.clock_kind, r.due_amount, r.due_unit, r.trigger, app.instant(r.started_at), app.instant(r.due_at),
                 r.calendar_missing, app.instant(r.remind_at), app.instant(r.reminded_at), app.instant(r.pressed_at),
                 app.instant(r.escalated_at), app.instant(r.escalated_further_at),
                 app.instant(r.paused_at), r.pause_reason, r.paused_ms, r.explained),
      'blocked', app.instant(r.blocked_at), 'added', r.added_reason, 'slip', r.slip,
      'assignees', (select jsonb_agg(jsonb_build_array(a.post_id, a.account_id, app.instant(a.assigned_at), a.assigned_by_post,
                        app.instant(a.accepted_at)) order by a.ordinal)
                      from task_assignee a where a.realm = r.realm and a.task_id = r.id and a.left_at is null),
      'conditional', r.conditional, 'unowned', r.unowned, 'created', app.instant(r.created_at),
      'handovers', (select jsonb_agg(jsonb_build_array(h.id, h.from_agency, h.to_agency, h.note,
                        app.instant(h.offered_at), h.offered_by_agency, h.offered_by_post, h.offered_by_account, h.state,
                        app.instant(h.answered_at), h.answered_by_agency, h.answered_by_post, h.answered_by_account, h.reason) order by h.ordinal)
                      from handover h where h.realm = r.realm and h.task_id = r.id),
      'history', ${history('e.task_id = r.id')}) as image
    from task r`,
  image: (row) => row.image,
}

export const evidenceImage: RowImage<ImageRow> = {
  table: 'evidence',
  objectKind: 'evidence',
  // The digest is computed from the bytes as they are now: bytes exchanged behind the service's back do not fit either.
  select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(
      'incident', r.incident_id, 'task', r.task_id, 'name', r.name, 'mediaType', r.media_type, 'bytes', r.byte_count,
      'sha256', encode(sha256(r.bytes), 'hex'),
      'added', jsonb_build_array(app.instant(r.at), r.agency_id, r.post_id, r.account_id),
      'history', ${history(`e.incident_id = r.incident_id and e.act = 'evidence.added' and e.data ->> 'evidenceId' = r.id::text`)}) as image
    from evidence r`,
  image: (row) => row.image,
}

registerRowImage(incidentImage)
registerRowImage(taskImage)
registerRowImage(evidenceImage)
