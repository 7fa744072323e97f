/** Where the bars of a waterfall stand. Pure. Positions are shares (0 to 1) of the drawn width. */
export type WhyRow = {
  id: string
  label: string
  /** Added to the score; null is unknown, which adds nothing and is never zero. */
  amount: number | null
  /** What an unknown could add, if that is known. */
  low?: number | undefined
  high?: number | undefined
  /** Under the label, 12 px: what was compared, where it comes from. */
  detail?: string | undefined
  /** Source grade, like A2. */
  grade?: string | undefined
}

export type WhyBar = { from: number; to: number; kind: 'adds' | 'lowers' | 'unknown'; end: number }
export type WhyPlot = {
  bars: WhyBar[]
  zero: number
  total: { from: number; to: number }
  ticks: { at: number; value: number }[]
  place: (value: number) => number
}

/** An unknown without bounds gets a dashed box this wide: it says "something", not how much. */
const UNBOUNDED_SHARE = 0.12

const tickStep = (span: number): number => {
  const rough = span / 4
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5, 10].find((n) => n * magnitude >= rough) ?? 10) * magnitude
}

/**
 * @param base  where the sum begins (a base rate), in the unit of the amounts
 * @param marks further values that must fit: a threshold, an interval
 */
export const plotWhy = (rows: readonly WhyRow[], base = 0, marks: readonly number[] = []): WhyPlot => {
  let sum = base
  const reached = [0, base, ...marks]
  for (const row of rows) {
    if (row.amount === null) reached.push(sum + (row.low ?? 0), sum + (row.high ?? 0))
    else {
      sum += row.amount
      reached.push(sum)
    }
  }
  const low = Math.min(...reached)
  const high = Math.max(...reached)
  const span = Math.max(high - low, 1e-9)
  const step = tickStep(span)
  const first = Math.floor(low / step) * step
  const last = Math.max(Math.ceil(high / step) * step, first + step)
  const place = (value: number) => (value - first) / (last - first)

  let running = base
  const bars = rows.map((row): WhyBar => {
    const from = running
    if (row.amount === null) {
      const end = place(running)
      if (row.low === undefined || row.high === undefined)
        return {
          from: Math.min(end, 1 - UNBOUNDED_SHARE),
          to: Math.min(1, end + UNBOUNDED_SHARE),
          kind: 'unknown',
          end,
        }
      return { from: place(from + row.low), to: place(from + row.high), kind: 'unknown', end }
    }
    running += row.amount
    const [a, b] = [place(from), place(running)]
    return { from: Math.min(a, b), to: Math.max(a, b), kind: row.amount < 0 ? 'lowers' : 'adds', end: b }
  })
  const ticks: WhyPlot['ticks'] = []
  for (let i = 0; first + i * step <= last + step / 1000; i++) {
    const value = Number((first + i * step).toPrecision(12))
    ticks.push({ value, at: place(value) })
  }
  const [a, b] = [place(0), place(running)]
  return { bars, zero: a, total: { from: Math.min(a, b), to: Math.max(a, b) }, ticks, place }
}
