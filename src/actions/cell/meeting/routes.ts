/** Meetings and their decisions over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../../environment/identity/public.ts'
import { type AnyRoute, type Call, route } from '../../../ledger/public.ts'
import { CreatedSchema } from '../../warn/public.ts'
import { IdSchema } from '../model.ts'
import type { ResolutionCommand } from './decide.ts'
import {
  AnswerSchema,
  FilledSchema,
  MeetingListSchema,
  MeetingSchema,
  MinutesSchema,
  NoteSchema,
  PlanMeetingSchema,
  PointSchema,
  ReasonSchema,
  ResolutionsSchema,
  ResolveSchema,
} from './model.ts'
import {
  addPoint,
  answerMinutes,
  cancelMeeting,
  circulate,
  fillAgenda,
  getCalendarFile,
  getMeeting,
  keepMinutes,
  listMeetings,
  listMyResolutions,
  planMeeting,
  resolve,
  runOnResolution,
} from './service.ts'

const done = async (work: Promise<void>): Promise<null> => {
  await work
  return null
}
const nothing = { params: IdSchema, response: Type.Null(), status: 204 } as const

const plain = (url: string, summary: string, fn: (call: Call, id: string) => Promise<void>): AnyRoute =>
  route({ method: 'POST', url, summary, ...nothing, handler: (call, { params }) => done(fn(call, params.id)) })

const onResolution = (verb: string, summary: string, kind: 'accept' | 'unblock'): AnyRoute =>
  plain(`/resolutions/:id/${verb}`, summary, (call, id) => runOnResolution(call, id, { kind }))

const onResolutionWithNote = (verb: string, summary: string, kind: 'complete' | 'block'): AnyRoute =>
  route({
    method: 'POST',
    url: `/resolutions/:id/${verb}`,
    summary,
    ...nothing,
    body: NoteSchema,
    handler: (call, { params, body }) =>
      done(runOnResolution(call, params.id, { kind, note: body.note } satisfies ResolutionCommand)),
  })

export const meetingRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/meetings',
    summary: 'Meetings of one’s agency, and decisions that are overdue',
    response: MeetingListSchema,
    discloses: (answer) => answer.rows.map((row) => `meeting/${row.id}`),
    handler: (call) => listMeetings(call),
  }),
  route({
    method: 'GET',
    url: '/meetings/:id',
    summary: 'One meeting: agenda, attendance, minutes, decisions',
    params: IdSchema,
    response: MeetingSchema,
    discloses: (answer) => [`meeting/${answer.id}`],
    handler: (call, { params }) => getMeeting(call, params.id),
  }),
  route({
    method: 'GET',
    url: '/meetings/:id/calendar',
    summary: 'A meeting as an iCalendar file',
    params: IdSchema,
    response: Type.Unknown(),
    rawAnswer: true,
    discloses: (_answer, { params }) => [`meeting/${params.id}`],
    handler: (call, { params }, house) => getCalendarFile(call, house, params.id),
  }),
  route({
    method: 'POST',
    url: '/meetings',
    summary: 'Call a meeting',
    roles: rolesFor('meetings.hold'),
    body: PlanMeetingSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }) => planMeeting(call, body),
  }),
  route({
    method: 'POST',
    url: '/meetings/:id/points',
    summary: 'Put a point on the agenda',
    ...nothing,
    body: PointSchema,
    handler: (call, { params, body }) => done(addPoint(call, params.id, body.text)),
  }),
  route({
    method: 'POST',
    url: '/meetings/:id/fill',
    summary: 'Put what is open in the record on the agenda',
    params: IdSchema,
    response: FilledSchema,
    handler: (call, { params }, house) => fillAgenda(call, house, params.id),
  }),
  route({
    method: 'POST',
    url: '/meetings/:id/minutes',
    summary: 'Keep minutes and attendance',
    ...nothing,
    body: MinutesSchema,
    handler: (call, { params, body }) => done(keepMinutes(call, params.id, body)),
  }),
  route({
    method: 'POST',
    url: '/meetings/:id/resolutions',
    summary: 'Record a decision with the agency that answers for it and its due time',
    params: IdSchema,
    body: ResolveSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { params, body }) => resolve(call, params.id, body),
  }),
  plain('/meetings/:id/circulate', 'Send the minutes out for approval', circulate),
  route({
    method: 'POST',
    url: '/meetings/:id/answer',
    summary: 'Approve the minutes for one’s agency, or object with a reason',
    ...nothing,
    body: AnswerSchema,
    handler: (call, { params, body }) => done(answerMinutes(call, params.id, body)),
  }),
  route({
    method: 'POST',
    url: '/meetings/:id/cancel',
    summary: 'Cancel a meeting, with the reason',
    ...nothing,
    body: ReasonSchema,
    handler: (call, { params, body }) => done(cancelMeeting(call, params.id, body.reason)),
  }),
  route({
    method: 'GET',
    url: '/resolutions/mine',
    summary: 'Tasks from meetings that one’s agency has not carried out',
    response: ResolutionsSchema,
    discloses: (answer) => answer.rows.map((row) => `resolution/${row.id}`),
    handler: (call) => listMyResolutions(call),
  }),
  onResolution('accept', 'Accept a task of a meeting by name', 'accept'),
  onResolution('unblock', 'Lift a block', 'unblock'),
  onResolutionWithNote('complete', 'Complete a task of a meeting, with what was done', 'complete'),
  onResolutionWithNote('block', 'Say that a task of a meeting is blocked, and why', 'block'),
]
