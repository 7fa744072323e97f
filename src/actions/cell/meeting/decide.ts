/**
 * What may happen to a meeting and to what it resolves. Pure. The host keeps minutes and attendance and circulates them; each
 * agency that was present approves or objects with a reason. Changing circulated minutes makes a new version, which is asked
 * about again. A decision is a task: it names the agency that answers for it and by when, or it is not taken.
 */

import { conflict, forbidden, invalid, type Refusal, refuse } from '../../../base/public.ts'
import { type PostActor, refuseRight } from '../../../environment/identity/public.ts'
import { NOT_A_PERSON } from '../rules.ts'
import type { Attendance } from './model.ts'

export type MeetingState = {
  host: string
  agencies: readonly string[]
  startsAt: Date
  state: 'planned' | 'held' | 'circulated' | 'cancelled'
  attendance: readonly Attendance[]
  version: number
  answers: readonly { agency: string; version: number; approves: boolean }[]
}

const CANCELLED = conflict('会商已取消。', 'The meeting was cancelled.')
const NOT_HOST = forbidden('由召集单位办理。', 'The agency that called the meeting does this.')
const NOT_INVITED = forbidden('本单位未被邀请参加这次会商。', 'Your agency is not invited to this meeting.')
const hosting = (meeting: MeetingState, actor: PostActor): Refusal | null =>
  meeting.state === 'cancelled'
    ? CANCELLED
    : meeting.host !== actor.agency
      ? NOT_HOST
      : refuseRight('meetings.hold', actor)

/** All that were present have approved this version of the minutes. */
export const isApproved = (meeting: MeetingState): boolean => {
  const present = meeting.attendance.filter((one) => one.present).map((one) => one.agency)
  return (
    meeting.state === 'circulated' &&
    present.length > 0 &&
    present.every((agency) => answerOf(meeting, agency)?.approves)
  )
}

export const answerOf = (meeting: MeetingState, agency: string) =>
  meeting.answers.find((one) => one.agency === agency && one.version === meeting.version)

const APPROVED = conflict(
  '纪要已经全体到会单位确认，不能再改。',
  'The minutes are approved by all who were present and stay as they are.',
)

export const refusePlan = (actor: PostActor): Refusal | null => refuseRight('meetings.hold', actor)

export const refusePoint = (meeting: MeetingState, actor: PostActor): Refusal | null => {
  if (meeting.state === 'cancelled') return CANCELLED
  if (meeting.state === 'circulated')
    return conflict('纪要已发出，议程不再增加。', 'The minutes are out; the agenda is closed.')
  if (!meeting.agencies.includes(actor.agency)) return NOT_INVITED
  return refuseRight('cell.duty', actor)
}

export const refuseFill = (meeting: MeetingState, actor: PostActor): Refusal | null =>
  hosting(meeting, actor) ?? refusePoint(meeting, actor)

export const refuseMinutes = (meeting: MeetingState, actor: PostActor, at: Date): Refusal | null => {
  const hostOnly = hosting(meeting, actor)
  if (hostOnly) return hostOnly
  if (at < meeting.startsAt) return conflict('会商尚未开始。', 'The meeting has not begun.')
  return isApproved(meeting) ? APPROVED : null
}

/** Minutes name who was there, of those who were invited. @throws `invalid` */
export const checkAttendance = (meeting: MeetingState, attendance: readonly Attendance[]): void => {
  const stranger = attendance.find((one) => !meeting.agencies.includes(one.agency))
  if (stranger || new Set(attendance.map((one) => one.agency)).size !== attendance.length)
    throw invalid(
      'attendance',
      '到会名单里有未受邀的单位或重复的单位。',
      'The attendance names an agency that was not invited, or one twice.',
    )
  const nameless = attendance.find((one) => one.present && one.who.trim() === '')
  if (nameless)
    throw invalid('attendance', '请写明每家到会单位的出席人员。', 'Say who came for each agency that was present.')
}

export const refuseResolve = (meeting: MeetingState, actor: PostActor, at: Date): Refusal | null =>
  actor.account === null ? NOT_A_PERSON : refuseMinutes(meeting, actor, at)

/** @throws `invalid` where the decision names nobody who can carry it out in time */
export const checkResolution = (
  meeting: MeetingState,
  { text, agency, dueAt }: { text: string; agency: string; dueAt: Date },
  at: Date,
): void => {
  if (text.trim() === '') throw invalid('text', '请写明决定的内容。', 'Say what was decided.')
  if (!meeting.agencies.includes(agency))
    throw invalid(
      'agency',
      '责任单位须是受邀单位，否则看不到这项任务。',
      'The accountable agency must be one that was invited, or it would not see the task.',
    )
  if (dueAt <= at) throw invalid('dueAt', '办结时间须晚于现在。', 'It must be due later than now.')
}

export const refuseCirculate = (meeting: MeetingState, actor: PostActor): Refusal | null => {
  const hostOnly = hosting(meeting, actor)
  if (hostOnly) return hostOnly
  if (meeting.state === 'planned')
    return conflict('请先记录纪要和到会情况。', 'Keep the minutes and the attendance first.')
  if (meeting.state === 'circulated')
    return conflict('纪要已发出，等待确认。', 'The minutes are out and wait for answers.')
  return meeting.attendance.some((one) => one.present)
    ? null
    : conflict('没有单位到会，无法确认纪要。', 'No agency was present, so nobody can approve the minutes.')
}

export const refuseAnswer = (meeting: MeetingState, actor: PostActor): Refusal | null => {
  if (meeting.state === 'cancelled') return CANCELLED
  if (meeting.state !== 'circulated') return conflict('纪要尚未发出。', 'The minutes are not out yet.')
  if (!meeting.attendance.some((one) => one.present && one.agency === actor.agency))
    return forbidden('只有到会单位确认纪要。', 'Only agencies that were present answer to the minutes.')
  if (answerOf(meeting, actor.agency))
    return conflict('本单位已答复这一版纪要。', 'Your agency has answered to this version.')
  if (actor.account === null) return NOT_A_PERSON
  return refuseRight('cell.duty', actor)
}

/** @throws DomainError */
export const answer = (meeting: MeetingState, approves: boolean, reason: string, actor: PostActor): void => {
  refuse(refuseAnswer(meeting, actor))
  if (!approves && reason.trim() === '') throw invalid('reason', '请写明异议的理由。', 'Say why your agency objects.')
}

export const refuseCancel = (meeting: MeetingState, actor: PostActor): Refusal | null =>
  hosting(meeting, actor) ??
  (meeting.state === 'planned'
    ? null
    : conflict('会商已召开，不能取消。', 'The meeting was held and cannot be cancelled.'))

// ---------------------------------------------------------------- decisions

export type ResolutionState = { agency: string; status: 'open' | 'accepted' | 'blocked' | 'done' }
export type ResolutionCommand =
  | { kind: 'accept' }
  | { kind: 'complete'; note: string }
  | { kind: 'block'; note: string }
  | { kind: 'unblock' }

const STATUS: Readonly<Record<ResolutionState['status'], Refusal>> = {
  open: conflict('任务尚未接受，请先接受。', 'The task has not been accepted; accept it first.'),
  accepted: conflict('任务已被接受。', 'The task has been accepted.'),
  blocked: conflict('任务受阻，请先解除受阻。', 'The task is blocked; lift the block first.'),
  done: conflict('任务已完成。', 'The task is done.'),
}
const FROM: Readonly<Record<ResolutionCommand['kind'], readonly ResolutionState['status'][]>> = {
  accept: ['open'],
  complete: ['accepted'],
  block: ['open', 'accepted'],
  unblock: ['blocked'],
}
export const RESOLUTION_ACTS = {
  accept: { act: 'resolution.accepted', status: 'accepted' },
  complete: { act: 'resolution.completed', status: 'done' },
  block: { act: 'resolution.blocked', status: 'blocked' },
  unblock: { act: 'resolution.unblocked', status: 'accepted' },
} as const

export const refuseOnResolution = (
  resolution: ResolutionState,
  kind: ResolutionCommand['kind'],
  actor: PostActor,
): Refusal | null => {
  if (resolution.agency !== actor.agency)
    return forbidden('任务由其他单位负责。', 'Another agency is accountable for this task.')
  if (!FROM[kind].includes(resolution.status)) return STATUS[resolution.status]
  if (actor.account === null) return NOT_A_PERSON
  return refuseRight('incidents.work', actor)
}

/** @throws DomainError */
export const decideResolution = (resolution: ResolutionState, command: ResolutionCommand, actor: PostActor) => {
  refuse(refuseOnResolution(resolution, command.kind, actor))
  const note = 'note' in command ? command.note.trim() : null
  if (note === '')
    throw command.kind === 'block'
      ? invalid('note', '请写明受阻的原因。', 'Say what blocks it.')
      : invalid('note', '请写明办理结果。', 'Say what was done.')
  return { ...RESOLUTION_ACTS[command.kind], note }
}
