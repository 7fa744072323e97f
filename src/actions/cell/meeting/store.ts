/** Meetings in the database. Every statement runs under the actor's policy. */
import type { Call } from '../../../ledger/public.ts'
import type { Section } from '../model.ts'
import type { RecordLine } from '../record.ts'
import type { MeetingState, ResolutionState } from './decide.ts'
import type { Attendance, PlanMeeting } from './model.ts'

export type MeetingSql = {
  id: string
  circle_id: number
  agency_id: string
  title: string
  place: string
  starts_at: Date
  ends_at: Date
  agencies: string[]
  state: MeetingState['state']
  minutes: string
  attendance: Attendance[]
  version: number
  created_at: Date
  created_by_post: string
  created_by_account: string | null
  ended_reason: string | null
}
const MEETINGS = `select id, circle_id, agency_id, title, place, starts_at, ends_at, agencies, state, minutes, attendance, version, created_at,
    created_by_post, created_by_account, ended_reason from meeting where realm = $1`

/** What lies ahead first, then the newest. */
export const findMeetings = (call: Call, limit: number): Promise<MeetingSql[]> =>
  call.tx.query<MeetingSql>(
    `${MEETINGS} order by ends_at < $2, case when ends_at >= $2 then starts_at end, starts_at desc, id limit $3`,
    [call.realm, call.at, limit],
  )

export const findMeeting = async (call: Call, id: string, lock = false): Promise<MeetingSql | undefined> =>
  (await call.tx.query<MeetingSql>(`${MEETINGS} and id = $2 ${lock ? 'for update' : ''}`, [call.realm, id]))[0]

export const insertMeeting = async (
  call: Call,
  meeting: PlanMeeting & { id: string; circleId: number },
): Promise<void> => {
  await call.tx.query(
    `insert into meeting (realm, id, circle_id, agency_id, title, place, starts_at, ends_at, agencies, state, created_at, created_by_post, created_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', $10, $11, $12)`,
    [
      call.realm,
      meeting.id,
      meeting.circleId,
      call.actor.agencyId,
      meeting.title.trim(),
      meeting.place.trim(),
      meeting.startsAt,
      meeting.endsAt,
      meeting.agencies,
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
}

export const updateMeeting = async (
  call: Call,
  id: string,
  next: Pick<MeetingSql, 'state' | 'minutes' | 'attendance' | 'version' | 'ended_reason'>,
): Promise<void> => {
  await call.tx.query(
    'update meeting set state = $3, minutes = $4, attendance = $5, version = $6, ended_reason = $7 where realm = $1 and id = $2',
    [call.realm, id, next.state, next.minutes, JSON.stringify(next.attendance), next.version, next.ended_reason],
  )
}

export type AnswerSql = {
  meeting_id: string
  agency_id: string
  version: number
  approves: boolean
  reason: string | null
  at: Date
  post_id: string
  account_id: string
}
export const findAnswers = (call: Call, meetings: readonly string[]): Promise<AnswerSql[]> =>
  call.tx.query<AnswerSql>(
    `select meeting_id, agency_id, version, approves, reason, at, post_id, account_id from meeting_answer
      where realm = $1 and meeting_id = any ($2) order by version, at, agency_id`,
    [call.realm, meetings],
  )

export const insertAnswer = async (
  call: Call,
  meeting: MeetingSql,
  approves: boolean,
  reason: string | null,
): Promise<void> => {
  await call.tx.query(
    `insert into meeting_answer (realm, meeting_id, circle_id, agency_id, version, approves, reason, at, post_id, account_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      call.realm,
      meeting.id,
      meeting.circle_id,
      call.actor.agencyId,
      meeting.version,
      approves,
      reason,
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
}

export type AgendaSql = {
  id: string
  section: Section
  object: string | null
  zh: string
  en: string
  path: string
}
export const findAgenda = (call: Call, meetingId: string): Promise<AgendaSql[]> =>
  call.tx.query<AgendaSql>(
    'select id, section, object, zh, en, path from agenda_item where realm = $1 and meeting_id = $2 order by ordinal, added_at, id',
    [call.realm, meetingId],
  )

export const insertAgenda = async (
  call: Call,
  meetingId: string,
  items: readonly (RecordLine & { id: string; circleId: number; ordinal: number })[],
): Promise<void> => {
  await call.tx.query(
    `insert into agenda_item (realm, id, circle_id, meeting_id, ordinal, section, object, zh, en, path, added_at, added_by_post, added_by_account)
     select $1, v.id, v.circle_id, $2, v.ordinal, v.section, v.object, v.zh, v.en, v.path, $3, $4, $5
       from unnest($6::uuid[], $7::int[], $8::int[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
            v (id, circle_id, ordinal, section, object, zh, en, path)`,
    [
      call.realm,
      meetingId,
      call.at,
      call.actor.postId,
      call.actor.accountId,
      items.map((one) => one.id),
      items.map((one) => one.circleId),
      items.map((one) => one.ordinal),
      items.map((one) => one.section),
      items.map((one) => one.object),
      items.map((one) => one.text.zh),
      items.map((one) => one.text.en),
      items.map((one) => one.path),
    ],
  )
}

export type ResolutionSql = {
  id: string
  circle_id: number
  meeting_id: string
  meeting_title: string
  text: string
  agency_id: string
  due_at: Date
  status: ResolutionState['status']
  note: string | null
  account_id: string | null
  decided_at: Date
}
const RESOLUTIONS = `select r.id, r.circle_id, r.meeting_id, m.title as meeting_title, r.text, r.agency_id, r.due_at, r.status, r.note, r.account_id,
    r.decided_at from resolution r join meeting m on m.realm = r.realm and m.id = r.meeting_id where r.realm = $1`

export const findResolutionsOf = (call: Call, meetings: readonly string[]): Promise<ResolutionSql[]> =>
  call.tx.query<ResolutionSql>(`${RESOLUTIONS} and r.meeting_id = any ($2) order by r.ordinal`, [call.realm, meetings])

export const findOverdueResolutions = (call: Call): Promise<ResolutionSql[]> =>
  call.tx.query<ResolutionSql>(
    `${RESOLUTIONS} and r.status <> 'done' and r.due_at <= $2 order by r.due_at, r.id limit 100`,
    [call.realm, call.at],
  )

export const findMyResolutions = (call: Call): Promise<ResolutionSql[]> =>
  call.tx.query<ResolutionSql>(
    `${RESOLUTIONS} and r.status <> 'done' and r.agency_id = $2 order by r.due_at, r.id limit 200`,
    [call.realm, call.actor.agencyId],
  )

export const findResolution = async (call: Call, id: string): Promise<ResolutionSql | undefined> =>
  (await call.tx.query<ResolutionSql>(`${RESOLUTIONS} and r.id = $2 for update of r`, [call.realm, id]))[0]

export const insertResolution = async (
  call: Call,
  meeting: MeetingSql,
  resolution: { id: string; text: string; agency: string; dueAt: Date },
): Promise<void> => {
  await call.tx.query(
    `insert into resolution (realm, id, circle_id, meeting_id, ordinal, text, agency_id, due_at, status, decided_at, decided_by_post,
                             decided_by_account, changed_at)
     select $1, $2, $3, $4, 1 + count(*), $5, $6, $7, 'open', $8, $9, $10, $8 from resolution where realm = $1 and meeting_id = $4`,
    [
      call.realm,
      resolution.id,
      meeting.circle_id,
      meeting.id,
      resolution.text,
      resolution.agency,
      resolution.dueAt,
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
}

export const updateResolution = async (
  call: Call,
  id: string,
  next: { status: ResolutionState['status']; note: string | null },
): Promise<void> => {
  await call.tx.query(
    `update resolution set status = $3, note = $4, post_id = $5, account_id = $6, changed_at = $7 where realm = $1 and id = $2`,
    [call.realm, id, next.status, next.note, call.actor.postId, call.actor.accountId, call.at],
  )
}
