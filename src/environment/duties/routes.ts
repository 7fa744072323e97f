/** Duties over HTTP: who leads here, by which article. */
import { type AnyRoute, route } from '../../ledger/public.ts'
import { getReference } from '../reference/public.ts'
import { ResolvedDutySchema, ResolveQuerySchema } from './model.ts'
import { resolveDuty } from './resolve.ts'

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/duties/resolve',
    summary: 'Who leads, supports and is informed for a risk at a place, on what basis, and the tasks that follow',
    query: ResolveQuerySchema,
    response: ResolvedDutySchema,
    handler: async (_call, { query }) =>
      resolveDuty(getReference(), query.risk, query.place, query.jurisdiction ?? 'CN'),
  }),
]
