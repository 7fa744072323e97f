/**
 * One round of the integrator: the only code that gives indices. Entries whose transactions have ended are taken in
 * (epoch, txid, id) order above the cursor and below the snapshot's horizon; below it nothing can appear any more. The
 * select for update is the fence: a second integrator waits there and then sees what the first did. Everything of a round is
 * one transaction, so a crash leaves nothing of it, and the next round takes the same rows in the same order.
 */
import {
  appendLeaves,
  type Edge,
  edgeRoot,
  type FullTile,
  leafHash,
  makeBundle,
  TILE_WIDTH,
} from '../methods/merkle/public.ts'
import { LEAF_BYTES } from './commitment.ts'
import type { Hook } from './publish.ts'
import { inTransaction, type Sql } from './sql.ts'
import { readEdge } from './tree-store.ts'

export type LedgerState = {
  size: number
  epoch: number
  cursorEpoch: number
  cursorTxid: string
  cursorId: string
  tail: Buffer
  signedSize: number
  stopped: string | null
}

/** What an integrator remembers between rounds; forgotten whenever the database says another size. */
export type Memory = { edge: Edge; tail: Buffer }

export type Round = { size: number; taken: number }

const STATE = `
  select size::float8 as size, epoch, cursor_epoch as "cursorEpoch", cursor_txid::text as "cursorTxid", cursor_id::text as "cursorId",
         tail, signed_size::float8 as "signedSize", stopped
    from ledger_state`

export const readState = async (sql: Sql): Promise<LedgerState> => (await sql<LedgerState>(STATE))[0]!
export const lockState = async (sql: Sql): Promise<LedgerState> => (await sql<LedgerState>(`${STATE} for update`))[0]!

/** Is there anything to take, or anything waiting for a transaction that is still open? Takes no lock and writes nothing. */
export const lookAhead = async (sql: Sql): Promise<{ ready: boolean; waiting: boolean }> => {
  // The first entry above the cursor by the index. Asked with `exists` the planner expects one soon and reads all entries in
  // vain: 150 ms with 500,000 of them, ten times a second.
  const [row] = await sql<{ ready: boolean; waiting: boolean }>(`
    select coalesce((e.epoch, e.txid) < (s.epoch, pg_snapshot_xmin(pg_current_snapshot())), false) as ready,
           e.epoch is not null as waiting
      from ledger_state s
      left join lateral (select epoch, txid from ledger_entry
                          where (epoch, txid, id) > (s.cursor_epoch, s.cursor_txid, s.cursor_id)
                          order by epoch, txid, id limit 1) e on true`)
  return row!
}

// Horizon and rows come from one statement, so from one snapshot. (epoch, txid) < (epoch, horizon) counts every row of an
// older epoch as ended, and is a bound that the primary key's index can stop at.
const TAKE = `
  with taken as materialized (
    select epoch, txid, id, leaf from ledger_entry
     where (epoch, txid, id) > ($1::int, $2::xid8, $3::bigint) and (epoch, txid) < ($4::int, pg_snapshot_xmin(pg_current_snapshot()))
     order by epoch, txid, id limit $5
  ), numbered as materialized (
    select *, row_number() over (order by epoch, txid, id) - 1 as n from taken
  ), indexed as (
    insert into ledger_index (seq, entry, leaf_hash) select $6::bigint + n, id, sha256('\\x00'::bytea || leaf) from numbered
  )
  select count(*)::int as taken, string_agg(leaf, ''::bytea order by n) as leaves,
         (select row_to_json(l) from (select epoch, txid::text, id::text from numbered order by n desc limit 1) l) as last
    from numbered`

type Taken = { taken: number; leaves: Buffer | null; last: { epoch: number; txid: string; id: string } | null }

export const memoryOf = async (sql: Sql, state: LedgerState): Promise<Memory> => ({
  edge: await readEdge(sql, state.size),
  tail: state.tail,
})

/** Tiles, bundles and root of the tree that grew by these leaves; the caller has given their indices and moves the state. */
export const growTree = async (sql: Sql, memory: Memory, leaves: readonly Buffer[]): Promise<Memory> => {
  const { edge, full } = appendLeaves(memory.edge, leaves.map(leafHash))
  const bundles: Buffer[] = []
  let bytes = Buffer.concat([memory.tail, makeBundle(leaves)])
  const bundleBytes = TILE_WIDTH * (LEAF_BYTES + 2)
  for (; bytes.length >= bundleBytes; bytes = bytes.subarray(bundleBytes)) bundles.push(bytes.subarray(0, bundleBytes))
  await insertTiles(sql, full)
  if (bundles.length > 0)
    await sql(
      `insert into ledger_bundle (n, entries) select $1::bigint + i, substring($2::bytea from ${bundleBytes} * i + 1 for ${bundleBytes}) from generate_series(0, $3::int - 1) i`,
      [Math.floor(memory.edge.size / TILE_WIDTH), Buffer.concat(bundles), bundles.length],
    )
  await sql('insert into ledger_tree (size, root) values ($1, $2)', [edge.size, edgeRoot(edge)])
  return { edge, tail: Buffer.from(bytes) }
}

const insertTiles = async (sql: Sql, full: readonly FullTile[]): Promise<void> => {
  if (full.length === 0) return
  await sql(
    `insert into ledger_tile (level, n, hashes, root)
     select ($1::smallint[])[i + 1], ($2::bigint[])[i + 1], substring($3::bytea from 8192 * i + 1 for 8192), substring($4::bytea from 32 * i + 1 for 32)
       from generate_series(0, $5::int - 1) i`,
    [
      full.map(({ level }) => level),
      full.map(({ index }) => index),
      Buffer.concat(full.map(({ hashes }) => hashes)),
      Buffer.concat(full.map(({ root }) => root)),
      full.length,
    ],
  )
}

export const splitLeaves = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / LEAF_BYTES }, (_, i) => bytes.subarray(i * LEAF_BYTES, (i + 1) * LEAF_BYTES))

/** Takes at most `max` entries. The one notification of a round carries the new size and nothing else. */
export const integrateRound = (
  sql: Sql,
  memory: Memory | undefined,
  max: number,
  hook: Hook = () => {},
): Promise<{ round: Round; memory: Memory }> =>
  inTransaction(sql, 'begin isolation level read committed', async () => {
    const state = await lockState(sql)
    const known = memory?.edge.size === state.size ? memory : await memoryOf(sql, state)
    const [taken] = await sql<Taken>(TAKE, [
      state.cursorEpoch,
      state.cursorTxid,
      state.cursorId,
      state.epoch,
      max,
      state.size,
    ])
    if (!taken?.last || !taken.leaves) return { round: { size: state.size, taken: 0 }, memory: known }
    await hook('indexed')
    const grown = await growTree(sql, known, splitLeaves(taken.leaves))
    await hook('tiled')
    const { epoch, txid, id } = taken.last
    const moved = await sql(
      `update ledger_state set size = $1, cursor_epoch = $2, cursor_txid = $3, cursor_id = $4, tail = $5 where size = $6 returning 1`,
      [grown.edge.size, epoch, txid, id, grown.tail, state.size],
    )
    if (moved.length !== 1) throw new Error('the fence did not hold')
    await sql(`select pg_notify('ledger', $1)`, [String(grown.edge.size)])
    await hook('before-commit')
    return { round: { size: grown.edge.size, taken: taken.taken }, memory: grown }
  })
