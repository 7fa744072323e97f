/**
 * Keeps a list still while it is read. The first page stays as it was shown; a newer answer of the server only renews the
 * rows in their places, and what has come or gone since waits until the reader asks for it. Pure.
 */
import type { SignalList } from '../../../../src/actions/signals/model.ts'

export type ShownPage = SignalList & {
  /** The newer answer that waits, or null when nothing differs. */
  ahead: { list: SignalList; come: number } | null
  /** Rows shown that the newer answer no longer has: decided meanwhile, or no longer fitting the filter. */
  gone: readonly string[]
}

export const firstPage = (list: SignalList): ShownPage => ({ ...list, ahead: null, gone: [] })

/** Puts a newer answer behind the page that is shown. A page that shows nothing is replaced: nobody reads it. */
export const renewPage = (shown: ShownPage | undefined, newer: SignalList): ShownPage => {
  if (shown === undefined || shown.rows.length === 0) return firstPage(newer)
  const known = new Set(shown.rows.map((row) => row.id))
  const fresh = new Map(newer.rows.map((row) => [row.id, row]))
  // Behind the last row that both have, the newer page may only reach further back than the shown one.
  const lastKnown = newer.rows.findLastIndex((row) => known.has(row.id))
  const upTo = lastKnown < 0 ? newer.rows.length : lastKnown
  const come = newer.rows.slice(0, upTo).filter((row) => !known.has(row.id)).length
  // Only rows as new as the newer answer's oldest can be missed in it.
  const oldest = newer.next === null ? '' : (newer.rows.at(-1)?.receivedAt ?? '')
  const gone = shown.rows.filter((row) => row.receivedAt > oldest && !fresh.has(row.id)).map((row) => row.id)
  return {
    rows: shown.rows.map((row) => fresh.get(row.id) ?? row),
    next: shown.next,
    ahead: come > 0 || gone.length > 0 ? { list: newer, come } : null,
    gone,
  }
}
