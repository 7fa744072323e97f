/** What the record holds of the cell's documents. Importing this file registers the images. */
import type { Json } from '../../base/public.ts'
import { type RowImage, registerRowImage } from '../../ledger/public.ts'

type ImageRow = { id: string; image: Json }
const imageOf = (table: string, objectKind: string, fields: string): RowImage<ImageRow> => {
  const image: RowImage<ImageRow> = {
    table,
    objectKind,
    select: `select r.realm, r.id, r.fact, r.commitment, jsonb_build_object(${fields}) as image from ${table} r`,
    image: (row) => row.image,
  }
  registerRowImage(image)
  return image
}
const signed = (name: string): string =>
  `jsonb_build_array(app.instant(r.${name}_at), r.${name}_by_post, r.${name}_by_account)`

export const settingImage = imageOf(
  'cell_setting',
  'cell_setting',
  `'agency', r.agency_id, 'briefMinute', r.brief_minute, 'checklist', r.checklist, 'changed', ${signed('changed')}`,
)

/** With its receipts. */
export const briefImage = imageOf(
  'brief',
  'brief',
  `'agency', r.agency_id, 'no', r.no, 'state', r.state, 'since', app.instant(r.since), 'until', app.instant(r.until),
   'madeFor', r.made_for::text, 'remarks', r.remarks, 'drafted', ${signed('drafted')}, 'issued', ${signed('issued')},
   'receipts', (select jsonb_agg(jsonb_build_array(b.agency_id, app.instant(b.opened_at), b.opened_by_post, b.opened_by_account) order by b.agency_id)
                  from brief_receipt b where b.realm = r.realm and b.brief_id = r.id)`,
)

const LINE = `'ordinal', r.ordinal, 'section', r.section, 'object', r.object, 'zh', r.zh, 'en', r.en, 'path', r.path`

export const briefLineImage = imageOf('brief_line', 'brief_line', `'brief', r.brief_id, ${LINE}, 'strong', r.strong`)

/** With its corrections, which come after the signatures. */
export const shiftImage = imageOf(
  'shift_handover',
  'shift',
  `'agency', r.agency_id, 'shift', jsonb_build_array(app.instant(r.shift_from), app.instant(r.shift_to), app.instant(r.next_to)),
   'notes', r.notes, 'checklist', r.checklist, 'named', r.named_account,
   'out', jsonb_build_array(app.instant(r.out_at), r.out_post, r.out_account),
   'in', jsonb_build_array(app.instant(r.in_at), r.in_post, r.in_account, r.in_note),
   'corrections', (select jsonb_agg(jsonb_build_array(c.id, app.instant(c.at), c.post_id, c.account_id, c.text) order by c.seq)
                     from shift_correction c where c.realm = r.realm and c.shift_id = r.id)`,
)

export const shiftItemImage = imageOf(
  'shift_item',
  'shift_item',
  `'shift', r.shift_id, ${LINE}, 'strong', r.strong, 'reservation', r.reservation`,
)

/** With the answers to its minutes. */
export const meetingImage = imageOf(
  'meeting',
  'meeting',
  `'agency', r.agency_id, 'title', r.title, 'place', r.place, 'time', jsonb_build_array(app.instant(r.starts_at), app.instant(r.ends_at)),
   'agencies', to_jsonb(r.agencies), 'state', r.state, 'minutes', r.minutes, 'attendance', r.attendance, 'version', r.version,
   'created', ${signed('created')}, 'endedReason', r.ended_reason,
   'answers', (select jsonb_agg(jsonb_build_array(a.agency_id, a.version, a.approves, a.reason, app.instant(a.at), a.post_id, a.account_id)
                                order by a.version, a.agency_id)
                 from meeting_answer a where a.realm = r.realm and a.meeting_id = r.id)`,
)

export const agendaImage = imageOf(
  'agenda_item',
  'agenda',
  `'meeting', r.meeting_id, ${LINE}, 'added', ${signed('added')}`,
)

export const resolutionImage = imageOf(
  'resolution',
  'resolution',
  `'meeting', r.meeting_id, 'ordinal', r.ordinal, 'text', r.text, 'agency', r.agency_id, 'due', app.instant(r.due_at),
   'status', r.status, 'note', r.note, 'by', jsonb_build_array(r.post_id, r.account_id),
   'decided', ${signed('decided')}, 'changed', app.instant(r.changed_at)`,
)
