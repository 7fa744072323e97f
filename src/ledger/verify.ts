/**
 * `ledger verify`: recomputes everything from what is stored and compares (ledger-format.md, section 10). Reads one snapshot, so
 * it may run beside the integrator. The client must be the owner's: openings and business rows of every circle are read.
 */
import type pg from 'pg'
import { encodeBase64, MerkleError } from '../methods/merkle/public.ts'
import { openCheckpoint } from './checkpoint.ts'
import { type Fault, type FaultKind, faultList } from './faults.ts'
import { readState } from './integrate.ts'
import type { VerifierKey } from './keys.ts'
import { inTransaction, sqlOf } from './sql.ts'
import { verifyAccess } from './verify-access.ts'
import { verifyOpenings } from './verify-openings.ts'
import { verifyRows } from './verify-rows.ts'
import { verifyTree } from './verify-tree.ts'

export type VerifyOptions = {
  origin: string
  trusted: readonly VerifierKey[]
  /** Checkpoints kept outside the database: beside the key, published, from witnesses or partners. */
  outside?: readonly { where: string; note: string }[]
  /** Entries and tiles only. */
  treeOnly?: boolean
}

export type VerifyReport = {
  ok: boolean
  size: number
  /** Base64. */
  root: string
  signedSize: number
  openings: number
  erased: number
  /** Rows compared, per registered table. */
  rows: Record<string, number>
  seconds: number
  /** At most 50 of a kind; `counts` has them all. */
  faults: Fault[]
  counts: Partial<Record<FaultKind, number>>
}

export const verifyLedger = async (client: pg.ClientBase, options: VerifyOptions): Promise<VerifyReport> => {
  const began = performance.now()
  const sql = sqlOf(client)
  const found = faultList()
  const outside = (options.outside ?? []).flatMap(({ where, note }) => {
    try {
      return [{ where, checkpoint: openCheckpoint(note, options.origin, options.trusted) }]
    } catch (error) {
      if (!(error instanceof MerkleError)) throw error
      found.add('checkpoint-altered', `${where}: ${error.message}`)
      return []
    }
  })
  return inTransaction(sql, 'begin isolation level repeatable read read only', async () => {
    // Sorts and hashes of a million openings. Tables that grew since their statistics were made mislead the planner to loops,
    // which took three times as long; the pages of a cursor want the whole result, not its first row.
    await sql(`select set_config(name, value, true) from (values ('work_mem', '256MB'), ('enable_nestloop', 'off'), ('jit', 'off'),
                 ('cursor_tuple_fraction', '1'), ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0')) s (name, value)`)
    const state = await readState(sql)
    const tree = await verifyTree(client, state, { origin: options.origin, trusted: options.trusted, outside }, found)
    const openings = options.treeOnly ? { openings: 0, erased: 0 } : await verifyOpenings(client, found)
    const rows = options.treeOnly ? {} : await verifyRows(client, found)
    if (!options.treeOnly) await verifyAccess(sql, found)
    return {
      ok: Object.keys(found.counts).length === 0,
      size: state.size,
      root: encodeBase64(tree.root),
      signedSize: tree.signedSize,
      ...openings,
      rows,
      seconds: Math.round((performance.now() - began) / 10) / 100,
      faults: found.faults,
      counts: found.counts,
    }
  })
}
