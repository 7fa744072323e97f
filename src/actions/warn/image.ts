/**
 * What the record holds of warnings, links and subscriptions. The image of a warning includes its acknowledgements, versions,
 * timeline and lessons: a row changed there behind the service's back no longer fits the warning's commitment. A warning that
 * was written before these existed keeps its image: each joins it only where there is one. Importing this file registers the images.
 */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }

const ACK = `jsonb_build_array(a.agency_id, a.why_zh, a.why_en, app.instant(a.due_at),
    app.instant(a.acknowledged_at), a.post_id, a.account_id, a.note, app.instant(a.escalated_at))
  || case when a.asked_at is null then '[]'::jsonb else jsonb_build_array(a.round, a.subject, app.instant(a.asked_at),
       app.instant(a.remind_at), app.instant(a.reminded_at), app.instant(a.command_at), app.instant(a.commanded_at)) end`

const BY = 'agency_id, post_id, account_id'
const rowsOf = (table: string, columns: string, order: string): string =>
  `(select jsonb_agg(jsonb_build_array(${columns}, app.instant(at), ${BY}) order by ${order})
      from ${table} where realm = w.realm and warning_id = w.id)`

export const warningImage: RowImage<ImageRow> = {
  table: 'warning',
  objectKind: 'warning',
  select: `select w.realm, w.id, w.fact, w.commitment, jsonb_build_object(
      'level', w.level, 'title', w.title, 'body', w.body, 'riskType', w.risk_type, 'place', w.place,
      'jurisdiction', w.jurisdiction, 'group', w.group_id,
      'issued', jsonb_build_array(app.instant(w.issued_at), w.issued_by_agency, w.issued_by_post, w.issued_by_account),
      'ackMinutes', w.ack_minutes,
      'ended', case when w.ended_at is not null
        then jsonb_build_array(app.instant(w.ended_at), w.ended_by_post, w.ended_by_account, w.end_reason)
          || case when w.ended_as = 'ended' then '[]'::jsonb else jsonb_build_array(w.ended_as) end end,
      'acks', (select jsonb_agg(${ACK} order by a.ordinal)
               from warning_ack a where a.realm = w.realm and a.warning_id = w.id))
      || jsonb_strip_nulls(jsonb_build_object(
        'version', nullif(w.version, 1), 'ackWorkingDays', w.ack_working_days,
        'versions', ${rowsOf('warning_version', 'version, level, title, body, reason', 'version')},
        'history', ${rowsOf('warning_event', 'id, act, data', 'seq')},
        'lessons', ${rowsOf('warning_lesson', 'id, verdict, timely, change', 'seq')})) as image
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

export const subscriptionImage: RowImage<ImageRow> = {
  table: 'warning_subscription',
  objectKind: 'subscription',
  select: `select s.realm, s.id, s.fact, s.commitment, jsonb_build_object(
      'agency', s.agency_id, 'post', s.post_id, 'domain', s.domain, 'riskType', s.risk_type, 'place', s.place, 'minLevel', s.min_level,
      'made', jsonb_build_array(app.instant(s.made_at), s.made_by_post, s.made_by_account),
      'ended', case when s.ended_at is not null then jsonb_build_array(app.instant(s.ended_at), s.ended_by_post, s.ended_by_account) end) as image
    from warning_subscription s`,
  image: (row) => row.image,
}

registerRowImage(warningImage)
registerRowImage(linkImage)
registerRowImage(subscriptionImage)
