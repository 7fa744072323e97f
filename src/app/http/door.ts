/**
 * The door: hangs the rooms' routes into the server. For each request it validates the input, opens one call, checks the
 * post's role or the token's scope, runs the handler, writes the entry of what was disclosed, commits, and only then
 * answers. What may not be seen looks like what does not exist; every protected answer is `no-store`.
 */
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError, type RealmId } from '../../base/public.ts'
import { circleFor } from '../../engine/sharing/public.ts'
import { type AnyRoute, type Call, type Download, type House, inCall } from '../../ledger/public.ts'
import type { Claim } from '../../store/public.ts'
import { findAnswer, keepAnswer, keyOf } from './answered.ts'
import { validatorOf } from './validation.ts'

export type ClaimOf = (request: FastifyRequest) => Claim | null

const refuseRole = (): never => {
  throw new DomainError('forbidden', {
    zh: '你的岗位没有这项权限；请联系本单位管理员。',
    en: 'Your post does not have this right; ask your administrator.',
  })
}

const checkRight = (route: AnyRoute, call: Call): void => {
  const { actor } = call
  if (actor.scopes !== null && (route.scope === undefined || !actor.scopes.includes(route.scope))) refuseRole()
  if (actor.scopes === null && route.roles?.length && !route.roles.some((role) => actor.roles.includes(role)))
    refuseRole()
}

/** One entry per response: who saw which records. Its circle is the viewer's own agency, where views are accounted for. */
export const recordDisclosure = async (call: Call, url: string, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  const circleId = await viewCircle(call)
  call.record({
    act: 'record.viewed',
    object: `list/${ids.length}`,
    basis: call.actor.purpose,
    payload: { route: url, ids },
    circleId,
  })
}

const viewCircle = (call: Call): Promise<number> =>
  circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'administration',
    purposeLock: null,
    tlp: 'red',
    agencies: [],
    groups: [],
  })

const sendDownload = (reply: FastifyReply, file: Download): FastifyReply =>
  reply
    .header('content-type', file.mediaType)
    .header(
      'content-disposition',
      `${file.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    )
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(file.body)

const isStream = (body: unknown): body is Readable =>
  typeof (body as Readable | null | undefined)?.[Symbol.asyncIterator] === 'function'

/** What the framework did not read as JSON comes as a stream: right for a file, and for nothing else. */
const refuseStream = (request: FastifyRequest): void => {
  if (!isStream(request.body)) return
  throw new DomainError('unsupported', {
    zh: '请以 application/json 发送内容。',
    en: 'Send the content as application/json.',
  })
}

const readRaw = (request: FastifyRequest, route: AnyRoute): Readable => {
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  if (length > route.rawBody!.maxBytes)
    throw new DomainError('too_large', {
      zh: `文件超过上限 ${Math.floor(route.rawBody!.maxBytes / 1_048_576)} MiB，请拆分后再传。`,
      en: `The file is larger than ${Math.floor(route.rawBody!.maxBytes / 1_048_576)} MiB; split it and send the pieces.`,
    })
  if (isStream(request.body)) return request.body
  throw new DomainError('unsupported', {
    zh: '请以 application/octet-stream 发送文件内容。',
    en: 'Send the bytes of the file as application/octet-stream.',
  })
}

export const hangRoutes = (
  server: FastifyInstance,
  house: House,
  claimOf: ClaimOf,
  routes: readonly AnyRoute[],
): void => {
  for (const route of routes) {
    const validate = {
      params: route.params && validatorOf(route.params, { convert: true }),
      query: route.query && validatorOf(route.query, { convert: true }),
      body: route.body && validatorOf(route.body, { convert: false }),
    }
    const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const claim = claimOf(request)
      if (claim === null) throw new DomainError('unauthenticated', { zh: '请先登录。', en: 'Please sign in first.' })
      if (!route.rawBody) refuseStream(request)
      // A stream is not kept to be compared; its bytes settle by their own hash.
      const keyed = route.rawBody || route.rawAnswer ? undefined : keyOf(request)
      // Who may not call this sends nothing for us to take in: the right is checked in a call of its own first.
      if (route.receive) await inCall(house, claim, async (call) => checkRight(route, call))
      const received = route.receive && (await route.receive(readRaw(request, route)))
      const answer = await inCall(house, { ...claim, realm: claim.realm as RealmId }, async (call) => {
        checkRight(route, call)
        const input = {
          params: validate.params?.(request.params),
          query: validate.query?.(request.query),
          body: route.receive ? received : route.rawBody ? readRaw(request, route) : validate.body?.(request.body),
        }
        const before = keyed && (await findAnswer(call, house, keyed))
        if (before) return before.body
        const result = await route.handler(call, input as never, house)
        await recordDisclosure(call, route.url, route.discloses?.(result as never, input as never) ?? [])
        if (keyed) await keepAnswer(call, house, keyed, { status: route.status ?? 200, body: result })
        return result
      })
      reply.header('cache-control', 'no-store').status(route.status ?? 200)
      if (route.rawAnswer) return sendDownload(reply, answer as Download)
      return route.status === 204 ? reply.send() : answer
    }
    server.route({
      method: route.method,
      url: `/api${route.url}`,
      handler,
      ...(route.rawBody ? { bodyLimit: route.rawBody.maxBytes } : {}),
      schema: {
        summary: route.summary,
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { querystring: route.query } : {}),
        ...(route.body ? { body: route.body } : {}),
        ...(route.rawAnswer || route.status === 204 ? {} : { response: { [route.status ?? 200]: route.response } }),
      },
    })
  }
}
