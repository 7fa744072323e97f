/** Hangs the session's routes: they run without a call, because nobody is signed in yet, and set cookies. */
import type { FastifyInstance } from 'fastify'
import { claimOf, type Identity } from '../../environment/identity/public.ts'
import type { ClaimOf } from './door.ts'
import { checkText } from './validation.ts'

/** Who the request says it is; a person's request also counts as a sign of life of the session. */
export const claimReader =
  (identity: Identity): ClaimOf =>
  (request) => {
    const claim = claimOf({ cookies: request.cookies, headers: request.headers })
    if (claim !== null && request.routeOptions.url !== '/api/stream') identity.touch(claim)
    return claim
  }

export const hangSessionRoutes = (server: FastifyInstance, identity: Identity): void => {
  for (const route of identity.sessionRoutes)
    server.route({
      method: route.method,
      url: `/api${route.url}`,
      schema: {
        summary: route.summary,
        ...(route.params ? { params: route.params } : {}),
        ...(route.body ? { body: route.body } : {}),
        ...(route.response ? { response: { 200: route.response } } : {}),
      },
      handler: async (request, reply) => {
        checkText(request.body)
        checkText(request.params)
        const answer = await route.handler({
          cookies: request.cookies,
          headers: request.headers,
          body: request.body,
          params: request.params,
          address: request.ip,
        })
        if (answer.setCookie) reply.header('set-cookie', answer.setCookie)
        return reply.status(answer.status).send(answer.body)
      },
    })
}
