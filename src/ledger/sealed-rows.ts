/**
 * Gives rows the fact of what was done to them: reads each row's image back inside the transaction that wrote it, with the
 * very statement that `ledger verify` will use, records the fact over it and puts fact and commitment into the row. So the
 * two can never disagree because they were written by different code. A crash before the commit leaves neither.
 */
import type { Json } from '../base/public.ts'
import type { Call } from './call.ts'
import type { RowImage } from './row-image.ts'

export type RowFact = {
  id: string
  act: string
  basis?: string | null
  circleId: number
  /** What the image does not say by itself. */
  detail?: { readonly [name: string]: Json }
}

/** Where several facts of one call are about one row, the row keeps the last. */
export const sealRows = async <Row extends { id: string }>(
  call: Call,
  image: RowImage<Row>,
  facts: readonly RowFact[],
): Promise<void> => {
  if (facts.length === 0) return
  const ids = [...new Set(facts.map((fact) => fact.id))]
  const rows = new Map(
    (await call.tx.query<Row>(`select * from (${image.select}) r where r.id = any ($1)`, [ids])).map((row) => [
      row.id,
      row,
    ]),
  )
  const last = new Map<string, { leafHash: Buffer; commitment: Buffer }>()
  for (const { id, act, basis, circleId, detail } of facts) {
    const row = rows.get(id)
    if (!row) throw new Error(`${image.table} ${id} was written and cannot be read back`)
    const sealed = call.record({
      act,
      object: `${image.objectKind}/${id}`,
      basis: basis ?? null,
      payload: { ...detail, row: image.image(row) },
      circleId,
    })
    last.set(id, { leafHash: sealed.leafHash, commitment: sealed.payloadCommitment! })
  }
  const changed = await call.tx.change(
    `update ${image.table} t set fact = v.fact, commitment = v.commitment
       from unnest($2::uuid[], $3::bytea[], $4::bytea[]) v (id, fact, commitment)
      where t.realm = $1 and t.id = v.id`,
    [
      call.realm,
      [...last.keys()],
      [...last.values()].map((one) => one.leafHash),
      [...last.values()].map((one) => one.commitment),
    ],
  )
  if (changed !== last.size) throw new Error(`${image.table}: ${last.size} facts, ${changed} rows`)
}
