/** From stored meetings to the answers of the API. */

import { permission } from '../../../base/public.ts'
import { actorOf } from '../../../environment/identity/public.ts'
import type { Call } from '../../../ledger/public.ts'
import { loadNames, type Names } from '../../warn/public.ts'
import { answerOf, type MeetingState, refuseAnswer, refuseOnResolution } from './decide.ts'
import type { MeetingRow, ResolutionView } from './model.ts'
import type { AnswerSql, MeetingSql, ResolutionSql } from './store.ts'

export const stateOf = (row: MeetingSql, answers: readonly AnswerSql[]): MeetingState => ({
  host: row.agency_id,
  agencies: row.agencies,
  startsAt: row.starts_at,
  state: row.state,
  attendance: row.attendance,
  version: row.version,
  answers: answers
    .filter((one) => one.meeting_id === row.id)
    .map((one) => ({ agency: one.agency_id, version: one.version, approves: one.approves })),
})

export const namesOf = (
  call: Call,
  meetings: readonly MeetingSql[],
  answers: readonly AnswerSql[],
  resolutions: readonly ResolutionSql[],
): Promise<Names> =>
  loadNames(call.tx, {
    agencies: [
      ...meetings.flatMap((one) => [one.agency_id, ...one.agencies]),
      ...resolutions.map((one) => one.agency_id),
    ],
    posts: [...meetings.map((one) => one.created_by_post), ...answers.map((one) => one.post_id)],
    accounts: [
      ...meetings.map((one) => one.created_by_account),
      ...answers.map((one) => one.account_id),
      ...resolutions.map((one) => one.account_id),
    ],
  })

const isOverdue = (row: ResolutionSql, at: Date): boolean => row.status !== 'done' && row.due_at <= at

export const viewRow = (
  call: Call,
  row: MeetingSql,
  answers: readonly AnswerSql[],
  resolutions: readonly ResolutionSql[],
  names: Names,
): MeetingRow => {
  const state = stateOf(row, answers)
  const present = row.attendance.filter((one) => one.present)
  const given = present.map((one) => answerOf(state, one.agency)).filter((one) => one !== undefined)
  const own = resolutions.filter((one) => one.meeting_id === row.id)
  return {
    id: row.id,
    title: row.title,
    place: row.place,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    host: names.agency(row.agency_id),
    agencies: row.agencies.map(names.agency),
    state: row.state,
    answers: {
      approved: given.filter((one) => one.approves).length,
      objected: given.filter((one) => !one.approves).length,
      of: present.length,
    },
    resolutions: {
      done: own.filter((one) => one.status === 'done').length,
      overdue: own.filter((one) => isOverdue(one, call.at)).length,
      of: own.length,
    },
    waitsForMe: refuseAnswer(state, actorOf(call)) === null,
  }
}

export const viewResolution = (call: Call, row: ResolutionSql, names: Names): ResolutionView => {
  const state = { agency: row.agency_id, status: row.status }
  const actor = actorOf(call)
  const can = (kind: 'accept' | 'complete' | 'block' | 'unblock') => permission(refuseOnResolution(state, kind, actor))
  return {
    id: row.id,
    meeting: { id: row.meeting_id, title: row.meeting_title },
    text: row.text,
    agency: names.agency(row.agency_id),
    dueAt: row.due_at.toISOString(),
    status: row.status,
    overdue: isOverdue(row, call.at),
    note: row.note,
    officer: names.officer(row.account_id),
    decidedAt: row.decided_at.toISOString(),
    can: { accept: can('accept'), complete: can('complete'), block: can('block'), unblock: can('unblock') },
  }
}
