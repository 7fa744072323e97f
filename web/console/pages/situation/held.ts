/**
 * A short list that is being read while the answer behind it is renewed. Pure part and hook. Shown rows take their new
 * content in place; new ones wait; those that left stay where they are, marked, until the reader asks for the present list.
 */
import { useState } from 'react'

type Keyed = { id: string }
export type Held<Row extends Keyed> = {
  rows: readonly Row[]
  /** Not shown yet, in their order. */
  waiting: readonly Row[]
  /** Shown, but no longer part of the answer. */
  gone: ReadonlySet<string>
}

/** `full`: the answer is cut off, so a row behind its last one may still be there and is not called gone. */
export const hold = <Row extends Keyed>(shown: readonly Row[], fresh: readonly Row[], full = false): Held<Row> => {
  // Nothing is being read in an empty list.
  if (shown.length === 0) return { rows: fresh, waiting: [], gone: new Set() }
  const renewed = new Map(fresh.map((row) => [row.id, row]))
  const known = new Set(shown.map((row) => row.id))
  const lastKept = shown.findLastIndex((row) => renewed.has(row.id))
  const left = full ? shown.slice(0, Math.max(0, lastKept)) : shown
  return {
    rows: shown.map((row) => renewed.get(row.id) ?? row),
    waiting: fresh.filter((row) => !known.has(row.id)),
    gone: new Set(left.filter((row) => !renewed.has(row.id)).map((row) => row.id)),
  }
}

export const useHeld = <Row extends Keyed>(fresh: readonly Row[], limit: number): Held<Row> & { show: () => void } => {
  const [shown, setShown] = useState(fresh)
  const held = hold(shown, fresh, fresh.length >= limit)
  return { ...held, show: () => setShown(fresh) }
}
