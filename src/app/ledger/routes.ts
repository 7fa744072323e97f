/** The record over HTTP. Every signed-in post sees the head; entries, proofs of any entry and verification are the auditor's. */
import type { FastifyInstance } from 'fastify'
import { invalid, type SealedText } from '../../base/public.ts'
import {
  type AnyRoute,
  formatVkey,
  getLatestCheckpoint,
  openLedgerKey,
  proveEntry,
  readLedgerStatus,
  route,
} from '../../ledger/public.ts'
import { withRole } from '../../store/public.ts'
import { ledgerKeyFile } from '../integrator-process.ts'
import type { Site } from '../site.ts'
import { listEntries } from './entries.ts'
import {
  LedgerEntriesQuerySchema,
  LedgerEntriesSchema,
  LedgerHeadSchema,
  LedgerProofSchema,
  ProveParamsSchema,
  VerificationSchema,
} from './model.ts'
import { createVerifier, type Verifier } from './verification.ts'

const PAGE = 50
const AUDITOR = ['auditor'] as const

const beforeOf = (seal: SealedText, text: string | undefined): number => {
  if (text === undefined) return Number.MAX_SAFE_INTEGER
  const seq = Number(seal.open(text) ?? Number.NaN)
  if (Number.isNaN(seq))
    throw invalid('before', '翻页标记无效，请从第一页开始。', 'The cursor is not valid; start at the first page.')
  return seq
}

export const ledgerRoutes = (site: Site, seal: SealedText): { routes: AnyRoute[]; verifier: Verifier } => {
  const { dataDir, ledgerOrigin } = site.config
  const vkey = formatVkey(openLedgerKey(ledgerKeyFile(dataDir), ledgerOrigin))
  const verifier = createVerifier(process.env, () => site.house.clock.now())
  const routes = [
    route({
      method: 'GET',
      url: '/ledger',
      summary: 'Size, root and newest checkpoint of the record, and how far it lags',
      response: LedgerHeadSchema,
      handler: async (call) => {
        const status = await readLedgerStatus(call.tx)
        return {
          ...status,
          lagMs: Math.round(status.lagMs),
          silentMs: status.silentMs === null ? null : Math.round(status.silentMs),
          signedAt: status.signedAt?.toISOString() ?? null,
          origin: ledgerOrigin,
          vkey,
        }
      },
    }),
    route({
      method: 'GET',
      url: '/ledger/entries',
      summary: 'Envelopes of the record, newest first',
      roles: AUDITOR,
      query: LedgerEntriesQuerySchema,
      response: LedgerEntriesSchema,
      discloses: (answer) => answer.rows.map((row) => `entry/${row.seq}`),
      handler: async (call, { query }) => {
        const limit = query.limit ?? PAGE
        const rows = await listEntries(call, { before: beforeOf(seal, query.before), limit, act: query.act })
        return { rows, next: rows.length < limit ? null : seal.seal(String(rows.at(-1)!.seq)) }
      },
    }),
    route({
      method: 'GET',
      url: '/ledger/prove/:seq',
      summary: 'Inclusion of an entry in the newest signed tree',
      roles: AUDITOR,
      params: ProveParamsSchema,
      response: LedgerProofSchema,
      handler: async (call, { params }) => proveEntry(call.tx, params.seq),
    }),
    route({
      method: 'POST',
      url: '/ledger/verification',
      summary: 'Starts a verification: everything is recomputed and compared; one at a time',
      roles: AUDITOR,
      response: VerificationSchema,
      status: 202,
      handler: async () => verifier.start(),
    }),
    route({
      method: 'GET',
      url: '/ledger/verification',
      summary: 'The running or last verification',
      roles: AUDITOR,
      response: VerificationSchema,
      handler: async () => verifier.view(),
    }),
  ]
  return { routes, verifier }
}

/** The newest checkpoint as everyone may have it, without signing in: what is published cannot be taken back unseen. */
export const hangCheckpoint = (server: FastifyInstance, site: Site): void => {
  server.get(
    '/api/ledger/checkpoint',
    { schema: { summary: 'Newest signed checkpoint (C2SP tlog-checkpoint)' } },
    async (_request, reply) => {
      const { note } = await withRole(site.db, 'job', (tx) => getLatestCheckpoint(tx))
      return reply.type('text/plain; charset=utf-8').send(note)
    },
  )
}
