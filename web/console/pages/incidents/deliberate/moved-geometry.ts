/** Where the steps of a belief lie in a drawing of one by one: time to the right, likelihood upwards. Pure. */

export type Moment = { at: string; low: number; high: number }
export type Step = { from: number; to: number; low: number; high: number }

/** Each belief holds until the next one, the last until now. One that has just been stated still has a width. */
export const stepsOf = (moments: readonly Moment[], now: Date): Step[] => {
  const first = moments[0]
  if (!first) return []
  const start = Date.parse(first.at)
  const span = Math.max(now.getTime() - start, 60_000)
  const place = (at: number): number => Math.min(1, Math.max(0, (at - start) / span))
  return moments.map((moment, i) => {
    const next = moments[i + 1]
    return {
      from: place(Date.parse(moment.at)),
      to: next ? place(Date.parse(next.at)) : 1,
      low: moment.low / 100,
      high: moment.high / 100,
    }
  })
}
