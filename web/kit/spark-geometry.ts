/** Paths of a spark line with its usual band, in SVG units. Pure. Zero is always on the axis: zero lines are honest. */
export type Series = readonly (number | null)[]
export type Band = { low: number | readonly number[]; high: number | readonly number[] }
export type Box = { width: number; height: number }

export type SparkPaths = {
  line: string
  band: string | null
  zeroY: number
  /** The last known value's place. */
  end: { x: number; y: number } | null
}

const PAD = 4
const fixed = (value: number) => value.toFixed(1)
const at = (bound: number | readonly number[], index: number): number =>
  typeof bound === 'number' ? bound : (bound[index] ?? bound.at(-1) ?? 0)

export const sparkPaths = (values: Series, band: Band | null, { width, height }: Box): SparkPaths => {
  const known = values.filter((value): value is number => value !== null)
  const highs = band ? values.map((_, i) => at(band.high, i)) : []
  const top = Math.max(1e-9, ...known, ...highs)
  const step = values.length > 1 ? (width - 2 * PAD) / (values.length - 1) : 0
  const x = (i: number) => PAD / 2 + i * step
  const y = (value: number) => height - 0.5 - (Math.max(0, value) / top) * (height - PAD)

  let line = ''
  let open = false
  let end: SparkPaths['end'] = null
  values.forEach((value, i) => {
    if (value === null) {
      open = false
      return
    }
    line += `${open ? 'L' : 'M'}${fixed(x(i))} ${fixed(y(value))}`
    open = true
    end = { x: x(i), y: y(value) }
  })

  const bandPath =
    band && values.length > 1
      ? `M${values.map((_, i) => `${fixed(x(i))} ${fixed(y(at(band.high, i)))}`).join('L')}L${values
          .map((_, i) => values.length - 1 - i)
          .map((i) => `${fixed(x(i))} ${fixed(y(at(band.low, i)))}`)
          .join('L')}Z`
      : null
  return { line, band: bandPath, zeroY: height - 0.5, end }
}

/**
 * Where "times usual" stands on a log axis from ¼× to beyond 4×, 0 to 1 of the width. Zero and less stand at the left
 * edge. 1× stands at 0.4, a factor of four is 0.317 wide (the reference screen).
 */
export const usualPosition = (times: number): number => {
  if (times <= 0) return LEFT
  return Math.min(RIGHT, Math.max(LEFT, ONE + (Math.log(times) / Math.log(4)) * FACTOR))
}
const LEFT = 0.083
const RIGHT = 0.96
const ONE = 0.4
const FACTOR = 0.317
