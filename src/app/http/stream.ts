/**
 * Live changes by server-sent events. The integrator notifies once per round with the ledger's size; rounds then tell every
 * open page what its viewer may know of (`stream-rounds.ts`). Only ids travel; pages read the rows again under the policy. A
 * stream ends with its session, and says so when the viewer's access changed (`epoch`), so that pages drop what is no longer
 * theirs. It resumes at the last event's id, also after a restart of the server.
 */
import type { FastifyInstance } from 'fastify'
import { DomainError, type RealmId, type SealedText } from '../../base/public.ts'
import { type Call, type House, inCall } from '../../ledger/public.ts'
import { type ClaimOf, recordDisclosure } from './door.ts'
import { epochOf, type LedgerHead, startRounds } from './stream-rounds.ts'

export type { LedgerHead } from './stream-rounds.ts'

/** What a machine's token must all hold: a stream names objects of every kind. */
const SCOPES_NEEDED = ['signals:read', 'warnings:read', 'incidents:read'] as const

const refuseToken = ({ actor: { scopes } }: Call): void => {
  if (scopes === null || SCOPES_NEEDED.every((scope) => scopes.includes(scope))) return
  throw new DomainError('forbidden', {
    zh: `接口令牌须同时具备以下权限才能接收实时变化：${SCOPES_NEEDED.join('、')}。`,
    en: `A token needs all of these scopes to receive live changes: ${SCOPES_NEEDED.join(', ')}.`,
  })
}

export type StreamHub = {
  noteSize(): void
  noteAccess(): void
  close(): void
  count(): number
}

export const hangStream = (
  server: FastifyInstance,
  house: House,
  claimOf: ClaimOf,
  seal: SealedText,
  head: () => LedgerHead,
): StreamHub => {
  const rounds = startRounds(house, seal, head)

  server.get(
    '/api/stream',
    { schema: { summary: 'Live changes as server-sent events', hide: true } },
    async (request, reply) => {
      const claim = claimOf(request)
      if (claim === null) throw new DomainError('unauthenticated', { zh: '请先登录。', en: 'Please sign in first.' })
      const resumed = seal.open(
        String(request.headers['last-event-id'] ?? (request.query as { after?: string }).after ?? ''),
      )
      const cursor = Math.min(Number(resumed ?? head().size), head().size)
      const epoch = await inCall(house, { ...claim, realm: claim.realm as RealmId }, async (call) => {
        refuseToken(call)
        await recordDisclosure(call, '/stream', ['stream/opened'])
        return epochOf(call)
      })
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write(
        `id: ${seal.seal(String(cursor))}\nevent: hello\ndata: ${JSON.stringify({ epoch, ...head() })}\n\n`,
      )
      const takeOut = rounds.add(claim, response, cursor, epoch)
      response.on('close', takeOut)
      if (response.destroyed) takeOut()
    },
  )

  return { noteSize: rounds.noteSize, noteAccess: rounds.noteAccess, close: rounds.close, count: rounds.count }
}
