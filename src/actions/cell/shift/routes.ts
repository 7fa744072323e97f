/** Shift hand-overs over HTTP. */
import { Type } from 'typebox'
import { type AnyRoute, route } from '../../../ledger/public.ts'
import { CreatedSchema } from '../../warn/public.ts'
import { IdSchema } from '../model.ts'
import {
  CorrectSchema,
  ReceiveSchema,
  ShiftDraftSchema,
  ShiftListSchema,
  ShiftRowSchema,
  ShiftSchema,
  SignOutSchema,
} from './model.ts'
import { correctShift, draftShift, getShift, listShifts, listShiftsForMe, receiveShift, signOut } from './service.ts'

export const shiftRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/shifts',
    summary: 'Shift hand-overs of one’s agency, newest first',
    response: ShiftListSchema,
    discloses: (answer) => answer.rows.map((row) => `shift/${row.id}`),
    handler: (call) => listShifts(call),
  }),
  route({
    method: 'GET',
    url: '/shifts/draft',
    summary: 'What a hand-over at this moment would say',
    response: ShiftDraftSchema,
    handler: (call, _input, house) => draftShift(call, house),
  }),
  route({
    method: 'GET',
    url: '/shifts/waiting',
    summary: 'Hand-overs that wait for the signature of the one who asks',
    response: Type.Object({ rows: Type.Array(ShiftRowSchema) }),
    handler: (call) => listShiftsForMe(call),
  }),
  route({
    method: 'GET',
    url: '/shifts/:id',
    summary: 'One hand-over with its items, reservations and corrections',
    params: IdSchema,
    response: ShiftSchema,
    discloses: (answer) => [`shift/${answer.id}`],
    handler: (call, { params }) => getShift(call, params.id),
  }),
  route({
    method: 'POST',
    url: '/shifts',
    summary: 'Hand the shift over: the signature of who goes',
    body: SignOutSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }, house) => signOut(call, house, body),
  }),
  route({
    method: 'POST',
    url: '/shifts/:id/receive',
    summary: 'Take the shift over: the signature of who comes, with reservations',
    params: IdSchema,
    body: ReceiveSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await receiveShift(call, params.id, body)
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/shifts/:id/corrections',
    summary: 'Put a mistake right, as a line of its own',
    params: IdSchema,
    body: CorrectSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }) => {
      await correctShift(call, params.id, body.text)
      return null
    },
  }),
]
