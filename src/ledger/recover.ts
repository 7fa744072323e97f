/**
 * Start-up, which is also recovery: what is outside must be at most ours and consistent with us, or nothing is signed. Where a
 * backup was restored and published files are ahead, their leaves are taken back, each at its index, until size and root match.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  edgeRoot,
  leafHash,
  MerkleError,
  sameBytes,
  splitBundle,
  TILE_WIDTH,
  tilePath,
} from '../methods/merkle/public.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { readLeaf } from './commitment.ts'
import { growTree, type LedgerState, lockState, type Memory, memoryOf, readState } from './integrate.ts'
import type { VerifierKey } from './keys.ts'
import { findPublishedCheckpoint, LedgerStopped } from './publish.ts'
import { inTransaction, type Sql } from './sql.ts'
import { findLatestCheckpoint, findTree, readRoot } from './tree-store.ts'

/** Prefix of the reasons that a later start may take back by itself. */
const AT_START = 'at start: '
/** Leaves taken back per transaction. */
const CHUNK = 4096

export type Outside = { origin: string; keys: readonly VerifierKey[]; logDir?: string; keptFile: string }

const open = (note: string, where: string, { origin, keys }: Outside): Checkpoint => {
  try {
    return openCheckpoint(note, origin, keys)
  } catch (error) {
    if (error instanceof MerkleError)
      throw new LedgerStopped(`${AT_START}the checkpoint in ${where} is not ours: ${error.message}`)
    throw error
  }
}

/** The checkpoints that lie outside the database: the published one, and the last signed one beside the key. */
const outsideNotes = (outside: Outside): { where: string; checkpoint: Checkpoint }[] =>
  [outside.keptFile, ...(outside.logDir ? [join(outside.logDir, 'checkpoint')] : [])].flatMap((where) => {
    const note = findPublishedCheckpoint(where)
    return note === undefined ? [] : [{ where, checkpoint: open(note, where, outside) }]
  })

/**
 * Gives the memory for the first round. Every check passes, or `LedgerStopped` says which did not and the reason is stored.
 * @throws LedgerStopped
 */
export const startUp = async (sql: Sql, outside: Outside): Promise<Memory> => {
  await sql('select app.ledger_open()')
  const { stopped } = await readState(sql)
  if (stopped !== null && !stopped.startsWith(AT_START)) throw new LedgerStopped(stopped)
  try {
    const memory = await check(sql, outside)
    if (stopped !== null) await sql('update ledger_state set stopped = null')
    return memory
  } catch (error) {
    if (error instanceof MerkleError) throw await stop(sql, `${AT_START}${error.message}`)
    if (error instanceof LedgerStopped) throw await stop(sql, error.message)
    throw error
  }
}

/** Records why nothing is signed any more. */
export const stop = async (sql: Sql, why: string): Promise<LedgerStopped> => {
  await sql('update ledger_state set stopped = $1 where stopped is distinct from $1', [why])
  return new LedgerStopped(why)
}

const check = async (sql: Sql, outside: Outside): Promise<Memory> => {
  const notes = outsideNotes(outside)
  for (const { where, checkpoint } of notes)
    if (checkpoint.size > (await readState(sql)).size) await takeBack(sql, checkpoint, where, outside)
  const state = await readState(sql)
  const memory = await memoryOf(sql, state)
  const tree = await findTree(sql, state.size)
  if (!tree || !sameBytes(tree.root, edgeRoot(memory.edge)))
    throw new LedgerStopped(`${AT_START}the tiles do not hash to the stored root of size ${state.size}`)
  if (state.signedSize > state.size)
    throw new LedgerStopped(`${AT_START}size ${state.signedSize} was signed, we have ${state.size}`)
  const stored = await findLatestCheckpoint(sql)
  if (stored) notes.push({ where: 'the database', checkpoint: open(stored.note, 'the database', outside) })
  for (const { where, checkpoint } of notes)
    if (!sameBytes(await readRoot(sql, checkpoint.size), checkpoint.root))
      throw new LedgerStopped(`${AT_START}the tree is not the one signed at size ${checkpoint.size} (${where})`)
  return memory
}

type Waiting = { epoch: number; txid: string; id: string; leaf: Buffer }

/**
 * Leaves [our size, published size) from published bundles. Entries that wait here and are among them are the next ones in
 * order: published history went on in the same order. Others are lost and stand in the tree without an entry; their openings
 * are missing and verify says so.
 */
const takeBack = async (sql: Sql, ahead: Checkpoint, where: string, { logDir }: Outside): Promise<void> => {
  const behind = (why: string): LedgerStopped =>
    new LedgerStopped(
      `${AT_START}${where} holds a checkpoint of size ${ahead.size}, the database ends before it: ${why}. Restore a newer backup, or publish under a new origin`,
    )
  if (!logDir || !existsSync(join(logDir, 'tile'))) throw behind('the missing leaves are not published here')
  for (let size = (await readState(sql)).size; size < ahead.size; ) {
    const until = Math.min(size + CHUNK, ahead.size)
    const leaves = readLeaves(logDir, size, until, ahead.size, behind)
    await inTransaction(sql, 'begin isolation level read committed', async () => {
      const state = await lockState(sql)
      if (state.size !== size) throw behind('another integrator works')
      await adopt(sql, state, leaves, behind)
      if (until === ahead.size) {
        const tree = await findTree(sql, ahead.size)
        if (!tree || !sameBytes(tree.root, ahead.root)) throw behind('the published leaves do not hash to its root')
      }
    })
    size = until
  }
}

const readLeaves = (
  logDir: string,
  from: number,
  to: number,
  size: number,
  behind: (why: string) => LedgerStopped,
): Buffer[] => {
  const leaves: Buffer[] = []
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH)
    const file = join(logDir, tilePath({ level: 'entries', index, width }))
    try {
      leaves.push(...splitBundle(readFileSync(file), width))
    } catch {
      throw behind(`${file} is missing or damaged`)
    }
  }
  const first = from % TILE_WIDTH
  const taken = leaves.slice(first, first + to - from)
  for (const leaf of taken) readLeaf(leaf)
  return taken
}

const adopt = async (
  sql: Sql,
  state: LedgerState,
  leaves: Buffer[],
  behind: (why: string) => LedgerStopped,
): Promise<void> => {
  const waiting = await sql<Waiting>(
    `select epoch, txid::text, id::text, leaf from ledger_entry where (epoch, txid, id) > ($1::int, $2::xid8, $3::bigint)
      order by epoch, txid, id limit $4`,
    [state.cursorEpoch, state.cursorTxid, state.cursorId, leaves.length],
  )
  const ids = new Map(waiting.map((row) => [row.leaf.toString('latin1'), row]))
  const found = leaves.map((leaf) => ids.get(leaf.toString('latin1')))
  const known = found.filter((row) => row !== undefined)
  if (known.some((row, i) => row !== waiting[i])) throw behind('entries that wait here lie between the published ones')
  await sql(
    `insert into ledger_index (seq, entry, leaf_hash)
     select $1::bigint + i, ($2::bigint[])[i + 1], substring($3::bytea from 32 * i + 1 for 32) from generate_series(0, $4::int - 1) i`,
    [state.size, found.map((row) => row?.id ?? null), Buffer.concat(leaves.map(leafHash)), leaves.length],
  )
  const grown = await growTree(sql, await memoryOf(sql, state), leaves)
  const last = known.at(-1)
  await sql(
    `update ledger_state set size = $1, tail = $2, cursor_epoch = coalesce($3, cursor_epoch), cursor_txid = coalesce($4::xid8, cursor_txid),
            cursor_id = coalesce($5, cursor_id)`,
    [grown.edge.size, grown.tail, last?.epoch ?? null, last?.txid ?? null, last?.id ?? null],
  )
}
