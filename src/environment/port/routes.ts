/** The port's map over HTTP. */
import { type AnyRoute, route } from '../../ledger/public.ts'
import { getPort } from './in-force.ts'
import { PortAnswerSchema } from './model.ts'

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/port',
    summary: 'Zones and geometry of the port, and the map service that the site has set',
    response: PortAnswerSchema,
    handler: async () => getPort(),
  }),
]
