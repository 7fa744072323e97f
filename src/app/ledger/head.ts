/** Size and newest checkpoint of the record, kept up to date by the integrator's notices. */

import { type Database, type Listener, withRole } from '../../store/public.ts'
import type { LedgerHead } from '../http/stream.ts'

export type HeadWatch = { head(): LedgerHead }

/** `onGrown` runs after each notice with the new size. */
export const watchHead = async (db: Database, listener: Listener, onGrown: () => void): Promise<HeadWatch> => {
  let head: LedgerHead = { size: 0, signedAt: null }
  let reading: Promise<void> | undefined
  const read = (): Promise<void> => {
    reading ??= withRole(db, 'job', async (tx) => {
      const [row] = await tx.query<{ size: string; signed_at: Date | null }>(
        'select size, (select signed_at from ledger_checkpoint order by size desc limit 1) as signed_at from ledger_state',
        [],
        'ledger-head',
      )
      head = { size: Math.max(head.size, Number(row!.size)), signedAt: row!.signed_at?.toISOString() ?? null }
    })
      .catch(() => {})
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  await read()
  const grown = (size: number): void => {
    if (size > head.size) head = { ...head, size }
    onGrown()
    void read()
  }
  await listener.onNotify('ledger', (payload) => grown(Number(payload)))
  // Notices of a break are lost: look, and let the streams read from where they stood.
  listener.onGap(() => void read().then(onGrown))
  return { head: () => head }
}
