/**
 * The signer takes a size, never a root: it reads the root that the integrator committed for that size, refuses to go below
 * the last signed size, and has no other door. So no size ever gets two roots, whatever its caller believes.
 */
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { lockState } from './integrate.ts'
import type { SignerKey } from './keys.ts'
import { LedgerStopped } from './publish.ts'
import { inTransaction, type Sql } from './sql.ts'
import { findTree, type StoredCheckpoint } from './tree-store.ts'

/**
 * Signs and stores, or gives the stored note of that size. Two keys sign while one replaces the other; the first names the log.
 * Its time never goes back, also where the database's clock does.
 */
export const signSize = (sql: Sql, size: number, keys: readonly SignerKey[]): Promise<StoredCheckpoint> =>
  inTransaction(sql, 'begin isolation level read committed', async () => {
    const state = await lockState(sql)
    if (state.stopped !== null) throw new LedgerStopped(state.stopped)
    if (size < state.signedSize) throw new LedgerStopped(`asked to sign size ${size} after size ${state.signedSize}`)
    const [stored] = await sql<StoredCheckpoint>(
      'select size::float8 as size, note, signed_at as "signedAt" from ledger_checkpoint where size = $1',
      [size],
    )
    if (stored) {
      openCheckpoint(stored.note, keys[0]!.name, keys)
      return stored
    }
    const tree = await findTree(sql, size)
    if (!tree) throw new LedgerStopped(`asked to sign size ${size}, which was never integrated`)
    const note = signCheckpoint(tree, keys)
    const [row] = await sql<{ signedAt: Date }>(
      `insert into ledger_checkpoint (size, note, signed_at)
       values ($1, $2, greatest(clock_timestamp(), (select max(signed_at) from ledger_checkpoint))) returning signed_at as "signedAt"`,
      [size, note],
    )
    await sql('update ledger_state set signed_size = $1', [size])
    return { size, note, signedAt: row!.signedAt }
  })
