/** Warnings over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { draftWarning } from './draft.ts'
import {
  AcknowledgeSchema,
  CreatedSchema,
  EndWarningSchema,
  IssueWarningSchema,
  WarningDraftQuerySchema,
  WarningDraftSchema,
  WarningIdSchema,
  WarningListSchema,
  WarningQuerySchema,
  WarningSchema,
} from './model.ts'
import { acknowledgeWarning, endWarning, getWarning, issueWarning, listWarnings } from './service.ts'

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
    handler: (call, { body }) => issueWarning(call, body),
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
]
