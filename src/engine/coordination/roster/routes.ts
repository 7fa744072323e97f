/** Duty rosters over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../../environment/identity/public.ts'
import { type AnyRoute, type Call, type Download, route } from '../../../ledger/public.ts'
import {
  AssignSchema,
  ChangeRosterSchema,
  CreatedIdSchema,
  IdSchema,
  ImportedSchema,
  ImportSchema,
  NewRosterSchema,
  OnDutySchema,
  OnQuerySchema,
  ProposeSwapSchema,
  RepeatedSchema,
  RepeatSchema,
  RosterQuerySchema,
  RosterSchema,
  RostersSchema,
  SwapReasonSchema,
} from './model.ts'
import {
  assignDuty,
  changeRoster,
  consentToSwap,
  createRoster,
  exportRoster,
  getRoster,
  importRoster,
  listRosters,
  proposeDutySwap,
  refuseSwap,
  repeatRoster,
  whoIsOnDuty,
  withdrawSwap,
} from './service.ts'

const KEEPERS = rolesFor('rosters.manage')

const act = (url: string, summary: string, fn: (call: Call, id: string) => Promise<void>): AnyRoute =>
  route({
    method: 'POST',
    url,
    summary,
    params: IdSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params }) => {
      await fn(call, params.id)
      return null
    },
  })

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/rosters',
    summary: 'Duty rosters, who is on now, and the next duty that nobody stands',
    response: RostersSchema,
    discloses: (answer) => answer.rows.map((row) => `roster/${row.id}`),
    handler: (call) => listRosters(call),
  }),
  route({
    method: 'GET',
    url: '/duty',
    summary: 'Who is on duty at an instant, of one agency or of all',
    query: OnQuerySchema,
    response: Type.Object({ rows: Type.Array(OnDutySchema) }),
    discloses: (answer) => [...new Set(answer.rows.map((row) => `roster/${row.roster.id}`))],
    handler: async (call, { query }) => ({
      rows: await whoIsOnDuty(call, query.agency ?? null, query.at ? new Date(query.at) : call.at),
    }),
  }),
  route({
    method: 'GET',
    url: '/rosters/:id',
    summary: 'One roster: its days, who stands which duty, what is not covered',
    params: IdSchema,
    query: RosterQuerySchema,
    response: RosterSchema,
    discloses: (answer) => [`roster/${answer.id}`],
    handler: (call, { params, query }) => getRoster(call, params.id, query),
  }),
  route({
    method: 'GET',
    url: '/rosters/:id/file',
    summary: 'A roster as a CSV file',
    params: IdSchema,
    query: RosterQuerySchema,
    response: Type.Unknown(),
    rawAnswer: true,
    discloses: (_answer, { params }) => [`roster/${params.id}`],
    handler: async (call, { params, query }): Promise<Download> => ({
      mediaType: 'text/csv; charset=utf-8',
      fileName: `roster-${query.from ?? 'week'}.csv`,
      body: await exportRoster(call, params.id, query),
    }),
  }),
  route({
    method: 'POST',
    url: '/rosters',
    summary: 'Set up a duty roster',
    roles: KEEPERS,
    body: NewRosterSchema,
    response: CreatedIdSchema,
    status: 201,
    handler: (call, { body }, house) => createRoster(call, house, body),
  }),
  route({
    method: 'POST',
    url: '/rosters/:id/change',
    summary: 'Change title, shifts and posts of a roster',
    params: IdSchema,
    body: ChangeRosterSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await changeRoster(call, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/rosters/:id/duties',
    summary: 'Enter who stands a duty, or clear it',
    params: IdSchema,
    body: AssignSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await assignDuty(call, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/rosters/:id/repeat',
    summary: 'Repeat a week as the template of the weeks after it',
    params: IdSchema,
    body: RepeatSchema,
    response: RepeatedSchema,
    handler: (call, { params, body }) => repeatRoster(call, params.id, body),
  }),
  route({
    method: 'POST',
    url: '/rosters/:id/import',
    summary: 'Enter duties from a CSV file, all or none',
    params: IdSchema,
    body: ImportSchema,
    response: ImportedSchema,
    handler: (call, { params, body }) => importRoster(call, params.id, body.csv),
  }),
  route({
    method: 'POST',
    url: '/rosters/:id/swaps',
    summary: 'Propose that two officers exchange their duties',
    params: IdSchema,
    body: ProposeSwapSchema,
    response: CreatedIdSchema,
    status: 201,
    handler: (call, { params, body }) => proposeDutySwap(call, params.id, body),
  }),
  act('/swaps/:id/consent', 'Agree to a swap, for oneself', consentToSwap),
  act('/swaps/:id/withdraw', 'Withdraw a swap that one proposed', withdrawSwap),
  route({
    method: 'POST',
    url: '/swaps/:id/refuse',
    summary: 'Refuse a swap, with the reason',
    params: IdSchema,
    body: SwapReasonSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await refuseSwap(call, params.id, body.reason)
      return null
    },
  }),
]
