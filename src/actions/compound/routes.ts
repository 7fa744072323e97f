/** Compound assessments over HTTP: read only, since only evidence changes them. */
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { type Compound, CompoundIdSchema, CompoundListSchema, CompoundQuerySchema, CompoundSchema } from './model.ts'
import { getCompound, listCompounds } from './view.ts'

const READ = rolesFor('signals.read')
const disclosed = (one: Compound): string[] => [`compound/${one.id}`]

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/compounds',
    summary: 'Compound assessments that this post may see, or those that rest on one signal',
    roles: READ,
    scope: 'signals:read',
    query: CompoundQuerySchema,
    response: CompoundListSchema,
    discloses: (answer) => answer.rows.flatMap(disclosed),
    handler: (call, { query }) => listCompounds(call, query),
  }),
  route({
    method: 'GET',
    url: '/compounds/:id',
    summary: 'One compound assessment: both sides, contributions, what is missing, what would change it',
    roles: READ,
    scope: 'signals:read',
    params: CompoundIdSchema,
    response: CompoundSchema,
    discloses: disclosed,
    handler: (call, { params }) => getCompound(call, params.id),
  }),
]
