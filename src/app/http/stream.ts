/**
 * Live changes by server-sent events. The integrator notifies once per round with the ledger's size; each open stream then
 * reads, under its own viewer's policy, the envelopes that were added, records what it is about to deliver, and delivers it.
 * Only ids travel; pages read the rows again under the policy. A stream ends with its session, and says so when the
 * viewer's access changed (`epoch`), so that pages drop what is no longer theirs.
 */
import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { DomainError, type RealmId, type SealedText } from '../../base/public.ts'
import { type Call, type House, inCall } from '../../ledger/public.ts'
import type { Claim } from '../../store/public.ts'
import { type ClaimOf, recordDisclosure } from './door.ts'

/** A stream delivers at most this often, and records each delivery before it leaves. */
const ROUND_MS = 200
/** A flood is announced by its number instead of its items: nobody reads 500 lines a second. */
const MANY = 200

type Item = { act: string; object: string }
type Open = { claim: Claim; response: ServerResponse; cursor: number; epoch: string; busy: boolean; lastRound: number }

export type LedgerHead = { size: number; signedAt: string | null }

export type StreamHub = {
  noteSize(size: number): void
  /** Something closed for somebody: each stream looks whether it was for its viewer. */
  noteAccess(): void
  close(): void
  count(): number
}

const write = (response: ServerResponse, event: string, data: unknown, id?: string): void => {
  response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** What happened in [from, to) that this viewer may know of; views and deliveries themselves are left out. */
const changesBetween = (call: Call, from: number, to: number): Promise<Item[]> =>
  call.tx.query<Item>(
    `select (o.text::jsonb)->>'act' as act, (o.text::jsonb)->>'object' as object
       from ledger_index i join ledger_opening o on o.leaf_hash = i.leaf_hash and o.field = 1
      where i.seq >= $1 and i.seq < $2
        and (o.text::jsonb)->>'act' not in ('record.viewed', 'stream.opened')
      order by i.seq limit ${MANY + 1}`,
    [from, to],
  )

const epochOf = async (call: Call): Promise<string> => {
  const [row] = await call.tx.query<{ epoch: string }>('select app.access_epoch() as epoch')
  return row!.epoch
}

export const hangStream = (
  server: FastifyInstance,
  house: House,
  claimOf: ClaimOf,
  seal: SealedText,
  head: () => LedgerHead,
): StreamHub => {
  const open = new Set<Open>()

  const end = (stream: Open, event?: string): void => {
    if (event) write(stream.response, event, {})
    stream.response.end()
    open.delete(stream)
  }

  /** A session that ended, or a database away for a moment: the page reconnects and resumes at its cursor. */
  const endAfter = (stream: Open, error: unknown): void =>
    end(stream, error instanceof DomainError && error.code === 'unauthenticated' ? 'signed-out' : undefined)

  const checkAccess = async (stream: Open): Promise<void> => {
    try {
      const epoch = await inCall(house, stream.claim, epochOf)
      if (epoch === stream.epoch) return
      stream.epoch = epoch
      write(stream.response, 'epoch', { epoch })
    } catch (error) {
      endAfter(stream, error)
    }
  }

  const deliver = async (stream: Open): Promise<void> => {
    const to = head().size
    if (stream.busy || to <= stream.cursor || Date.now() - stream.lastRound < ROUND_MS) return
    stream.busy = true
    stream.lastRound = Date.now()
    try {
      const round = await inCall(house, stream.claim, async (call) => {
        const items = await changesBetween(call, stream.cursor, to)
        const shown = items.length > MANY ? [] : items
        await recordDisclosure(call, '/stream', [...new Set(shown.map((item) => item.object))])
        return { items: shown, many: items.length > MANY, epoch: await epochOf(call) }
      })
      stream.cursor = to
      if (round.epoch !== stream.epoch) {
        stream.epoch = round.epoch
        write(stream.response, 'epoch', { epoch: round.epoch })
      }
      if (round.items.length > 0 || round.many)
        write(stream.response, 'changes', { items: round.items, many: round.many }, seal.seal(String(to)))
      write(stream.response, 'ledger', head())
    } catch (error) {
      endAfter(stream, error)
    } finally {
      stream.busy = false
    }
  }

  const tick = setInterval(() => {
    for (const stream of open) void deliver(stream)
  }, ROUND_MS / 2)
  // Comment lines keep proxies from closing a quiet stream, and find ended sessions and run-out terms on quiet nights.
  const pulse = setInterval(() => {
    for (const stream of open) {
      stream.response.write(': still here\n\n')
      void checkAccess(stream)
    }
  }, 15_000)

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
      const stream: Open = { claim, response, cursor, epoch, busy: false, lastRound: 0 }
      open.add(stream)
      write(response, 'hello', { epoch, ...head() }, seal.seal(String(cursor)))
      response.on('close', () => open.delete(stream))
    },
  )

  return {
    noteSize: () => {
      for (const stream of open) void deliver(stream)
    },
    noteAccess: () => {
      for (const stream of open) void checkAccess(stream)
    },
    close: () => {
      clearInterval(tick)
      clearInterval(pulse)
      for (const stream of open) end(stream)
    },
    count: () => open.size,
  }
}
