/** Warnings over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { draftWarning } from './draft.ts'
import {
  AcknowledgeSchema,
  CancelWarningSchema,
  CreatedSchema,
  EndWarningSchema,
  IssueWarningSchema,
  LessonSchema,
  NewSubscriptionSchema,
  SubscriptionsSchema,
  UpdateWarningSchema,
  WarningDraftQuerySchema,
  WarningDraftSchema,
  WarningFiguresSchema,
  WarningIdSchema,
  WarningListSchema,
  WarningQuerySchema,
  WarningSchema,
} from './model.ts'
import {
  acknowledgeWarning,
  cancelWarning,
  endWarning,
  getFigures,
  getWarning,
  issueWarning,
  listWarnings,
  recordLesson,
  reviseWarning,
} from './service.ts'
import { listSubscriptions, subscribe, unsubscribe } from './subscriptions.ts'

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/warnings',
    summary: 'Warnings that this post may see, newest first',
    scope: 'warnings:read',
    query: WarningQuerySchema,
    response: WarningListSchema,
    discloses: (answer) => answer.rows.map((row) => `warning/${row.id}`),
    handler: (call, { query }) => listWarnings(call, query),
  }),
  route({
    method: 'GET',
    url: '/warnings/draft',
    summary: 'What a new warning starts from: level, audience by duty, words',
    roles: rolesFor('warnings.issue'),
    query: WarningDraftQuerySchema,
    response: WarningDraftSchema,
    handler: (call, { query }) => draftWarning(call, query),
  }),
  route({
    method: 'GET',
    url: '/warnings/figures',
    summary: 'How many warnings each list of this post has, under the same filter',
    scope: 'warnings:read',
    query: WarningQuerySchema,
    response: WarningFiguresSchema,
    handler: (call, { query }) => getFigures(call, query),
  }),
  route({
    method: 'GET',
    url: '/subscriptions',
    summary: 'What one’s agency and its posts asked to be told of',
    response: SubscriptionsSchema,
    handler: (call) => listSubscriptions(call),
  }),
  route({
    method: 'POST',
    url: '/subscriptions',
    summary: 'Ask to be told of warnings, for the agency or one’s post',
    body: NewSubscriptionSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }) => subscribe(call, body),
  }),
  route({
    method: 'POST',
    url: '/subscriptions/:id/end',
    summary: 'End a subscription',
    params: WarningIdSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params }) => {
      await unsubscribe(call, params.id)
      return null
    },
  }),
  route({
    method: 'GET',
    url: '/warnings/:id',
    summary: 'One warning with its acknowledgements',
    scope: 'warnings:read',
    params: WarningIdSchema,
    response: WarningSchema,
    discloses: (answer) => [
      `warning/${answer.id}`,
      ...answer.links.signals.map((one) => `signal/${one.id}`),
      ...answer.links.incidents.map((one) => `incident/${one.id}`),
    ],
    handler: (call, { params }) => getWarning(call, params.id),
  }),
  route({
    method: 'POST',
    url: '/warnings',
    summary: 'Issue a warning',
    roles: rolesFor('warnings.issue'),
    body: IssueWarningSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }, house) => issueWarning(call, body, house.portZone),
  }),
  route({
    method: 'POST',
    url: '/warnings/:id/acknowledge',
    summary: 'Acknowledge a warning for one’s agency',
    params: WarningIdSchema,
    body: AcknowledgeSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await acknowledgeWarning(call, params.id, body.note)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/warnings/:id/end',
    summary: 'End a warning, with the reason',
    params: WarningIdSchema,
    body: EndWarningSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await endWarning(call, params.id, body.reason)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/warnings/:id/update',
    summary: 'A new version of a warning: another level, title or text; a raised level is acknowledged anew',
    params: WarningIdSchema,
    body: UpdateWarningSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await reviseWarning(call, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/warnings/:id/cancel',
    summary: 'Cancel a warning that was wrong; everybody who got it acknowledges that',
    params: WarningIdSchema,
    body: CancelWarningSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await cancelWarning(call, params.id, body.reason)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/warnings/:id/lessons',
    summary: 'After its end: was it right, was it in time, what to change',
    params: WarningIdSchema,
    body: LessonSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await recordLesson(call, params.id, body)
      return null
    },
  }),
]
