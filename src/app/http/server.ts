/** The HTTP server: security headers, problem documents, the built console, OpenAPI from the same schemas as the checks. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import fastifySwagger from '@fastify/swagger'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { DomainError, notFound } from '../../base/public.ts'
import { problemOf } from './problem.ts'

export type ServerOptions = {
  webDir: string
  version: string
  logError(error: unknown, route: string): void
  /** Address template of the site's map service: the one place outside from which pages may load anything. */
  mapTiles?: string | undefined
}

const contentSecurity = (mapTiles: string | undefined): string => {
  const map = mapTiles === undefined ? '' : ` ${new URL(mapTiles).origin}`
  return [
    "default-src 'self'",
    // Ant Design writes its styles into the page.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${map}`,
    "font-src 'self'",
    `connect-src 'self'${map}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** A page of another site cannot set this header without asking first, and we never say yes: the guard against forged requests. */
const refuseForged = (request: { method: string; headers: Record<string, unknown>; url: string }): void => {
  if (!WRITES.has(request.method) || !request.url.startsWith('/api/')) return
  if (typeof request.headers['authorization'] === 'string' || request.headers['x-tongguan'] === '1') return
  throw new DomainError('forbidden', {
    zh: '请求缺少 x-tongguan 标头。',
    en: 'The request lacks the header x-tongguan: 1.',
  })
}

/** How long the rest of a refused body is read and thrown away. */
const DRAIN_MS = 30_000

/**
 * A body that was refused before its end is read to its end and thrown away: a connection that is closed while its sender still
 * sends is reset, and the sender never reads why.
 */
const drain = (request: FastifyRequest, reply: FastifyReply): void => {
  const { raw } = request
  if (raw.complete || raw.destroyed) return
  reply.removeHeader('connection')
  raw.resume()
  const late = setTimeout(() => raw.destroy(), DRAIN_MS)
  late.unref()
  raw.once('close', () => clearTimeout(late))
}

export const buildServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const security = contentSecurity(options.mapTiles)
  const server = fastify({
    logger: false,
    bodyLimit: 1_048_576,
    trustProxy: 'loopback',
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
    // An address that cannot be read is answered before any hook runs.
    frameworkErrors: (error, _request, reply) => {
      const problem = problemOf(error)
      reply.raw
        .writeHead(problem.status, {
          'content-type': 'application/problem+json',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        })
        .end(JSON.stringify(problem))
    },
  })
  // Schemas are checked by the door with one validator; the framework only carries them into the OpenAPI document.
  server.setValidatorCompiler(() => () => true)
  server.setSerializerCompiler(() => (data) => JSON.stringify(data))
  server.removeContentTypeParser('text/plain')
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  server.addHook('onRequest', async (request, reply) => {
    reply
      .header('content-security-policy', security)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'camera=(self), geolocation=(), microphone=()')
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    refuseForged(request)
  })
  server.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    // Ids and routes only: an error text may quote what its reader may not see.
    if (problem.status >= 500)
      options.logError(error, `${request.method} ${request.routeOptions.url ?? 'unknown route'}`)
    drain(request, reply)
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
    reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  })

  await server.register(fastifyCookie)
  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tongguan', version: options.version, license: { name: 'Apache-2.0' } },
    },
  })
  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger())

  if (existsSync(join(options.webDir, 'index.html'))) {
    await server.register(fastifyStatic, {
      root: options.webDir,
      wildcard: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  server.setNotFoundHandler((request, reply) => {
    // Addresses of pages are the console's own; a built file that is not there is simply absent.
    const wantsPage =
      request.method === 'GET' &&
      !/^\/(api|assets)\//.test(request.url) &&
      existsSync(join(options.webDir, 'index.html'))
    if (wantsPage) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    const problem = problemOf(notFound())
    return reply.status(404).type('application/problem+json').send(JSON.stringify(problem))
  })
  return server
}
