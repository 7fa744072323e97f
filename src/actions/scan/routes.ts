/** The environment scan over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { CreatedSchema } from '../warn/public.ts'
import {
  AnswerProposalSchema,
  CloseNoticeSchema,
  NewNoticeSchema,
  NewProposalSchema,
  NewSourceSchema,
  NoticeListSchema,
  NoticeQuerySchema,
  NoticeSchema,
  ScanIdSchema,
  ScanSourcesSchema,
  UpdateNoticeSchema,
} from './model.ts'
import {
  addSource,
  answerProposal,
  changeNotice,
  checkSource,
  closeNotice,
  getNotice,
  listNotices,
  listSources,
  proposeChange,
  recordNotice,
  retireSource,
} from './service.ts'

const WRITERS = rolesFor('scan.write')

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/scan',
    summary: 'What changes outside the port, newest first',
    query: NoticeQuerySchema,
    response: NoticeListSchema,
    discloses: (answer) => answer.rows.map((row) => `scan_notice/${row.id}`),
    handler: (call, { query }, house) => listNotices(call, house, query),
  }),
  route({
    method: 'GET',
    url: '/scan/sources',
    summary: 'Where we look, how often, and when last',
    response: ScanSourcesSchema,
    handler: (call) => listSources(call),
  }),
  route({
    method: 'POST',
    url: '/scan/sources',
    summary: 'Add a source that must be looked at',
    roles: WRITERS,
    body: NewSourceSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }) => addSource(call, body),
  }),
  ...(['check', 'retire'] as const).map((verb) =>
    route({
      method: 'POST',
      url: `/scan/sources/:id/${verb}`,
      summary: verb === 'check' ? 'Record that a source was looked at' : 'Retire a source',
      roles: WRITERS,
      params: ScanIdSchema,
      response: Type.Null(),
      status: 204,
      handler: async (call, { params }) => {
        await (verb === 'check' ? checkSource : retireSource)(call, params.id)
        return null
      },
    }),
  ),
  route({
    method: 'POST',
    url: '/scan',
    summary: 'Record a notice: what it is, what it means here, who owns it',
    roles: WRITERS,
    body: NewNoticeSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }, house) => recordNotice(call, house, body),
  }),
  route({
    method: 'GET',
    url: '/scan/:id',
    summary: 'One notice with its proposals and history',
    params: ScanIdSchema,
    response: NoticeSchema,
    discloses: (answer) => [`scan_notice/${answer.id}`],
    handler: (call, { params }, house) => getNotice(call, house, params.id),
  }),
  route({
    method: 'PUT',
    url: '/scan/:id',
    summary: 'Change a notice, with the reason',
    roles: WRITERS,
    params: ScanIdSchema,
    body: UpdateNoticeSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await changeNotice(call, house, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/scan/:id/proposals',
    summary: 'Propose a change that the notice asks for',
    roles: WRITERS,
    params: ScanIdSchema,
    body: NewProposalSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { params, body }, house) => proposeChange(call, house, params.id, body),
  }),
  route({
    method: 'POST',
    url: '/scan/proposals/:id/answer',
    summary: 'Accept or decline a proposal, or record that it is done',
    roles: WRITERS,
    params: ScanIdSchema,
    body: AnswerProposalSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await answerProposal(call, house, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/scan/:id/close',
    summary: 'Close a notice, with the reason',
    roles: WRITERS,
    params: ScanIdSchema,
    body: CloseNoticeSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await closeNotice(call, house, params.id, body.reason)
      return null
    },
  }),
]
