/** Decision tables over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import {
  ApproveSchema,
  CreatedSchema,
  DiffQuerySchema,
  DiffSchema,
  FoundRulesSchema,
  ImportSchema,
  KindListSchema,
  NewDraftSchema,
  PreviewQuerySchema,
  PreviewSchema,
  ProposeSchema,
  RetireSchema,
  ReturnSchema,
  SaveSchema,
  SearchQuerySchema,
  TableIdSchema,
  TableSchema,
} from './model.ts'
import {
  approveTable,
  diffOf,
  draftFrom,
  exportTable,
  getTable,
  importTable,
  listKinds,
  previewTable,
  proposeTable,
  retireTable,
  returnTable,
  saveDraft,
  searchRules,
  withdrawTable,
} from './service.ts'

const read = rolesFor('rules.read')
const edit = rolesFor('rules.edit')
const approve = rolesFor('rules.approve')
const done = { response: Type.Null(), status: 204 } as const

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/rules',
    summary: 'Decision tables by kind of signal: what is in force, what comes next, what is being worked on',
    roles: read,
    response: KindListSchema,
    handler: (call) => listKinds(call),
  }),
  route({
    method: 'GET',
    url: '/rules/search',
    summary: 'Rules of the tables in force by their words',
    roles: read,
    query: SearchQuerySchema,
    response: FoundRulesSchema,
    handler: (call, { query }) => searchRules(call, query.q),
  }),
  route({
    method: 'GET',
    url: '/rules/:id',
    summary: 'One version of a decision table, in words and as data',
    roles: read,
    params: TableIdSchema,
    response: TableSchema,
    discloses: (answer) => [`ruleset/${answer.id}`],
    handler: (call, { params }) => getTable(call, params.id),
  }),
  route({
    method: 'GET',
    url: '/rules/:id/diff',
    summary: 'What differs from another version, in words',
    roles: read,
    params: TableIdSchema,
    query: DiffQuerySchema,
    response: DiffSchema,
    handler: (call, { params, query }) => diffOf(call, params.id, query.against),
  }),
  route({
    method: 'GET',
    url: '/rules/:id/preview',
    summary: 'What the version would have done to the newest signals that this post may see',
    roles: read,
    params: TableIdSchema,
    query: PreviewQuerySchema,
    response: PreviewSchema,
    discloses: (answer) => answer.rows.map((row) => `signal/${row.signal.id}`),
    handler: (call, { params, query }) => previewTable(call, params.id, query.signals ?? 500),
  }),
  route({
    method: 'GET',
    url: '/rules/:id/export',
    summary: 'The version as a JSON file',
    roles: read,
    params: TableIdSchema,
    response: Type.Unknown(),
    rawAnswer: true,
    handler: (call, { params }) => exportTable(call, params.id),
  }),
  route({
    method: 'POST',
    url: '/rules',
    summary: 'Start a draft from a version',
    roles: edit,
    body: NewDraftSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }) => draftFrom(call, body.from),
  }),
  route({
    method: 'POST',
    url: '/rules/import',
    summary: 'Start a draft from a JSON file',
    roles: edit,
    body: ImportSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }) => importTable(call, body.content),
  }),
  route({
    method: 'PUT',
    url: '/rules/:id',
    summary: 'Save a draft',
    params: TableIdSchema,
    body: SaveSchema,
    response: Type.Object({ edit: Type.Integer() }),
    handler: (call, { params, body }) => saveDraft(call, params.id, body.edit, body.content),
  }),
  route({
    method: 'POST',
    url: '/rules/:id/propose',
    summary: 'Propose a draft for approval, with the reason',
    params: TableIdSchema,
    body: ProposeSchema,
    ...done,
    handler: async (call, { params, body }) => {
      await proposeTable(call, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/rules/:id/approve',
    summary: 'Approve a proposed version; a second person does',
    roles: approve,
    params: TableIdSchema,
    body: ApproveSchema,
    ...done,
    handler: async (call, { params, body }) => {
      await approveTable(call, params.id, body.note)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/rules/:id/return',
    summary: 'Send a proposed version back to its author, with the reason',
    roles: approve,
    params: TableIdSchema,
    body: ReturnSchema,
    ...done,
    handler: async (call, { params, body }) => {
      await returnTable(call, params.id, body.note)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/rules/:id/withdraw',
    summary: 'Withdraw one’s own draft or proposal',
    roles: edit,
    params: TableIdSchema,
    ...done,
    handler: async (call, { params }) => {
      await withdrawTable(call, params.id)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/rules/:id/retire',
    summary: 'Retire an approved version, with the reason',
    roles: approve,
    params: TableIdSchema,
    body: RetireSchema,
    ...done,
    handler: async (call, { params, body }) => {
      await retireTable(call, params.id, body.reason)
      return null
    },
  }),
]
