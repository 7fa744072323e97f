/**
 * A list that is being read while rows arrive. Pure. `shown` is what the reader sees; `head` is the newest page as the
 * server now has it. Rows that are shown take their new content in place; rows in front of them wait and are counted.
 */
export const mergeHead = <Row extends { id: string }>(
  shown: readonly Row[],
  head: readonly Row[] | undefined,
): { rows: Row[]; waiting: number } => {
  if (!head) return { rows: [...shown], waiting: 0 }
  const renewed = new Map(head.map((row) => [row.id, row]))
  const known = new Set(shown.map((row) => row.id))
  // Behind the last row that both have, the newest page only reaches further back: nothing new is there.
  const lastKnown = head.findLastIndex((row) => known.has(row.id))
  const front = lastKnown < 0 ? head : head.slice(0, lastKnown)
  return {
    rows: shown.map((row) => renewed.get(row.id) ?? row),
    waiting: front.reduce((count, row) => count + (known.has(row.id) ? 0 : 1), 0),
  }
}
