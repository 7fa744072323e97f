/** What `ledger verify` says of the current rows, in words; empty is good. */
import { faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import type { Database } from '../../src/store/public.ts'

export const rowFaults = async (db: Database): Promise<string[]> => {
  const client = await db.owner.connect()
  try {
    await client.query('begin')
    const found = faultList()
    await verifyRows(client, found)
    return found.faults.map((one) => one.where)
  } finally {
    await client.query('rollback')
    client.release()
  }
}
