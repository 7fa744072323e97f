/**
 * Erases payloads: salt and text together, in one transaction with the entry that names them. The leaves, the tree and every
 * proof stay as they are. It is complete only when backups and archived WAL that hold the rows have expired; the caller's
 * certificate states that date.
 */
import type { Tx } from '../store/public.ts'
import { appendFacts } from './append.ts'
import type { Sealed, Sealer } from './seal.ts'

export type Erasure = { id: string; leafHash: Buffer }

/** Role tongguan_job. `object` is what the payloads are about; `basis` the rule that asks for it. */
export const erasePayloads = async (
  tx: Tx,
  payloads: readonly Erasure[],
  fact: { object: string; basis: string; circleId: number },
  sealer: Sealer,
): Promise<Sealed> => {
  const [row] = await tx.query<{ n: number }>('select app.erase_payloads($1, $2) as n', [
    payloads.map(({ id }) => id),
    payloads.map(({ leafHash }) => leafHash),
  ])
  if (row?.n !== payloads.length) throw new Error(`${payloads.length} payloads were to be erased, ${row?.n} were there`)
  const openings = payloads.map(({ id }) => [id, 'payload'])
  const [sealed] = await appendFacts(tx, [{ ...fact, act: 'erased', payload: { openings } }], sealer)
  return sealed!
}
