/** Incidents, tasks, hand-overs and evidence over HTTP. */
import { Type } from 'typebox'
import { uuid } from '../../base/public.ts'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { CreatedSchema } from '../warn/public.ts'
import { act } from './act.ts'
import type { IncidentCommand } from './decide.ts'
import { draftIncident } from './draft.ts'
import { addEvidence, checkUploadTarget, getEvidenceFile, previewEvidence, receiveFile } from './evidence.ts'
import {
  CloseIncidentSchema,
  CompleteTaskSchema,
  EVIDENCE_MAX_BYTES,
  EvidenceQuerySchema,
  HandOverSchema,
  HandoverCreatedSchema,
  IdParamsSchema,
  IncidentDraftQuerySchema,
  IncidentDraftSchema,
  IncidentListSchema,
  IncidentQuerySchema,
  IncidentSchema,
  MyTasksSchema,
  OpenIncidentSchema,
  ReasonBodySchema,
  RecordEventSchema,
  StoredEvidenceSchema,
} from './model.ts'
import { TaskScopeQuerySchema } from './model-acts.ts'
import { getIncident, listIncidents } from './read.ts'
import { listTasks } from './read-tasks.ts'
import { roomActs } from './routes-room.ts'
import { taskActs } from './routes-task.ts'
import { closeIncident, confirmPresence, openFrom, recordEvent, runOnHandover, runOnTask } from './service.ts'

const onTask = (verb: string, summary: string, kind: 'accept' | 'unblock'): AnyRoute =>
  act(`/tasks/:id/${verb}`, summary, undefined, (call, house, taskId) =>
    runOnTask(call, house, taskId, { kind, taskId }),
  )

const onTaskWithReason = (verb: string, summary: string, kind: 'block' | 'waive' | 'notApplicable'): AnyRoute =>
  act(`/tasks/:id/${verb}`, summary, ReasonBodySchema, (call, house, taskId, reason) =>
    runOnTask(call, house, taskId, { kind, taskId, reason }),
  )

const onHandover = (
  verb: string,
  summary: string,
  body: typeof ReasonBodySchema | undefined,
  command: (handoverId: string, reason: string) => IncidentCommand,
): AnyRoute =>
  act(`/handovers/:id/${verb}`, summary, body, (call, house, id, reason) =>
    runOnHandover(call, house, id, command(id, reason)),
  )

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/incidents',
    summary: 'Incidents that this post may see, newest first',
    scope: 'incidents:read',
    query: IncidentQuerySchema,
    response: IncidentListSchema,
    discloses: (answer) => answer.rows.map((row) => `incident/${row.id}`),
    handler: (call, { query }) => listIncidents(call, query),
  }),
  route({
    method: 'GET',
    url: '/incidents/draft',
    summary: 'What a new incident starts from: members by duty, tasks, deadlines',
    roles: rolesFor('incidents.open'),
    query: IncidentDraftQuerySchema,
    response: IncidentDraftSchema,
    handler: (call, { query }) => draftIncident(call, query),
  }),
  route({
    method: 'GET',
    url: '/incidents/:id',
    summary: 'The room of one incident',
    scope: 'incidents:read',
    params: IdParamsSchema,
    response: IncidentSchema,
    discloses: (answer) => [
      `incident/${answer.id}`,
      ...answer.signals.map((one) => `signal/${one.id}`),
      ...answer.evidence.map((one) => `evidence/${one.id}`),
      ...(answer.warning ? [`warning/${answer.warning.id}`] : []),
    ],
    handler: (call, { params }) => getIncident(call, params.id),
  }),
  route({
    method: 'POST',
    url: '/incidents',
    summary: 'Open a joint incident from a warning or signals',
    roles: rolesFor('incidents.open'),
    body: OpenIncidentSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }, house) => openFrom(call, body, house),
  }),
  route({
    method: 'POST',
    url: '/incidents/:id/events',
    summary: 'Record an event that starts clocks',
    params: IdParamsSchema,
    body: RecordEventSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await recordEvent(call, house, params.id, body)
      return null
    },
  }),
  act('/incidents/:id/presence', 'Confirm that one’s agency is present', undefined, confirmPresence),
  route({
    method: 'POST',
    url: '/incidents/:id/close',
    summary: 'Close an incident whose tasks are all settled',
    params: IdParamsSchema,
    body: CloseIncidentSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await closeIncident(call, house, params.id, body.summary)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/incidents/:id/evidence',
    summary: 'Add a file as evidence',
    params: IdParamsSchema,
    query: EvidenceQuerySchema,
    roles: rolesFor('incidents.work'),
    rawBody: { maxBytes: EVIDENCE_MAX_BYTES, types: ['application/octet-stream'] },
    receive: receiveFile,
    response: StoredEvidenceSchema,
    status: 201,
    handler: async (call, { params, query, body }, house) => {
      await checkUploadTarget(call, params.id, query.taskId)
      const bytes = body as unknown as Buffer
      return addEvidence(call, house, params.id, { name: query.name, taskId: query.taskId, bytes })
    },
  }),
  route({
    method: 'GET',
    url: '/evidence/:id',
    summary: 'Download a file of evidence',
    params: IdParamsSchema,
    response: Type.Unknown(),
    rawAnswer: true,
    handler: (call, { params }) => getEvidenceFile(call, params.id),
  }),
  route({
    method: 'GET',
    url: '/evidence/:id/preview',
    summary: 'A picture, document or text of evidence, to be looked at without saving it',
    params: IdParamsSchema,
    response: Type.Unknown(),
    rawAnswer: true,
    handler: (call, { params }) => previewEvidence(call, params.id),
  }),
  route({
    method: 'GET',
    url: '/tasks/mine',
    summary: 'Open tasks: of one’s post, one’s agency, all, overdue or blocked, with the count of each',
    query: TaskScopeQuerySchema,
    response: MyTasksSchema,
    discloses: (answer) => answer.rows.map((row) => `task/${row.id}`),
    handler: (call, { query }) => listTasks(call, query.of),
  }),
  onTask('accept', 'Accept a task by name', 'accept'),
  route({
    method: 'POST',
    url: '/tasks/:id/complete',
    summary: 'Complete a task with evidence or a note',
    params: IdParamsSchema,
    body: CompleteTaskSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      const { note, evidenceIds } = body
      await runOnTask(call, house, params.id, { kind: 'complete', taskId: params.id, note: note ?? null, evidenceIds })
      return null
    },
  }),
  onTaskWithReason('block', 'Say that a task is blocked, and why', 'block'),
  onTask('unblock', 'Lift a block', 'unblock'),
  onTaskWithReason('waive', 'Waive a task, as the one that leads', 'waive'),
  onTaskWithReason('not-applicable', 'Mark a conditional task as not applicable', 'notApplicable'),
  route({
    method: 'POST',
    url: '/tasks/:id/handover',
    summary: 'Offer a task to another member',
    params: IdParamsSchema,
    body: HandOverSchema,
    response: HandoverCreatedSchema,
    status: 201,
    handler: async (call, { params, body }, house) => {
      const handoverId = uuid()
      const command = { kind: 'handOver', taskId: params.id, handoverId, to: body.toAgency, note: body.note } as const
      await runOnTask(call, house, params.id, command)
      return { handoverId }
    },
  }),
  onHandover('accept', 'Accept a hand-over: the receipt', undefined, (handoverId) => ({
    kind: 'acceptHandover',
    handoverId,
  })),
  onHandover('refuse', 'Send a hand-over back, with the reason', ReasonBodySchema, (handoverId, reason) => ({
    kind: 'refuseHandover',
    handoverId,
    reason,
  })),
  onHandover('withdraw', 'Withdraw an offer, with the reason', ReasonBodySchema, (handoverId, reason) => ({
    kind: 'withdrawHandover',
    handoverId,
    reason,
  })),
  ...roomActs,
  ...taskActs,
]
