/** Changes of law and duties over HTTP. */
import { Type } from 'typebox'
import { DaySchema, referenceOfDay } from '../../environment/duties/public.ts'
import { rolesFor } from '../../environment/identity/public.ts'
import { dayIn } from '../../environment/reference/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { CreatedSchema } from '../warn/public.ts'
import {
  ChangedSchema,
  ConfirmSchema,
  EndInstrumentSchema,
  EntrySchema,
  LoadCalendarSchema,
  ReviewListSchema,
} from './model.ts'
import { confirmRow, endLaw, loadCalendarYear } from './service.ts'
import { viewEntry, viewReviewList } from './view.ts'

const CodeParams = Type.Object({ id: Type.String({ maxLength: 60 }) })

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/law/entries/:id',
    summary: 'One duty row, deadline or instrument with its versions, what rests on it and its reviews, as of a day',
    params: CodeParams,
    query: Type.Object({ asOf: Type.Optional(DaySchema) }),
    response: EntrySchema,
    handler: async (call, { params, query }, house) =>
      viewEntry(call, await referenceOfDay(call, house, query.asOf), params.id),
  }),
  route({
    method: 'GET',
    url: '/law/reviews',
    summary: 'Rows that rest on law that changed, waiting for a person first',
    query: Type.Object({ state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')])) }),
    response: ReviewListSchema,
    handler: async (call, { query }, house) =>
      viewReviewList(call, await referenceOfDay(call, house, undefined), query.state ?? 'open'),
  }),
  route({
    method: 'POST',
    url: '/law/instruments/:id/end',
    summary: 'Record that an instrument ends or is replaced; flags every row and open task that rests on it',
    roles: rolesFor('law.edit'),
    params: CodeParams,
    body: EndInstrumentSchema,
    response: ChangedSchema,
    handler: (call, { params, body }, house) => endLaw(call, params.id, body, dayIn(call.at, house.portZone)),
  }),
  route({
    method: 'POST',
    url: '/law/reviews/:id/confirm',
    summary: 'Confirm a flagged row: kept, changed or ended, with the reason',
    roles: rolesFor('law.edit'),
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    body: ConfirmSchema,
    response: Type.Null(),
    status: 204,
    handler: async (call, { params, body }, house) => {
      await confirmRow(call, params.id, body, dayIn(call.at, house.portZone))
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/law/calendar',
    summary: 'Load a year of holidays and make-up working days',
    roles: rolesFor('law.edit'),
    body: LoadCalendarSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }, house) => loadCalendarYear(call, body, dayIn(call.at, house.portZone)),
  }),
]
