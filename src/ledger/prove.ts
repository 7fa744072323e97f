/** What readers ask of the log: where it stands, a proof for one entry, growth between two sizes, the files. */
import { join } from 'node:path'
import { DomainError, notFound } from '../base/public.ts'
import { consistencyRanges, encodeBase64, inclusionRanges, splitBundle, TILE_WIDTH } from '../methods/merkle/public.ts'
import { hashOfLeaf } from './commitment.ts'
import { readState } from './integrate.ts'
import { formatOfflineProof } from './offline-proof.ts'
import { publishTiles, replaceFile } from './publish.ts'
import { type SqlSource, sqlOf } from './sql.ts'
import { findLatestCheckpoint, findTree, readBundle, readRangeRoots, type StoredCheckpoint } from './tree-store.ts'

export type LedgerStatus = {
  size: number
  /** Base64. */
  root: string
  /** Size of the last checkpoint, and when it was signed. */
  signedSize: number | null
  signedAt: Date | null
  /** How long entries have been waiting without a break; 0 when none waits. */
  lagMs: number
  /** Since the integrator last looked; null when it never did. Above some seconds it does not run. */
  silentMs: number | null
  /** Why nothing is signed any more. */
  stopped: string | null
}

export const readLedgerStatus = async (source: SqlSource): Promise<LedgerStatus> => {
  const sql = sqlOf(source)
  const [row] = await sql<{
    size: number
    root: Buffer
    lagMs: number
    silentMs: number | null
    stopped: string | null
  }>(`
    select s.size::float8 as size, t.root, s.stopped,
           coalesce(extract(epoch from clock_timestamp() - s.behind_since) * 1000, 0)::float8 as "lagMs",
           (extract(epoch from clock_timestamp() - s.looked_at) * 1000)::float8 as "silentMs"
      from ledger_state s join ledger_tree t using (size)`)
  const checkpoint = await findLatestCheckpoint(sql)
  return {
    ...row!,
    root: encodeBase64(row!.root),
    signedSize: checkpoint?.size ?? null,
    signedAt: checkpoint?.signedAt ?? null,
  }
}

/** @throws DomainError `unavailable` before the first checkpoint. */
export const getLatestCheckpoint = async (source: SqlSource): Promise<StoredCheckpoint> => {
  const checkpoint = await findLatestCheckpoint(sqlOf(source))
  if (checkpoint) return checkpoint
  throw new DomainError('unavailable', {
    zh: '日志尚无检查点：请启动服务，稍后再试。',
    en: 'The log has no checkpoint yet: start the server and try again in a second.',
  })
}

export type LedgerProof = {
  seq: number
  size: number
  /** The 122 bytes that were hashed, as text. */
  leaf: string
  leafHash: string
  root: string
  proof: string[]
  checkpoint: string
  /** The same as one text that offline verifiers read. */
  tlogProof: string
}

/** Inclusion in the newest signed tree. @throws DomainError `not_found` where that tree has no such entry (yet). */
export const proveEntry = async (source: SqlSource, seq: number): Promise<LedgerProof> => {
  const sql = sqlOf(source)
  const checkpoint = await getLatestCheckpoint(source)
  const { size, note } = checkpoint
  if (!Number.isSafeInteger(seq) || seq < 0 || seq >= size) throw notFound()
  const index = Math.floor(seq / TILE_WIDTH)
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH)
  const leaf = splitBundle(await readBundle(sql, index, width), width)[seq % TILE_WIDTH]!
  const proof = await readRangeRoots(sql, size, inclusionRanges(seq, size))
  return {
    seq,
    size,
    leaf: leaf.toString('latin1'),
    leafHash: encodeBase64(hashOfLeaf(leaf)),
    root: encodeBase64((await findTree(sql, size))!.root),
    proof: proof.map(encodeBase64),
    checkpoint: note,
    tlogProof: formatOfflineProof({ index: seq, proof, note }),
  }
}

/** The index of an entry by its leaf hash; undefined until it is integrated. */
export const findSeq = async (source: SqlSource, leafHash: Uint8Array): Promise<number | undefined> => {
  const [row] = await sqlOf(source)<{ seq: number }>(
    'select seq::float8 as seq from ledger_index where leaf_hash = $1 order by ledger_index.seq limit 1',
    [leafHash],
  )
  return row?.seq
}

/** Proof that the tree of `first` is a prefix of the tree of `second`; 1 ≤ first ≤ second ≤ size. */
export const proveGrowth = async (source: SqlSource, first: number, second: number): Promise<Buffer[]> => {
  const sql = sqlOf(source)
  if (second > (await readState(sql)).size) throw notFound()
  return readRangeRoots(sql, second, consistencyRanges(first, second))
}

/** The newest signed tree as static files. A file that is there with other bytes is not overwritten. @throws LedgerStopped */
export const exportLedger = async (source: SqlSource, directory: string, vkey: string): Promise<StoredCheckpoint> => {
  const sql = sqlOf(source)
  const checkpoint = await getLatestCheckpoint(source)
  await publishTiles(sql, directory, 0, checkpoint.size)
  replaceFile(join(directory, 'vkey'), `${vkey}\n`)
  replaceFile(join(directory, 'checkpoint'), checkpoint.note)
  return checkpoint
}
