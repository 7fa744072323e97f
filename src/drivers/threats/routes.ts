/** The shared-threat register and the definition queue over HTTP. */
import { Type } from 'typebox'
import { jurisdictionOfSite, referenceOfDay } from '../../environment/duties/public.ts'
import { rolesFor } from '../../environment/identity/public.ts'
import { dayIn } from '../../environment/reference/public.ts'
import { type AnyRoute, type Call, type House, route } from '../../ledger/public.ts'
import {
  DefineSchema,
  InterimSchema,
  ItemIdSchema,
  ItemListSchema,
  ItemQuerySchema,
  ItemSchema,
  NoteSchema,
  ProposalSchema,
  ReasonSchema,
  RegisterQuerySchema,
  RegisterSchema,
  ThreatDetailSchema,
  ThreatParamsSchema,
} from './model.ts'
import {
  acceptProposal,
  addNote,
  defineItem,
  giveBack,
  proposeDuty,
  rejectItem,
  releaseItem,
  setInterim,
} from './service.ts'
import { viewItem, viewItems, viewRegister, viewThreat } from './view.ts'

const now = (call: Call, house: House) => referenceOfDay(call, house, undefined)
const work = rolesFor('definitions.work')
const law = rolesFor('law.edit')

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/register',
    summary: 'Risks that more than one agency owns or needs: who leads, what is going on, what is missing',
    query: RegisterQuerySchema,
    response: RegisterSchema,
    handler: async (call, { query }, house) =>
      viewRegister(call, await now(call, house), jurisdictionOfSite(house), query),
  }),
  route({
    method: 'GET',
    url: '/register/:risk/:place',
    summary: 'One risk at one place, with the signals, warnings and incidents that its numbers stand for',
    params: ThreatParamsSchema,
    response: ThreatDetailSchema,
    discloses: (answer) => [
      ...answer.signals.map((one) => `signal/${one.id}`),
      ...answer.warnings.map((one) => `warning/${one.id}`),
      ...answer.incidents.map((one) => `incident/${one.id}`),
    ],
    handler: async (call, { params }, house) =>
      viewThreat(call, await now(call, house), jurisdictionOfSite(house), params.risk, params.place),
  }),
  route({
    method: 'GET',
    url: '/definitions',
    summary: 'Risks without an owner',
    query: ItemQuerySchema,
    response: ItemListSchema,
    discloses: (answer) => answer.rows.map((row) => `definition/${row.id}`),
    handler: async (call, { query }, house) => viewItems(call, await now(call, house), query),
  }),
  route({
    method: 'GET',
    url: '/definitions/:id',
    summary: 'One risk without an owner, with its history',
    params: ItemIdSchema,
    response: ItemSchema,
    discloses: (answer) => [`definition/${answer.id}`],
    handler: async (call, { params }, house) => viewItem(call, await now(call, house), params.id),
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/note',
    summary: 'Say something about it',
    roles: work,
    params: ItemIdSchema,
    body: NoteSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await addNote(call, params.id, body.text)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/define',
    summary: 'Define the risk: what it is, measures, what the law lacks, when to look again',
    roles: work,
    params: ItemIdSchema,
    body: DefineSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await defineItem(call, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/interim',
    summary: 'Name who leads for the time being',
    roles: work,
    params: ItemIdSchema,
    body: InterimSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await setInterim(call, params.id, body.agency)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/propose',
    summary: 'Settle it: propose a duty, which a legal officer accepts or returns',
    roles: work,
    params: ItemIdSchema,
    body: ProposalSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await proposeDuty(call, params.id, body, dayIn(call.at, house.portZone))
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/reject',
    summary: 'Close it without a duty, with the reason',
    roles: work,
    params: ItemIdSchema,
    body: ReasonSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await rejectItem(call, params.id, body.reason)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/accept',
    summary: 'Accept the proposed duty: it becomes a row of the matrix',
    roles: law,
    params: ItemIdSchema,
    response: Type.Object({ row: Type.String() }),
    handler: (call, { params }, house) => acceptProposal(call, params.id, dayIn(call.at, house.portZone)),
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/return',
    summary: 'Return the proposed duty, with the reason',
    roles: law,
    params: ItemIdSchema,
    body: ReasonSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await giveBack(call, params.id, body.reason)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/definitions/:id/release',
    summary: 'Put a risk that few know of before every agency, in one’s own words',
    roles: work,
    params: ItemIdSchema,
    body: NoteSchema,
    response: Type.Object({ id: Type.String() }),
    status: 201,
    handler: (call, { params, body }) => releaseItem(call, params.id, body.text),
  }),
]
